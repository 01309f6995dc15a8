import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import { compile, type Engine } from '../../src/engine/program';
import { randomness } from '../../src/engine/randomness';
import { transformerEncoder } from '../../src/models/transformerEncoder';
import { causalLanguageModel } from '../../src/objectives/causalLanguageModel';
import type { TokenBatch } from '../../src/objectives/tokenPrediction';
import { adamW } from '../../src/training/adamW';
import { slowEncode, slowTokenLoss, type Values } from '../models/slowTransformer';
import { disturb, tinySizes, tinyVocabulary, tokenIds, valuesOf } from '../models/tinyModel';
import { expectClose, slopes } from '../numerical';

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const sizes = { ...tinySizes, attention: 'causal' } as const;
const rows = [tokenIds(6, 1), tokenIds(3, 2), tokenIds(1, 3)];

function disturbedModel(dropoutRate = 0) {
  const encoder = transformerEncoder({ ...sizes, dropoutRate, seed: 5 });
  const objective = causalLanguageModel({ tokenizer: tinyVocabulary });
  disturb({ ...encoder.parameters, ...objective.parameters() }, 0.3, 2);
  return { encoder, objective, parameters: { ...encoder.parameters, ...objective.parameters() } };
}

const batchTensors = (batch: TokenBatch) => ({
  tokens: tf.tensor2d(batch.tokens, [batch.tokens.length / 6, 6], 'int32'),
  positions: tf.tensor1d(batch.positions, 'int32'),
  targets: tf.tensor1d(batch.targets, 'int32'),
  weights: tf.tensor1d(batch.weights),
});

describe('a batch', () => {
  const objective = causalLanguageModel({ tokenizer: tinyVocabulary });

  it('asks at each token for the next, and never for padding', () => {
    const batch = objective.corrupt([Int32Array.of(7, 8, 9), Int32Array.of(5)], 4, seededRandom(1));
    expect([...batch.tokens]).toEqual([7, 8, 9, 0, 5, 0, 0, 0]);
    expect(batch.positions.length).toBe(objective.predictionsIn(2, 4));
    const asked = [...batch.positions].flatMap((position, k) =>
      batch.weights[k] === 1 ? [[position, batch.targets[k]]] : [],
    );
    expect(asked).toEqual([
      [0, 8],
      [1, 9],
    ]);
  });

  it('is cut at `time`, and asks for nothing beyond', () => {
    const ids = tokenIds(9, 1);
    const batch = objective.corrupt([ids], 4, seededRandom(1));
    expect([...batch.tokens]).toEqual([...ids.slice(0, 4)]);
    expect([...batch.targets]).toEqual([...ids.slice(1, 4)]);
    expect([...batch.weights]).toEqual([1, 1, 1]);
  });
});

describe('an encoder with causal attention', () => {
  it('has the states of the slow loops', () => {
    const { encoder, parameters } = disturbedModel();
    const values = valuesOf(parameters);
    for (const row of [rows[0], Int32Array.of(...rows[1], 0, 0, 0)]) {
      const { states } = encoder.encode(tf.tensor2d(row, [1, 6], 'int32'));
      expectClose(states.dataSync(), slowEncode(row, values, sizes).states.flat(), 1e-5);
    }
  });

  it('sees at each position that token and every one before it, and none after it', () => {
    const { encoder } = disturbedModel();
    const { width } = encoder.config;
    const statesOf = (row: Int32Array) => encoder.encode(tf.tensor2d(row, [1, 6], 'int32')).states.dataSync();
    const before = statesOf(rows[0]);
    for (let changed = 0; changed < 6; changed++) {
      const other = rows[0].slice();
      other[changed] = other[changed] === 5 ? 6 : 5;
      const after = statesOf(other);
      for (let t = 0; t < 6; t++) {
        const same = before.slice(t * width, (t + 1) * width).every((v, k) => v === after[t * width + k]);
        expect(same, `position ${t} when ${changed} changes`).toBe(t < changed);
      }
    }
  });
});

describe('the loss', () => {
  it('equals the slow loop, and its gradient finite differences of it at entries of every parameter', () => {
    const { encoder, objective, parameters } = disturbedModel();
    const batch = objective.corrupt(rows, 6, seededRandom(1));
    const names = Object.keys(parameters);
    const { value, grads } = tf.variableGrads(
      () => objective.loss(encoder, batchTensors(batch)) as tf.Scalar,
      Object.values(parameters),
    );
    const values = valuesOf(parameters);
    expectClose(value.dataSync(), [slowTokenLoss(batch, 6, values, sizes)], 1e-5);
    for (const name of names) {
      const random = seededRandom(`entries of ${name}`);
      const entries = Array.from({ length: 4 }, () => random.integer(values[name].length));
      const expected = entries.map((entry) => {
        const f = (x: Float64Array) => {
          const moved = Float64Array.from(values[name]);
          moved[entry] = x[0];
          return slowTokenLoss(batch, 6, { ...values, [name]: moved } as Values, sizes);
        };
        return slopes(f, [values[name][entry]])[0];
      });
      const gradient = grads[parameters[name].name].dataSync();
      expectClose(
        entries.map((entry) => gradient[entry]),
        expected,
        2e-5,
      );
    }
  });

  it('learns a text in which each token follows from the one before, compiled as well as eager', () => {
    const train = (engine: Engine) =>
      tf.tidy(() => {
        const { encoder, objective, parameters } = disturbedModel(0.1);
        const optimizer = adamW(parameters);
        const random = randomness(1);
        const program = compile({
          state: { ...parameters, ...optimizer.state, ...random.state },
          engine,
          functions: {
            train: (batch: ReturnType<typeof batchTensors> & { rate: tf.Tensor }) => {
              const { loss } = optimizer.step(
                () => objective.loss(encoder, batch, random),
                () => batch.rate,
              );
              random.advance();
              return { loss };
            },
          },
        });
        const texts = Array.from({ length: 8 }, (_, row) =>
          Int32Array.from({ length: 6 }, (__, t) => 5 + ((row + t) % 12)),
        );
        const batch = batchTensors(objective.corrupt(texts, 6, seededRandom(1)));
        const losses = Array.from(
          { length: 60 },
          () => program.train({ ...batch, rate: 0.02 }).loss.dataSync()[0],
        );
        program.program.dispose();
        return losses;
      });
    const [compiled, eager] = [train('compiled'), train('eager')];
    expectClose(compiled.slice(0, 20), eager.slice(0, 20), 1e-4);
    expect(compiled[0]).toBeGreaterThan(2);
    expect(compiled.at(-1)).toBeLessThan(0.5);
  });
});
