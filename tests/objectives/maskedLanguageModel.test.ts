import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import { LabError } from '../../src/errors';
import { type MaskedBatch, maskedLanguageModel } from '../../src/objectives/maskedLanguageModel';
import { slowTokenLoss } from '../models/slowTransformer';
import { disturb, tinyEncoder, tinySizes, tinyVocabulary, tokenIds, valuesOf } from '../models/tinyModel';
import { expectClose } from '../numerical';

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const { padding, mask } = tinyVocabulary.specialTokens;
const vocabulary = { vocabularySize: 105, specialTokens: tinyVocabulary.specialTokens };

/** Rows of ordinary tokens with special ones among them, shorter than `time` in part. */
function rowsWithSpecialTokens(count: number, time: number, seed: number): Int32Array[] {
  const random = seededRandom(`rows/${seed}`);
  return Array.from({ length: count }, (_, row) => {
    const ids = tokenIds(1 + random.integer(time), `${seed}/${row}`, vocabulary.vocabularySize);
    return ids.map((id) => (random.uniform() < 0.2 ? 1 + random.integer(3) : id));
  });
}

/** The batch before corruption, [rows * time]. */
function uncorrupted(rows: readonly Int32Array[], time: number): Int32Array {
  const tokens = new Int32Array(rows.length * time).fill(padding);
  for (const [row, ids] of rows.entries()) tokens.set(ids.subarray(0, time), row * time);
  return tokens;
}

const usedPositions = (batch: MaskedBatch) => [...batch.positions].filter((_, k) => batch.weights[k] === 1);

const batchTensors = (batch: MaskedBatch, rows: number) => ({
  tokens: tf.tensor2d(batch.tokens, [rows, batch.tokens.length / rows], 'int32'),
  positions: tf.tensor1d(batch.positions, 'int32'),
  targets: tf.tensor1d(batch.targets, 'int32'),
  weights: tf.tensor1d(batch.weights),
});

