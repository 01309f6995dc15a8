import { describe, expect, it } from 'vitest';
import { continuePretraining, mixReplay } from '../../src/adaptation/continuedPretraining';
import { seededRandom } from '../../src/data/seededRandom';
import { maskedLanguageModel } from '../../src/objectives/maskedLanguageModel';
import { heldOutLoss } from '../../src/training/heldOutLoss';
import { pretrain } from '../../src/training/pretrain';
import { tinyEncoder, tinyVocabulary, valuesOf } from '../models/tinyModel';

/** Texts of one pair of tokens, in turn: easy to learn, and nothing like those of another pair. */
const texts = (pair: [number, number], count: number) =>
  Array.from({ length: count }, (_, row) => Int32Array.from({ length: 6 }, (_, k) => pair[(row + k) % 2]!));
const general = texts([5, 6], 64);
const domain = texts([7, 8], 64);
const objective = () => maskedLanguageModel({ tokenizer: tinyVocabulary, maskProbability: 0.3 });
const settings = { batchSize: 16, learningRate: 2e-2, seed: 1, engine: 'eager' as const };

describe('mixReplay', () => {
  const lengths = (of: readonly Int32Array[]) => of.reduce((sum, { length }) => sum + length, 0);
  const random = seededRandom('replay test');
  const uneven = (count: number) =>
    Array.from({ length: count }, (_, row) => new Int32Array(1 + random.integer(9)).fill(row));

  it.each([0.1, 0.25, 0.5, 0.8])('makes general text %f of the tokens, to within one text', (share) => {
    const [own, other] = [uneven(200), uneven(50)];
    const mixture = mixReplay(own, other, { share, seed: 1 });
    expect(mixture.slice(0, 200)).toEqual(own);
    const replayed = lengths(mixture.slice(200));
    expect(Math.abs(replayed - (lengths(own) * share) / (1 - share))).toBeLessThanOrEqual(5);
    // Each once before any a second time.
    const times = new Map<Int32Array, number>();
    for (const text of mixture.slice(200)) times.set(text, (times.get(text) ?? 0) + 1);
    const counts = other.map((text) => times.get(text) ?? 0);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  it('adds nothing for a share of 0, and refuses shares out of range', () => {
    expect(mixReplay(domain, [], { share: 0, seed: 1 })).toEqual(domain);
    expect(() => mixReplay(domain, general, { share: 1, seed: 1 })).toThrow(/replay share is 1/);
    expect(() => mixReplay(domain, [], { share: 0.5, seed: 1 })).toThrow(/no general text/);
  });
});

describe('continuePretraining', () => {
  it('learns the domain, forgets general text, and forgets less with replay', async () => {
    const run = async (share: number) => {
      const encoder = tinyEncoder({ dropoutRate: 0 });
      const task = objective();
      const loss = (sequences: readonly Int32Array[]) =>
        heldOutLoss(encoder, task, { sequences, seed: 1, engine: 'eager' });
      await pretrain(encoder, { ...settings, objective: task, sequences: general, steps: 60 });
      const before = { general: loss(general), domain: loss(domain) };
      const replay = { sequences: general, share };
      const { tokens, steps, phases } = await continuePretraining(
        encoder,
        [
          { name: 'domain', sequences: domain, steps: 40, ...(share > 0 ? { replay } : {}) },
          { name: 'task', sequences: domain.slice(0, 32), steps: 10, ...(share > 0 ? { replay } : {}) },
        ],
        { ...settings, objective: task },
      );
      expect([tokens, steps]).toEqual([50 * 16 * 6, 50]);
      expect(phases.map(({ name }) => name)).toEqual(['domain', 'task']);
      return {
        before,
        after: { general: loss(general), domain: loss(domain) },
        values: valuesOf(encoder.parameters),
      };
    };
    const [plain, replayed, again] = [await run(0), await run(0.5), await run(0)];
    expect(plain.after.domain).toBeLessThan(plain.before.domain - 1);
    const forgotten = (of: typeof plain) => of.after.general - of.before.general;
    expect(forgotten(plain)).toBeGreaterThan(0.5);
    expect(forgotten(replayed)).toBeLessThan(forgotten(plain) / 2);
    expect(again.values).toEqual(plain.values);
  });

  it('refuses to do nothing', async () => {
    await expect(
      continuePretraining(tinyEncoder(), [], { ...settings, objective: objective() }),
    ).rejects.toThrow(/at least one phase/);
  });
});

describe('heldOutLoss', () => {
  it('is the mean over all predictions, short last batch and all, and changes nothing', () => {
    const encoder = tinyEncoder({ dropoutRate: 0.5 });
    const before = valuesOf(encoder.parameters);
    const options = { sequences: [...general, ...domain], seed: 2, engine: 'eager' as const };
    const first = heldOutLoss(encoder, objective(), { ...options, batchSize: 48 });
    expect(heldOutLoss(encoder, objective(), { ...options, batchSize: 48 })).toBe(first);
    expect(valuesOf(encoder.parameters)).toEqual(before);
    // An untrained model guesses about evenly among 17 tokens.
    expect(Math.abs(first - Math.log(17))).toBeLessThan(0.1);
    const compiled = heldOutLoss(encoder, objective(), { ...options, engine: 'compiled', batchSize: 48 });
    expect(compiled).toBeCloseTo(first, 5);
    expect(() => heldOutLoss(encoder, objective(), { ...options, sequences: [] })).toThrow(
      /no held-out text/,
    );
  });
});
