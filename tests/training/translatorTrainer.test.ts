/** Training of an encoder-decoder: its batches, what it learns, and what is written afterwards. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import { disposeIdleSessions } from '../../src/engine/session';
import { EncoderDecoder } from '../../src/models/encoderDecoder';
import { spansMasked } from '../../src/objectives/denoising';
import { Translator } from '../../src/published/generation/translate';
import { clearStop, requestStop } from '../../src/stop';
import { pairBatch, pairStream } from '../../src/training/sequencePairs';
import { TranslatorTrainer } from '../../src/training/translatorTrainer';

beforeEach(() => tf.engine().startScope());
afterEach(() => {
  clearStop();
  disposeIdleSessions();
  tf.engine().endScope();
});

const tokens = { padding: 0, start: 3, end: 4 };

describe('batches of pairs', () => {
  const pairs = {
    sources: [Int32Array.of(5, 6), Int32Array.of(7, 8, 9, 10, 11)],
    targets: [Int32Array.of(12), Int32Array.of(13, 14, 15, 16)],
  };

  it('hold the source, what was written and what comes next, padded or cut to one length', () => {
    const { source, written, next } = pairBatch(pairs, [0, 1], 3, 4, tokens);
    expect(source.arraySync()).toEqual([
      [5, 6, 0, 0],
      [7, 8, 9, 10],
      [0, 0, 0, 0],
    ]);
    expect(written.arraySync()).toEqual([
      [3, 12, 0, 0],
      [3, 13, 14, 15],
      [0, 0, 0, 0],
    ]);
    expect(next.arraySync()).toEqual([
      [12, 4, 0, 0],
      [13, 14, 15, 16],
      [0, 0, 0, 0],
    ]);
  });

  it('show every pair as often as any other, in the shortest length that holds it', () => {
    const many = {
      sources: Array.from({ length: 24 }, (_, k) => new Int32Array(1 + (k % 6)).fill(5)),
      targets: Array.from({ length: 24 }, () => Int32Array.of(5)),
    };
    const next = pairStream(many, { batchSize: 4, lengths: [6, 3], seed: 1 });
    const seen: number[] = [];
    for (let batch = 0; batch < 12; batch++) {
      const { indices, length } = next();
      const needed = Math.max(...indices.map((index) => Math.max(many.sources[index]!.length, 2)));
      expect(length).toBe(needed <= 3 ? 3 : 6);
      seen.push(...indices);
    }
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 48 }, (_, k) => Math.floor(k / 2)));
  });
});

describe('spans that are hidden', () => {
  it('are each one mask, never next to each other, about as many tokens as asked for', () => {
    const text = Int32Array.from({ length: 40 }, (_, k) => 10 + k);
    const random = seededRandom(1);
    let hidden = 0;
    for (let round = 0; round < 200; round++) {
      const shown = [...spansMasked(text, 2, { share: 0.3, meanSpan: 3 }, random)];
      const kept = shown.filter((token) => token !== 2);
      expect(kept).toEqual([...kept].sort((a, b) => a - b));
      expect(shown.some((token, at) => token === 2 && shown[at + 1] === 2)).toBe(false);
      expect(shown).toContain(2);
      hidden += 40 - kept.length;
    }
    expect(hidden / 200 / 40).toBeGreaterThan(0.25);
    expect(hidden / 200 / 40).toBeLessThanOrEqual(0.3);
  });

  it('spare the first tokens where these are no text, and a text of one token becomes a mask', () => {
    for (let seed = 0; seed < 50; seed++) {
      const shown = spansMasked(
        Int32Array.of(6, 10, 11, 12),
        2,
        { share: 0.5, meanSpan: 2, keepFirst: 1 },
        seededRandom(seed),
      );
      expect(shown[0]).toBe(6);
    }
    const one = { share: 0.3, meanSpan: 3 };
    expect([...spansMasked(Int32Array.of(9), 2, one, seededRandom(1))]).toEqual([2]);
    expect([...spansMasked(Int32Array.of(9), 2, { ...one, keepFirst: 1 }, seededRandom(1))]).toEqual([9]);
  });
});

describe('training an encoder-decoder', () => {
  const make = (dropoutRate = 0) =>
    new EncoderDecoder(
      {
        ...{ vocabularySize: 16, layers: 1, width: 16, heads: 2, maxLength: 12, dropoutRate },
        ...{ startToken: tokens.start, endToken: tokens.end },
      },
      1,
    );
  /** Each source is written with every token one higher. */
  const pairs = (() => {
    const random = seededRandom('pairs');
    const sources = Array.from({ length: 40 }, () =>
      Int32Array.from(
        { length: 1 + Math.floor(random.uniform() * 5) },
        () => 5 + Math.floor(random.uniform() * 10),
      ),
    );
    return { sources, targets: sources.map((row) => row.map((token) => token + 1)) };
  })();
  const usual = { pairs, steps: 250, learningRate: 1e-2, seed: 1 };

  it('learns to write what it was shown, greedily and by beams, and the same again from one seed', async () => {
    const model = make();
    const trainer = new TranslatorTrainer(model, { batchSize: 8, lengths: [4, 7] });
    const before = trainer.loss(pairs);
    const record = await trainer.train({ ...usual, validation: { pairs, everySteps: 125 } });
    expect(record.validationLoss.map(({ step }) => step)).toEqual([0, 125, 250]);
    expect(record.validationLoss[0]!.value).toBeCloseTo(before, 4);
    expect(trainer.loss(pairs)).toBeLessThan(0.2);
    const translator = new Translator(model);
    const greedy = await translator.translate(pairs.sources, { maxTokens: 8 });
    const right = greedy.filter((row, k) => row.join() === pairs.targets[k]!.join()).length;
    expect(right).toBeGreaterThan(35);
    const some = [0, 7, 13];
    const beams = await translator.translate(
      some.map((row) => pairs.sources[row]!),
      { maxTokens: 8, beams: 3 },
    );
    expect(beams.map((row) => row.join())).toEqual(some.map((row) => pairs.targets[row]!.join()));
    translator.dispose();
    const twin = make();
    const again = new TranslatorTrainer(twin, { batchSize: 8, lengths: [4, 7] });
    expect((await again.train(usual)).losses).toEqual(record.losses);
  });

  it('learns to write whole what it is shown damaged', async () => {
    const text = {
      sources: pairs.sources.map((row) => Int32Array.from([...row, ...row])),
      targets: pairs.sources.map((row) => Int32Array.from([...row, ...row])),
    };
    const model = make();
    const trainer = new TranslatorTrainer(model, { batchSize: 8, lengths: [11] });
    const record = await trainer.train({
      ...{ ...usual, pairs: text, steps: 150 },
      hide: { mask: 2, share: 0.2, meanSpan: 1 },
    });
    const [first, last] = [record.losses[0]!.value, record.losses.at(-1)!.value];
    expect(last).toBeLessThan(first * 0.7);
  });

  it('counts the steps that an amount of compute pays for', () => {
    const trainer = new TranslatorTrainer(make(), { batchSize: 8, lengths: [7] });
    const one = 3 * trainer.model.forwardFlops(8, 7, 7);
    expect(trainer.stepsFor(4 * one, pairs, 1)).toBe(4);
  });

  it('refuses no pairs, lists that do not match and unknown tokens, and stops on request', async () => {
    const trainer = new TranslatorTrainer(make(), { batchSize: 8, lengths: [7] });
    const train = (given: typeof pairs) => trainer.train({ ...usual, pairs: given });
    await expect(train({ sources: [], targets: [] })).rejects.toThrow('There are 0 sources and 0 targets');
    await expect(train({ ...pairs, targets: [] })).rejects.toThrow('There are 40 sources and 0 targets');
    const odd = { sources: [Int32Array.of(16)], targets: [Int32Array.of(5)] };
    await expect(train(odd)).rejects.toThrow(
      'The source of pair 0 has the token 16, and the model has 16 (0 to 15): encode both by one tokenizer.',
    );
    const translator = new Translator(make());
    await expect(translator.translate([[5]], { maxTokens: 12 })).rejects.toThrow(
      'maxTokens is 12, and the model has 12 positions, one of them for the start: choose less.',
    );
    await expect(translator.translate([[5]], { maxTokens: 4, beams: 0 })).rejects.toThrow('beams is 0');
    requestStop();
    await expect(train(pairs)).rejects.toMatchObject({ name: 'StoppedError' });
  });
});
