import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import { randomness } from '../../src/engine/randomness';
import { LabError } from '../../src/errors';
import { countParameters } from '../../src/models/parameters';
import type { TransformerEncoder } from '../../src/models/transformerEncoder';
import { maskedLanguageModel } from '../../src/objectives/maskedLanguageModel';
import { expectClose } from '../numerical';
import { slowEncode, slowTokenLoss } from './slowTransformer';
import { disturb, tinyEncoder, tinySizes, tinyVocabulary, valuesOf } from './tinyModel';

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const { width } = tinySizes;

/** Three sequences of six: full, padded, and one token long. */
const batch = [
  [5, 9, 16, 7, 7, 12],
  [8, 5, 11, 0, 0, 0],
  [13, 0, 0, 0, 0, 0],
];

const encode = (encoder: TransformerEncoder, rows: number[][]) =>
  encoder.encode(tf.tensor2d(rows, [rows.length, rows[0].length], 'int32'));

function disturbedEncoder() {
  const encoder = tinyEncoder();
  disturb(encoder.parameters, 0.3, 1);
  return encoder;
}

describe('the forward pass', () => {
  it('equals slow loops written from the papers, padding included', () => {
    const encoder = disturbedEncoder();
    const { states, embeddings } = encode(encoder, batch);
    const slow = batch.map((row) => slowEncode(row, valuesOf(encoder.parameters), tinySizes));
    expect(states.shape).toEqual([3, 6, width]);
    expectClose(
      states.dataSync(),
      slow.flatMap((s) => s.states.flat()),
      1e-5,
    );
    expectClose(
      embeddings.dataSync(),
      slow.flatMap((s) => s.embeddings.flat()),
      0,
    );
  });

  it('equals them with one head, and with as many as the width', () => {
    for (const heads of [1, width]) {
      const encoder = tinyEncoder({ heads });
      disturb(encoder.parameters, 0.3, 2);
      const slow = batch.map((row) => slowEncode(row, valuesOf(encoder.parameters), { ...tinySizes, heads }));
      expectClose(
        encode(encoder, batch).states.dataSync(),
        slow.flatMap((s) => s.states.flat()),
        1e-5,
      );
    }
  });

  it('does not see padding: appended, or with other embeddings', () => {
    const encoder = disturbedEncoder();
    const short = encode(encoder, [batch[1].slice(0, 3)]).states.dataSync();
    const padded = () => encode(encoder, [batch[1]]).states.slice([0, 0, 0], [1, 3, width]).dataSync();
    const before = padded();
    expectClose(before, short, 1e-6);
    const table = encoder.tokenEmbedding;
    const paddingRow = tf.oneHot(tf.tensor1d([0], 'int32'), tinySizes.vocabularySize).cast('float32');
    table.assign(table.add(paddingRow.transpose().mul(3)));
    const positions = encoder.parameters['encoder.positionEmbedding'];
    positions.assign(positions.add(tf.tensor2d([0, 0, 0, 5, -4, 3], [6, 1])));
    expectClose(padded(), before, 1e-6);
  });

  it('sees every other token, wherever it stands', () => {
    const encoder = disturbedEncoder();
    const first = (row: number[]) => [...encode(encoder, [row]).states.dataSync().slice(0, width)];
    const original = first(batch[0]);
    for (let t = 0; t < 6; t++) {
      const changed = batch[0].slice();
      changed[t] = 15;
      expect(first(changed)).not.toEqual(original);
    }
  });

  it('keeps the sequences of a batch apart', () => {
    const encoder = disturbedEncoder();
    const together = encode(encoder, batch).states.dataSync();
    batch.forEach((row, index) => {
      const own = together.slice(index * 6 * width, (index + 1) * 6 * width);
      expectClose(encode(encoder, [row]).states.dataSync(), own, 1e-6);
    });
  });

  it('stays finite where a whole sequence is padding', () => {
    const states = encode(disturbedEncoder(), [[0, 0, 0]]).states.dataSync();
    expect([...states].every(Number.isFinite)).toBe(true);
  });

  it('drops elements only where randomness is given, in proportion to the rate', () => {
    const encoder = disturbedEncoder();
    const tokens = tf.tensor2d(batch, [3, 6], 'int32');
    const evaluated = [...encoder.encode(tokens).states.dataSync()];
    expect([...encoder.encode(tokens).states.dataSync()]).toEqual(evaluated);
    expect([...encoder.encode(tokens, randomness(1)).states.dataSync()]).not.toEqual(evaluated);
    const without = tinyEncoder({ dropoutRate: 0 });
    expectClose(
      without.encode(tokens, randomness(1)).states.dataSync(),
      without.encode(tokens).states.dataSync(),
      0,
    );
  });
});

