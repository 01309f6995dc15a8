/** A published model as an arm of a study: what it trains, that trials do not see each other, and whose weights they are. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { releaseKept } from '../../src/form/release';
import type { StageResult, TrialResult } from '../../src/form/result';
import { modelContent } from '../../src/published/getModel';
import { continuedPublished } from '../../src/recipes/continuedPublished';
import type { EncodedTexts } from '../../src/recipes/encodedTexts';
import { publishedEncoder } from '../../src/recipes/publishedEncoder';
import {
  type AdaptedArmSettings,
  adaptedPublished,
  finetunedPublished,
  probedPublished,
} from '../../src/recipes/publishedTexts';
import { freshFolder } from '../runner/toyStudy';

let card: string;
let settings: AdaptedArmSettings;
const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'good', 'bad', 'film', 'food', 'day', 'very', '[MASK]'];

beforeEach(async () => {
  const folder = freshFolder();
  fs.cpSync(path.join(__dirname, '../published/fixtures/bert'), path.join(folder, 'bert'), {
    recursive: true,
  });
  const tokenizer = {
    ...{ version: '1.0', added_tokens: [], normalizer: null, decoder: null },
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: { type: 'BertProcessing', cls: ['[CLS]', 2], sep: ['[SEP]', 3] },
    model: {
      ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##' },
      ...{ max_input_chars_per_word: 100, vocab: Object.fromEntries(words.map((word, id) => [word, id])) },
    },
  };
  fs.writeFileSync(path.join(folder, 'bert', 'tokenizer.json'), JSON.stringify(tokenizer));
  card = path.join(folder, 'bert.card.json');
  const facts = { name: 'bert', description: 'Small.', licence: 'MIT', citation: 'None.' };
  fs.writeFileSync(card, JSON.stringify({ ...facts, source: { kind: 'folder', path: './bert' } }));
  settings = {
    published: { model: card, sha256: await modelContent(card), maxLength: 12, scaleOn: 20 },
    publishedFinetuning: {
      ...{ steps: 20, learningRate: 1e-3, headRateDivisor: 1, batchSize: 8, weightDecay: 0.01 },
      validation: { examples: 6, points: 2 },
    },
    adapters: { rank: 2 },
    probe: { l2: [1, 10] },
  };
});
afterEach(() => releaseKept());

function texts(suffix: string): EncodedTexts {
  const all = ['film', 'food', 'day', 'film food', 'day film', 'food food day'].flatMap((thing) => [
    `bad ${thing}${suffix}`,
    `very good ${thing}${suffix}`,
  ]);
  return { texts: all, examples: [], labels: Int32Array.from(all, (_, k) => k % 2) };
}
const data = {
  labels: ['negative', 'positive'],
  scarce: 'refused',
  pool: texts(''),
  dev: texts(' day'),
  test: texts(' food'),
};

interface Runnable {
  readonly recipe: { readonly run: unknown };
}
const run = (arm: Runnable, seed: number, amount: number | 'all' = 4) =>
  (arm.recipe.run as (context: object) => Promise<TrialResult>)({
    ...{ settings, data, seed, amount, dataName: 'toy', engine: 'compiled', precision: 'float32' },
    scoring: { metrics: ['accuracy'], options: {} },
  });
const arms = {
  probe: probedPublished({ title: 'Probe', from: undefined as never }),
  all: finetunedPublished({ title: 'All', from: undefined as never }),
  adapters: adaptedPublished({ title: 'LoRA', from: undefined as never }),
};

describe('an arm on a published model', () => {
  it('trains what it says, learns, and each trial starts from the published weights', async () => {
    const probe = await run(arms.probe, 1);
    expect(probe.facts?.weightsBefore).toBe(probe.facts?.weightsAfter);
    const [all, again] = [await run(arms.all, 1), await run(arms.all, 1)];
    expect(again.metrics).toEqual(all.metrics);
    expect(again.curves).toEqual(all.curves);
    const [adapters, other, back] = [
      await run(arms.adapters, 1),
      await run(arms.adapters, 2),
      await run(arms.adapters, 1),
    ];
    expect(back.curves).toEqual(adapters.curves);
    expect(other.curves).not.toEqual(adapters.curves);
    for (const one of [all, adapters]) expect(one.metrics.accuracy).toBeGreaterThan(0.8);
    // Four thin matrices of rank 2 in two layers of width 32, and the head.
    expect(adapters.ledger.trainableParameters).toBe(2 * 2 * 2 * (32 * 2) + 2 * 32 + 2);
    expect(all.ledger.trainableParameters).toBeGreaterThan(10 * adapters.ledger.trainableParameters);
    // The features before any step are those of the probe.
    expect(all.facts?.['probe accuracy']).toBe(probe.metrics.accuracy);
    expect(adapters.facts?.['probe accuracy']).toBe(probe.metrics.accuracy);
  });

  it('refuses weights that are not those of the settings', async () => {
    settings = { ...settings, published: { ...settings.published, sha256: 'a'.repeat(64) } };
    await expect(run(arms.probe, 1)).rejects.toThrow("and the study's settings say aaaa");
  });

  it('goes on from a stage that named hidden tokens, and from the published weights again afterwards', async () => {
    const folder = freshFolder();
    const stage = continuedPublished({ title: 'Continued' });
    const ran = await (stage.recipe.run as (context: object) => Promise<StageResult>)({
      settings: {
        published: settings.published,
        continued: { steps: 30, batchSize: 4, learningRate: 3e-3, weightDecay: 0.01, maskProbability: 0.3 },
      },
      ...{ data, seed: 1, engine: 'compiled', precision: 'float32' },
      ...{ folder, resumeFile: path.join(folder, 'resume') },
    });
    expect(ran.facts?.tokens).toBeGreaterThan(0);
    const ofArm = { finetuning: settings.publishedFinetuning };
    const started = (trains: 'head' | 'all' | 'adapters', start?: string) =>
      (publishedEncoder({ title: 'Arm', trains }).recipe.run as (context: object) => Promise<TrialResult>)({
        settings: { ...settings, ...ofArm },
        ...{ data, seed: 1, amount: 4, dataName: 'toy', engine: 'compiled', precision: 'float32' },
        ...{ options: { trains }, start: start && { folder: start } },
        scoring: { metrics: ['accuracy'], options: {} },
      });
    const published = await started('head');
    const continued = await started('head', folder);
    expect(continued.facts?.weightsBefore).not.toBe(published.facts?.weightsBefore);
    expect(continued.facts?.weightsAfter).toBe(continued.facts?.weightsBefore);
    expect((await started('head')).facts?.weightsBefore).toBe(published.facts?.weightsBefore);
    // As the arms that have settings of their own.
    expect((await started('all')).metrics).toEqual((await run(arms.all, 1)).metrics);
    expect((await started('adapters')).curves).toEqual((await run(arms.adapters, 1)).curves);
    expect((await started('all', folder)).facts?.['probe accuracy']).toBe(continued.metrics.accuracy);
  });
});
