/** Proxy tasks at equal compute, and a probe that reads each encoder as it was trained. */
import * as path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { trainWordPiece } from '../../src/data/tokenizer';
import { releaseKept } from '../../src/form/release';
import type { Artefact, StageResult, TrialResult } from '../../src/form/result';
import { nearestTexts, textVectors } from '../../src/inspection/textVectors';
import { writtenText } from '../../src/inspection/writtenText';
import { tokenCounts } from '../../src/models/wordVectors';
import { encodeTexts } from '../../src/recipes/encodedTexts';
import { probedEncoder } from '../../src/recipes/probedEncoder';
import { type ProxyTaskOptions, proxyTask } from '../../src/recipes/proxyTask';
import { vocabularyOf } from '../../src/recipes/textData';
import { freshFolder } from '../runner/toyStudy';

afterEach(() => releaseKept());

const things = ['bird', 'fish', 'tree', 'song', 'boat', 'road'];
const texts = Array.from({ length: 48 }, (_, k) => {
  const [one, other] = [things[k % 6]!, things[(k + 1 + Math.floor(k / 6)) % 6]!];
  return `a small ${one} near the ${other} of the town`;
});
const tokenizer = trainWordPiece(texts, { vocabularySize: 120 });
const labelled = encodeTexts(
  { examples: texts.map((text, k) => ({ text, label: k % 6 < 3 ? 0 : 1 })) } as never,
  tokenizer,
);
const data = {
  labels: ['first', 'second'],
  vocabulary: vocabularyOf(tokenizer),
  corpora: { unlabelled: labelled.examples },
  counts: tokenCounts(labelled.examples, tokenizer.vocabularySize),
  scaleOn: labelled.examples,
  scarce: 'given whole',
  ...{ pool: labelled, dev: labelled, test: labelled },
};
const settings = {
  encoder: { layers: 1, width: 16, heads: 2, maxLength: 12, dropoutRate: 0.1 },
  tokenTable: { norm: 2 },
  proxyTask: {
    ...{ trainingFlops: 4e8, batchSize: 8, lengths: [12], learningRate: 5e-3, weightDecay: 0.01 },
    ...{ maskProbability: 0.15, contrastDropout: 0.1, temperature: 0.1 },
  },
  pooling: { sifConstant: 0.1 },
  probe: { l2: [1] },
};

async function stage(options: ProxyTaskOptions, start?: Artefact): Promise<StageResult & { folder: string }> {
  const folder = freshFolder();
  const { recipe } = proxyTask({ title: options.task, from: undefined as never, ...options });
  const run = recipe.run as unknown as (context: object) => Promise<StageResult>;
  const result = await run({
    ...{ settings, data, options, start, folder, seed: 1, engine: 'compiled', precision: 'float32' },
    resumeFile: path.join(folder, 'resume.safetensors'),
  });
  return { ...result, folder };
}

describe('proxy tasks', () => {
  it('take the compute that they are given, each in its own steps', async () => {
    const steps: Record<string, number> = {};
    for (const task of ['maskedTokens', 'nextToken', 'contrastOfDropouts', 'contrastOfHalves'] as const) {
      const { ledger } = await stage({ task, corpus: 'unlabelled' });
      const one = ledger.trainingFlops / ledger.steps;
      expect(Math.abs(ledger.trainingFlops - settings.proxyTask.trainingFlops)).toBeLessThanOrEqual(one / 2);
      steps[task] = ledger.steps;
    }
    // Every position is a prediction of the next word, and few are hidden ones.
    expect(steps.nextToken).toBeLessThan(steps.maskedTokens!);
    const half = await stage({ task: 'maskedTokens', corpus: 'unlabelled', share: 0.5 });
    expect(Math.abs(2 * half.ledger.steps - steps.maskedTokens!)).toBeLessThanOrEqual(2);
  });

  it('go on from an encoder of another task, and refuse a corpus or a start that is not there', async () => {
    const first = await stage({ task: 'maskedTokens', corpus: 'unlabelled' });
    const options = {
      task: 'contrastOfHalves',
      corpus: 'unlabelled',
      share: 0.01,
      starts: 'encoder',
    } as const;
    const next = await stage(options, first as never);
    const [before, after] = [first, next].map((one) => textVectors(one, texts.slice(0, 8)).values);
    const fresh = await stage({ ...options, starts: 'vectors' });
    const apart = (a: Float32Array, b: Float32Array) =>
      a.reduce((sum, value, k) => sum + (value - b[k]!) ** 2, 0);
    const started = textVectors(fresh, texts.slice(0, 8)).values;
    expect(apart(before!, after!)).toBeLessThan(apart(before!, started) / 2);
    await expect(stage(options)).rejects.toThrow("name it in 'from'");
    await expect(stage({ task: 'nextToken', corpus: 'unlabeled' })).rejects.toThrow(
      "did you mean 'unlabelled'?",
    );
  });

  it('are probed as they read: a model of the next word never looks ahead', async () => {
    const start = await stage({ task: 'nextToken', corpus: 'unlabelled' });
    const run = (attention: 'causal' | 'bidirectional') => {
      const { recipe } = probedEncoder({ title: 'Probe', from: undefined as never, attention });
      return (recipe.run as unknown as (context: object) => Promise<TrialResult>)({
        ...{ settings, data, options: { attention }, start, seed: 1, amount: 12, dataName: 'toy' },
        ...{ engine: 'compiled', precision: 'float32', scoring: { metrics: ['accuracy'], options: {} } },
      });
    };
    const found = await run('causal');
    expect(found.metrics.accuracy).toBeGreaterThan(0.8);
    expect(found.facts!.weightsAfter).toBe(found.facts!.weightsBefore);
    await expect(run('bidirectional')).rejects.toThrow('name the direction when loading it');
    const [one, other] = ['a small bird near the tree', 'a small bird near the road'].map(
      (text) => textVectors(start, [text], 'causal').values,
    );
    expect(one).not.toEqual(other);
  });
});

describe('what a stage has learned, seen from outside', () => {
  it('is text that goes on with the given one, the same from one seed, within what it reads', async () => {
    const start = await stage({ task: 'nextToken', corpus: 'unlabelled' });
    const text = writtenText(start, 'a small', { pieces: 5, temperature: 0.8, seed: 2 });
    expect(text.startsWith('a small ')).toBe(true);
    expect(writtenText(start, 'a small', { pieces: 5, temperature: 0.8, seed: 2 })).toBe(text);
    expect(text).not.toMatch(/\[/);
    const long = writtenText(start, 'a small', { pieces: 100 });
    expect(tokenizer.encode(long).length).toBeLessThanOrEqual(settings.encoder.maxLength);
    expect(() => writtenText(start, '')).toThrow("The text '' has 0 pieces: give at least one");
    const masked = await stage({ task: 'maskedTokens', corpus: 'unlabelled' });
    expect(() => writtenText(masked, 'a')).toThrow('causal was asked for');
  });

  it('is which texts are near: one that is repeated comes first', async () => {
    const start = await stage({ task: 'contrastOfDropouts', corpus: 'unlabelled' });
    const near = nearestTexts(textVectors(start, [texts[0]!, texts[9]!, texts[0]!, texts[20]!]), 0, 2);
    expect(near[0]!.text).toBe(2);
    expect(near[0]!.cosine).toBeCloseTo(1, 5);
    expect(near.length).toBe(2);
    expect(() => textVectors(start, [''])).toThrow("The text '' has no piece: give one with words.");
  });
});
