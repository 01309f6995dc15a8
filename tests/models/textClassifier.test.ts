import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DenseMatrix } from '../../src/data/sparseMatrix';
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

/** Weighted means over time of the states and of the embeddings, each scaled to mean square 1, loop by loop. */
function slowFeatures(model: TextClassifier, tokens: number[]): number[] {
  const { states, embeddings } = slowEncode(tokens, valuesOf(model.encoder.parameters), tinySizes);
  const total = tokens.reduce((sum, token) => sum + tokenWeights[token], 0);
  return [states, embeddings].flatMap((vectors) => {
    const mean = Array.from(
      { length: width },
      (_, k) => tokens.reduce((sum, token, t) => sum + tokenWeights[token] * vectors[t][k], 0) / total,
    );
    const meanSquare = mean.reduce((sum, value) => sum + value * value, 0) / width;
    return mean.map((value) => value / Math.sqrt(meanSquare));
  });
}

const dense = (values: ArrayLike<number>, columns: number): DenseMatrix => ({
  kind: 'dense',
  rows: values.length / columns,
  columns,
  values: Float64Array.from(values),
});

describe('TextClassifier', () => {
  it('pools states and embeddings as slow loops do', () => {
    const model = classifier();
    const pooled = model.features(tf.tensor2d(rows, [2, 6], 'int32'));
    expect(pooled.shape).toEqual([2, model.featureWidth]);
    expectClose(
      pooled.dataSync(),
      rows.flatMap((row) => slowFeatures(model, row)),
      1e-5,
    );
  });

  it('scores shifted and scaled features linearly', () => {
    const model = classifier();
    const columns = model.featureWidth;
    const unlabelled = normals(5 * columns, 'unlabelled', 2).map((value, k) =>
      k % columns < width ? value : value * 9,
    );
    model.standardize(dense(unlabelled, columns));
    const means = Array.from({ length: columns }, (_, k) =>
      [0, 1, 2, 3, 4].reduce((sum, row) => sum + unlabelled[row * columns + k] / 5, 0),
    );
    // One deviation for the states' columns and one for the embeddings'.
    const deviations = [0, 1].map((half) => {
      const squares = [...unlabelled.keys()]
        .filter((k) => Math.floor((k % columns) / width) === half)
        .map((k) => (unlabelled[k] - means[k % columns]) ** 2);
      return Math.sqrt(squares.reduce((a, b) => a + b, 0) / squares.length);
    });
    expect(deviations[1] / deviations[0]).toBeGreaterThan(5);
    const { 'head.weight': weight, 'head.bias': bias } = valuesOf(model.head);
    const slow = rows.flatMap((row) => {
      const features = slowFeatures(model, row).map(
        (value, k) => (value - means[k]) / deviations[Math.floor(k / width)],
      );
      return classes.map((_, label) =>
        features.reduce((sum, value, k) => sum + value * weight[k * classes.length + label], bias[label]),
      );
    });
    expectClose(model.logits(tf.tensor2d(rows, [2, 6], 'int32')).dataSync(), slow, 1e-4);
  });

  it('gives zero features to a text of padding alone, not a division by zero', () => {
    const pooled = classifier()
      .features(tf.zeros([1, 4], 'int32'))
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
    expect(() => classifier().standardize(dense(new Float32Array(16), 16))).toThrow(LabError);
    expect(() => classifier().standardize(dense(new Float32Array(16), 16))).toThrow(
      'at least two rows, not 1',
    );
    expect(() => classifier().standardize(dense(new Float32Array(30), 15))).toThrow(
      '15 columns do not make 2 equal blocks.',
    );
  });

  it('starts from a head that was fitted elsewhere', () => {
    const model = classifier();
    const head = { weight: normals(2 * width * 3, 'weight'), bias: normals(3, 'bias') };
    model.setHead(head);
    expect(valuesOf(model.head)).toEqual({ 'head.weight': head.weight, 'head.bias': head.bias });
  });

  it('keeps a constant block of features at zero', () => {
    const columns = 2 * width;
    const constant = Array.from({ length: 3 * columns }, (_, k) => (k % columns < width ? 4 : Math.sin(k)));
    const features = dense(constant, columns);
    const scaled = classifier().standardize(features).apply(features);
    for (let k = 0; k < constant.length; k++) if (k % columns < width) expect(scaled.values[k]).toBe(0);
    const rest = Array.from(scaled.values).filter((_, k) => k % columns >= width);
    expect(rest.reduce((sum, value) => sum + value * value, 0) / rest.length).toBeCloseTo(1, 10);
  });
});