describe('corruption', () => {
  const objective = maskedLanguageModel({ tokenizer: vocabulary });

  it('chooses 15 %: 80 % masked, 10 % replaced at random, 10 % kept, within binomial bounds', () => {
    const time = 20;
    const counts = { candidates: 0, chosen: 0, masked: 0, replaced: 0, kept: 0 };
    const replacements = new Map<number, number>();
    const random = seededRandom(11);
    for (let draw = 0; draw < 300; draw++) {
      const rows = Array.from({ length: 16 }, (_, row) => tokenIds(time, `${draw}/${row}`, 105));
      const before = uncorrupted(rows, time);
      const batch = objective.corrupt(rows, time, random);
      counts.candidates += before.length;
      for (const position of usedPositions(batch)) {
        const now = batch.tokens[position];
        counts.chosen++;
        if (now === mask) counts.masked++;
        else if (now === before[position]) counts.kept++;
        else {
          counts.replaced++;
          replacements.set(now, (replacements.get(now) ?? 0) + 1);
        }
      }
    }
    expect(counts.chosen / counts.candidates).toBeCloseTo(0.15, 10);
    // A random token is the old one once in 100 draws, which then counts as kept.
    for (const [kind, share] of [
      ['masked', 0.8],
      ['replaced', 0.1 * 0.99],
      ['kept', 0.1 + 0.1 * 0.01],
    ] as const) {
      const deviation = Math.sqrt(counts.chosen * share * (1 - share));
      expect(Math.abs(counts[kind] - counts.chosen * share), kind).toBeLessThan(4 * deviation);
    }
    // Replacements are spread over all 100 ordinary tokens: chi-squared with 99 degrees of freedom.
    const even = counts.replaced / 100;
    let chiSquared = 0;
    for (let id = 5; id < 105; id++) chiSquared += ((replacements.get(id) ?? 0) - even) ** 2 / even;
    expect(chiSquared).toBeLessThan(99 + 4 * Math.sqrt(2 * 99));
  });

  it('chooses every ordinary position equally often', () => {
    const rows = [tokenIds(20, 1, 105)];
    const random = seededRandom(5);
    const times = new Float64Array(20);
    const draws = 4000;
    for (let draw = 0; draw < draws; draw++)
      for (const position of usedPositions(objective.corrupt(rows, 20, random))) times[position]++;
    for (const count of times)
      expect(Math.abs(count - draws * 0.15)).toBeLessThan(4.5 * Math.sqrt(draws * 0.15 * 0.85));
  });

  it('touches chosen positions alone, never special tokens or padding, and remembers what stood there', () => {
    const random = seededRandom(3);
    for (let draw = 0; draw < 100; draw++) {
      const time = 12;
      const rows = rowsWithSpecialTokens(4, time, draw);
      const copies = rows.map((row) => row.slice());
      const before = uncorrupted(rows, time);
      const batch = objective.corrupt(rows, time, random);
      expect(rows).toEqual(copies);
      const chosen = usedPositions(batch);
      expect(new Set(chosen).size).toBe(chosen.length);
      const ordinary = chosen.every((position) => {
        const now = batch.tokens[position];
        return before[position] >= 5 && (now === mask || now >= 5);
      });
      expect(ordinary).toBe(true);
      expect([...batch.targets.subarray(0, chosen.length)]).toEqual(
        chosen.map((position) => before[position]),
      );
      const restored = batch.tokens.slice();
      for (const position of chosen) restored[position] = before[position];
      expect(restored).toEqual(before);
      const candidates = before.filter((id) => id >= 5).length;
      expect(chosen.length).toBe(
        Math.min(candidates, objective.predictionsIn(4, time), Math.max(1, Math.round(candidates * 0.15))),
      );
    }
  });

  it('has as many predictions for every batch of one size, unused ones with weight 0', () => {
    expect(objective.predictionsIn(4, 12)).toBe(8);
    const batch = objective.corrupt([tokenIds(3, 1), new Int32Array(0)], 12, seededRandom(1));
    expect(batch.positions.length).toBe(objective.predictionsIn(2, 12));
    expect([...batch.weights]).toEqual([1, 0, 0, 0]);
  });

  it('cuts rows at `time`', () => {
    const ids = tokenIds(30, 1, 105);
    const batch = objective.corrupt([ids], 8, seededRandom(1));
    expect(batch.tokens.length).toBe(8);
    expect(Math.max(...usedPositions(batch))).toBeLessThan(8);
  });

  it('is decided by the generator alone', () => {
    const rows = rowsWithSpecialTokens(6, 12, 1);
    const draw = (seed: number) => objective.corrupt(rows, 12, seededRandom(seed));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('spares the tokens below firstOrdinaryToken', () => {
    const cautious = maskedLanguageModel({
      tokenizer: vocabulary,
      maskProbability: 0.9,
      firstOrdinaryToken: 60,
    });
    const ids = Int32Array.from({ length: 100 }, (_, k) => 5 + k);
    const batch = cautious.corrupt([ids], 100, seededRandom(1));
    expect(Math.min(...usedPositions(batch).map((position) => ids[position]))).toBeGreaterThanOrEqual(60);
    for (const position of usedPositions(batch))
      expect(batch.tokens[position] === mask || batch.tokens[position] >= 60).toBe(true);
  });
});

describe('the loss', () => {
  const objective = maskedLanguageModel({ tokenizer: tinyVocabulary, maskProbability: 0.3 });
  disturb(objective.parameters(), 0.3, 1);
  const rows = [tokenIds(6, 1), tokenIds(3, 2), tokenIds(2, 3)];

  function disturbedEncoder() {
    const encoder = tinyEncoder();
    disturb(encoder.parameters, 0.3, 2);
    return encoder;
  }

  it('equals the slow loop over the chosen positions', () => {
    const encoder = disturbedEncoder();
    const batch = objective.corrupt(rows, 6, seededRandom(1));
    expect(batch.weights).toContain(0);
    const values = valuesOf({ ...encoder.parameters, ...objective.parameters() });
    const loss = objective.loss(encoder, batchTensors(batch, 3));
    expect(loss.shape).toEqual([]);
    expectClose(loss.dataSync(), [slowTokenLoss(batch, 6, values, tinySizes)], 1e-5);
  });

  it('does not depend on what fills the unused predictions', () => {
    const encoder = disturbedEncoder();
    const batch = objective.corrupt(rows, 6, seededRandom(1));
    const loss = () => objective.loss(encoder, batchTensors(batch, 3)).dataSync()[0];
    const before = loss();
    batch.weights.forEach((weight, k) => {
      if (weight === 1) return;
      batch.positions[k] = 4;
      batch.targets[k] = 9;
    });
    expect(loss()).toBeCloseTo(before, 6);
  });

  it('is log(vocabulary) where the table is zero', () => {
    const encoder = disturbedEncoder();
    const fresh = maskedLanguageModel({ tokenizer: tinyVocabulary });
    encoder.tokenEmbedding.assign(tf.zeros(encoder.tokenEmbedding.shape));
    const batch = fresh.corrupt(rows, 6, seededRandom(1));
    expectClose(
      fresh.loss(encoder, batchTensors(batch, 3)).dataSync(),
      [Math.log(tinySizes.vocabularySize)],
      1e-6,
    );
  });

  it('is 0, with no gradient, for a batch in which nothing can be predicted', () => {
    const encoder = disturbedEncoder();
    const batch = objective.corrupt([Int32Array.of(1, 2), new Int32Array(0)], 6, seededRandom(1));
    expect([...batch.weights].every((weight) => weight === 0)).toBe(true);
    const { value, grads } = tf.variableGrads(
      () => objective.loss(encoder, batchTensors(batch, 2)) as tf.Scalar,
      [encoder.tokenEmbedding],
    );
    expect(value.dataSync()[0]).toBe(0);
    expect(grads[encoder.tokenEmbedding.name].abs().sum().dataSync()[0]).toBe(0);
  });
});

describe('what is refused', () => {
  it.each([0, 1, -0.1, 1.5, Number.NaN])('a maskProbability of %f', (maskProbability) => {
    const build = () => maskedLanguageModel({ tokenizer: vocabulary, maskProbability });
    expect(build).toThrow(LabError);
    expect(build).toThrow(
      `maskProbability is ${maskProbability}; choose a share between 0 and 1, such as 0.15.`,
    );
  });
});