describe('the gradient of the whole model', () => {
  it('equals finite differences of the slow loss at entries of every parameter', () => {
    const encoder = disturbedEncoder();
    const objective = maskedLanguageModel({ tokenizer: tinyVocabulary, maskProbability: 0.3 });
    disturb(objective.parameters(), 0.3, 3);
    const parameters = { ...encoder.parameters, ...objective.parameters() };
    const corrupted = objective.corrupt(
      batch.map((row) => Int32Array.from(row)),
      6,
      seededRandom(2),
    );
    expect(corrupted.weights).toContain(0);
    const tensors = {
      tokens: tf.tensor2d(corrupted.tokens, [3, 6], 'int32'),
      positions: tf.tensor1d(corrupted.positions, 'int32'),
      targets: tf.tensor1d(corrupted.targets, 'int32'),
      weights: tf.tensor1d(corrupted.weights),
    };
    const names = Object.keys(parameters);
    const { value, grads } = tf.variableGrads(
      () => objective.loss(encoder, tensors) as tf.Scalar,
      Object.values(parameters),
    );
    const values = Object.fromEntries(
      Object.entries(valuesOf(parameters)).map(([name, list]) => [name, Float64Array.from(list)]),
    );
    const slow = () => slowTokenLoss(corrupted, 6, values, tinySizes);
    expectClose(value.dataSync(), [slow()], 1e-5);
    const random = seededRandom('entries');
    let moving = 0;
    for (const name of names) {
      const gradient = grads[parameters[name].name].dataSync();
      for (const entry of [0, random.integer(gradient.length), gradient.length - 1]) {
        const list = values[name];
        const original = list[entry];
        list[entry] = original + 1e-5;
        const up = slow();
        list[entry] = original - 1e-5;
        const slope = (up - slow()) / 2e-5;
        list[entry] = original;
        expect(Math.abs(gradient[entry] - slope), `${name}[${entry}]`).toBeLessThan(1e-5);
        if (Math.abs(slope) > 1e-4) moving++;
      }
    }
    // Almost every entry matters, so agreement is not agreement of zeros.
    expect(moving).toBeGreaterThan(names.length * 2);
  });

  it('reaches tokens that no input holds, through the tied output layer', () => {
    const encoder = disturbedEncoder();
    const objective = maskedLanguageModel({ tokenizer: tinyVocabulary });
    const outputNames = Object.keys(objective.parameters());
    expect(outputNames).toEqual(['maskedLanguageModel.bias']);
    const tensors = {
      tokens: tf.tensor2d([[4, 6]], [1, 2], 'int32'),
      positions: tf.tensor1d([0], 'int32'),
      targets: tf.tensor1d([9], 'int32'),
      weights: tf.tensor1d([1]),
    };
    const { grads } = tf.variableGrads(
      () => objective.loss(encoder, tensors) as tf.Scalar,
      [encoder.tokenEmbedding],
    );
    const rows = grads[encoder.tokenEmbedding.name].abs().sum(1).dataSync();
    expect(Math.min(...rows)).toBeGreaterThan(0);
  });
});

describe('construction', () => {
  it('gives the same weights for the same seed, and others for another', () => {
    const [a, b, c] = [tinyEncoder({}, 1), tinyEncoder({}, 1), tinyEncoder({}, 2)];
    expect(valuesOf(a.parameters)).toEqual(valuesOf(b.parameters));
    expect(valuesOf(a.parameters)).not.toEqual(valuesOf(c.parameters));
  });

  it('starts weights at deviation 0.02, residual outputs at 0.02 / sqrt(2 layers), biases at 0, scales at 1', () => {
    const encoder = tinyEncoder({ width: 64, heads: 4, layers: 3, feedForwardWidth: 256 });
    const deviation = (name: string) => {
      const values = [...encoder.parameters[name].dataSync()];
      return Math.sqrt(values.reduce((total, value) => total + value * value, 0) / values.length);
    };
    // 12,288 and 16,384 draws: the deviation's own standard error is below 0.7 %.
    expect(deviation('encoder.layers.0.queryKeyValue.weight') / 0.02).toBeCloseTo(1, 1);
    expect(deviation('encoder.layers.2.contract.weight') / (0.02 / Math.sqrt(6))).toBeCloseTo(1, 1);
    expect(deviation('encoder.layers.1.expand.bias')).toBe(0);
    expect(new Set(encoder.parameters['encoder.finalNorm.scale'].dataSync())).toEqual(new Set([1]));
  });

  it('counts what the sizes say', () => {
    const { vocabularySize, layers, maxLength, feedForwardWidth } = tinySizes;
    const block =
      4 * width +
      3 * width * width +
      3 * width +
      width * width +
      width +
      2 * width * feedForwardWidth +
      feedForwardWidth +
      width;
    expect(countParameters(tinyEncoder().parameters)).toBe(
      (vocabularySize + maxLength) * width + layers * block + 2 * width,
    );
  });

  it('counts the products of one pass', () => {
    const [rows, time] = [3, 6];
    let products = 0;
    for (let layer = 0; layer < tinySizes.layers; layer++) {
      products += rows * time * width * 3 * width; // query, key, value
      products += rows * time * time * width * 2; // scores and mixture, over all heads
      products += rows * time * width * width; // output
      products += rows * time * width * tinySizes.feedForwardWidth * 2;
    }
    expect(tinyEncoder().forwardFlops(rows, time)).toBe(2 * products);
  });
});

describe('what is refused', () => {
  it('a width that heads do not divide', () => {
    expect(() => tinyEncoder({ heads: 3 })).toThrow(LabError);
    expect(() => tinyEncoder({ heads: 3 })).toThrow(
      'width 8 is not divisible by heads 3; choose a width that is a multiple of heads.',
    );
  });

  it('a sequence longer than the positions', () => {
    const tooLong = () => encode(tinyEncoder(), [[5, 6, 7, 8, 9, 10, 11]]);
    expect(tooLong).toThrow(LabError);
    expect(tooLong).toThrow('A batch of 7 tokens is longer than maxLength 6');
  });
});
