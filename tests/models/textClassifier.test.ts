import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { LabError } from '../../src/errors';
import { TextClassifier } from '../../src/models/textClassifier';
import { expectClose, normals } from '../numerical';
import { slowEncode } from './slowTransformer';
import { disturb, tinyEncoder, tinySizes, valuesOf } from './tinyModel';

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const { width, vocabularySize } = tinySizes;
const classes = ['animal', 'plant', 'act'];
const tokenWeights = normals(vocabularySize, 'weights').map(Math.abs);
tokenWeights[0] = 0;

function classifier() {
  const encoder = tinyEncoder();
  disturb(encoder.parameters, 0.3, 1);
  const model = new TextClassifier(encoder, { classes, tokenWeights, seed: 1 });
  disturb(model.head, 0.3, 2);
  return model;
}

const rows = [
  [5, 9, 16, 7, 7, 12],
  [8, 5, 11, 0, 0, 0],
];

/** Weighted means over time of the states and of the embeddings, loop by loop. */
function slowFeatures(model: TextClassifier, tokens: number[]): number[] {
  const { states, embeddings } = slowEncode(tokens, valuesOf(model.encoder.parameters), tinySizes);
  const total = tokens.reduce((sum, token) => sum + tokenWeights[token], 0);
  return [states, embeddings].flatMap((vectors) =>
    Array.from(
      { length: width },
      (_, k) => tokens.reduce((sum, token, t) => sum + tokenWeights[token] * vectors[t][k], 0) / total,
    ),
  );
}

describe('TextClassifier', () => {
  it('pools states and embeddings as slow loops do', () => {
    const model = classifier();
    const pooled = model.pooled(tf.tensor2d(rows, [2, 6], 'int32'));
    expect(pooled.shape).toEqual([2, model.featureWidth]);
    expectClose(
      pooled.dataSync(),
      rows.flatMap((row) => slowFeatures(model, row)),
      1e-5,
    );
  });

  it('scores standardised features linearly', () => {
    const model = classifier();
    const unlabelled = normals(5 * model.featureWidth, 'unlabelled', 2);
    model.standardize(unlabelled);
    const { 'head.weight': weight, 'head.bias': bias } = valuesOf(model.head);
    const slow = rows.flatMap((row) => {
      const features = slowFeatures(model, row).map((value, k) => {
        const column = Array.from({ length: 5 }, (_, r) => unlabelled[r * model.featureWidth + k]);
        const mean = column.reduce((a, b) => a + b, 0) / 5;
        const variance = column.reduce((a, b) => a + (b - mean) ** 2, 0) / 5;
        return (value - mean) / Math.sqrt(variance);
      });
      return classes.map((_, label) =>
        features.reduce((sum, value, k) => sum + value * weight[k * classes.length + label], bias[label]),
      );
    });
    expectClose(model.logits(tf.tensor2d(rows, [2, 6], 'int32')).dataSync(), slow, 1e-4);
  });

  it('gives zero features to a text of padding alone, not a division by zero', () => {
    const pooled = classifier()
      .pooled(tf.zeros([1, 4], 'int32'))
      .dataSync();
    expect(new Set(pooled)).toEqual(new Set([0]));
  });

  it('renews the head from a seed alone', () => {
    const model = classifier();
    model.resetHead(7);
    const first = valuesOf(model.head);
    disturb(model.head, 1, 3);
    model.resetHead(7);
    expect(valuesOf(model.head)).toEqual(first);
    model.resetHead(8);
    expect(valuesOf(model.head)).not.toEqual(first);
    expect(new Set(first['head.bias'])).toEqual(new Set([0]));
  });

  it('refuses token weights of another vocabulary, one class, and too few rows to standardise by', () => {
    const encoder = tinyEncoder();
    const build = (weights: Float32Array, names: string[]) => () =>
      new TextClassifier(encoder, { classes: names, tokenWeights: weights, seed: 1 });
    expect(build(new Float32Array(3), classes)).toThrow(LabError);
    expect(build(new Float32Array(3), classes)).toThrow(
      `tokenWeights has 3 entries, but the encoder's vocabulary has ${vocabularySize} tokens`,
    );
    expect(build(tokenWeights, ['animal'])).toThrow('at least two classes');
    expect(() => classifier().standardize(new Float32Array(2 * width))).toThrow(
      'at least two rows of 16 features',
    );
    expect(() => classifier().standardize(new Float32Array(33))).toThrow(LabError);
  });
});
