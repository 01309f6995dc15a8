/** Tagging as a study's arms do it: data from a card, the linear tagger, a published model, a transformer. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { trainWordPiece } from '../../src/data/tokenizer';
import { LabError } from '../../src/errors';
import { releaseKept } from '../../src/form/release';
import type { TrialResult } from '../../src/form/result';
import { finetunedTagger, probedTagger } from '../../src/recipes/finetunedTagger';
import { linearTagger } from '../../src/recipes/linearTagger';
import { taggedTexts } from '../../src/recipes/taggedTexts';
import { type SentenceTaggingData, withLabels } from '../../src/recipes/taggingData';
import { tagsOf } from '../../src/recipes/tagProbe';
import { freshFolder } from '../runner/toyStudy';

afterEach(() => releaseKept());

/** A card of sentences in IOB1, in which names follow 'mister' and 'in'. */
function cardIn(folder: string, change: (text: string) => string = (text) => text): string {
  const people = ['adams', 'baker', 'clark', 'davis', 'evans', 'frank', 'green', 'hill'];
  const places = ['rome', 'oslo', 'bonn', 'lima', 'cairo', 'delhi', 'paris', 'kyoto'];
  const lines = (from: number, count: number) =>
    Array.from({ length: count }, (_, k) => {
      const [person, place] = [people[(from + k) % 8]!, places[(from + 3 * k) % 8]!];
      const filler = ['slowly', 'often', 'never', `number${from + k}`][(from + k) % 4]!;
      return `mister O\n${person} I-PER\n${place} I-LOC\nwent O\n${filler} O\nin O\n${place} I-LOC\nword${from}x${k} O\n`;
    }).join('\n');
  const files = { train: lines(0, 40), dev: lines(100, 12), test: lines(200, 12) };
  for (const [split, text] of Object.entries(files))
    fs.writeFileSync(path.join(folder, `${split}.txt`), change(text));
  const card = path.join(folder, 'names.json');
  const facts = { name: 'names', description: 'Names.', licence: 'CC0', citation: 'None.' };
  fs.writeFileSync(
    card,
    JSON.stringify({
      ...{ ...facts, task: 'tagging', homepage: 'https://example.org', source: { kind: 'local' } },
      files: Object.keys(files).map((split) => ({ path: `${split}.txt` })),
      format: { kind: 'conll', token: 0, tag: 1 },
      splits: { files: { train: ['train.txt'], dev: ['dev.txt'], test: ['test.txt'] } },
      ...{ labels: ['O', 'I-PER', 'I-LOC'], metrics: ['spanF1'], nearDuplicateThreshold: 1, onLeak: 'drop' },
    }),
  );
  return card;
}

const sentences = { vocabularySize: 200, devLimit: 10, testLimit: 8, scaleOn: 20 };
interface Runnable {
  readonly recipe: { readonly prepare?: unknown; readonly run?: unknown };
}
const prepared = (target: string) =>
  (
    (taggedTexts({ cards: { target } }) as unknown as Runnable).recipe.prepare as (
      context: object,
    ) => Promise<SentenceTaggingData>
  )({ cards: { target }, settings: { sentences }, options: {} });

const settings = {
  encoder: { layers: 1, width: 16, heads: 2, maxLength: 16, dropoutRate: 0 },
  finetuning: {
    ...{ steps: 60, learningRate: 1e-2, headRateDivisor: 1, freezeEmbeddings: false, batchSize: 8 },
    ...{ lengths: [16], weightDecay: 0.01, validation: { examples: 5, points: 2 } },
  },
  probe: { l2: [1, 10] },
  wordContexts: { l2: [0.1, 1] },
};
const run = (arm: Runnable, data: SentenceTaggingData, amount: number | 'all', seed = 1) =>
  (arm.recipe.run as (context: object) => Promise<TrialResult>)({
    ...{ settings, data, seed, amount, dataName: 'toy', engine: 'compiled', precision: 'float32' },
    scoring: { metrics: ['entityF1', 'strictEntityF1'], options: { scheme: 'IOB2' } },
  });

describe('data of tagged texts', () => {
  it('are in BIO whatever the scheme, sampled as asked, with a place for each word', async () => {
    const data = await prepared(cardIn(freshFolder()));
    expect(data.tagNames).toEqual(['O', 'B-LOC', 'B-PER']);
    expect([data.dev.words.length, data.test.words.length]).toEqual([10, 8]);
    expect(data.pool.words.length).toBe(40);
    const { words, tags, examples, firsts } = data.pool;
    expect(tags[0]).toEqual(['O', 'B-PER', 'B-LOC', 'O', 'O', 'O', 'B-LOC', 'O']);
    const tokenizer = trainWordPiece(
      words.map((own) => own.join(' ')),
      { vocabularySize: sentences.vocabularySize },
    );
    words.forEach((own, row) => {
      const pieces = own.map((word) => [...tokenizer.encode(word)]);
      expect([...examples[row]!]).toEqual(pieces.flat());
      expect([...firsts[row]!]).toEqual(
        pieces.map((_, word) => pieces.slice(0, word).reduce((sum, { length }) => sum + length, 0)),
      );
    });
  });

  it('are refused from a card without tags, and with a tag that breaks the scheme', async () => {
    await expect(prepared('wordnet-glosses')).rejects.toThrow(
      "wordnet-glosses is a dataset for 'text-classification', and its sentences have no tags: choose one for 'tagging'.",
    );
    const broken = cardIn(freshFolder(), (text) => text.replace('O\nin O', 'O\nin B-PER'));
    const card = JSON.parse(fs.readFileSync(broken, 'utf8'));
    fs.writeFileSync(broken, JSON.stringify({ ...card, labels: [...card.labels, 'B-PER'] }));
    const error = await prepared(broken).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LabError);
    expect((error as Error).message).toMatch(/'B-PER' of token 5 in sentence \d+ breaks IOB1/);
  });

  it('have labels by name, and a tag that the data lack is refused', () => {
    const set = { examples: [], firsts: [], tags: [['O', 'B-x']] };
    expect(withLabels(set, ['O', 'B-x']).labels[0]).toEqual(Int32Array.of(0, 1));
    expect(() => withLabels(set, ['O'])).toThrow("The tag 'B-x' is not among the data's tags: O.");
  });
});

describe('arms that tag', () => {
  it('learn names from words about them, each by itself and the same way again', async () => {
    const data = await prepared(cardIn(freshFolder()));
    const arms = {
      linear: linearTagger({ title: 'Linear' }),
      scratch: finetunedTagger({ title: 'Scratch', kind: 'baseline' }),
      frozen: probedTagger({ title: 'Frozen', from: undefined as never }),
    };
    const found: Record<string, TrialResult> = {};
    for (const [name, arm] of Object.entries(arms)) found[name] = await run(arm, data, 30);
    expect(found.linear!.metrics.entityF1).toBeGreaterThan(0.8);
    expect(found.scratch!.metrics.entityF1).toBeGreaterThan(0.8);
    expect(found.frozen!.facts!.weightsAfter).toBe(found.frozen!.facts!.weightsBefore);
    expect(found.scratch!.curves!.validationLoss!.map(({ step }) => step)).toEqual([0, 30, 60]);
    expect(found.scratch!.facts!['probe entityF1']).toBe(found.frozen!.metrics.entityF1);
    expect(found.scratch!.ledger).toMatchObject({ steps: 60 });
    const again = await run(arms.scratch, data, 30);
    expect(again.metrics).toEqual(found.scratch!.metrics);
  });

  it('with few sentences score what they know, and refuse more than there are', async () => {
    const data = await prepared(cardIn(freshFolder()));
    const few = await run(linearTagger({ title: 'Linear' }), data, 1);
    expect(few.metrics.entityF1).toBeLessThan(1);
    // Of names that no training sentence has there are scores where the test has such.
    expect(few.metrics.unseenEntityF1).toBeLessThan(1);
    const all = await run(linearTagger({ title: 'Linear' }), data, 'all');
    expect(Object.keys(all.metrics).sort()).toEqual([
      'entityF1',
      'seenEntityF1',
      'strictEntityF1',
      'tokenAccuracy',
    ]);
    await expect(run(linearTagger({ title: 'Linear' }), data, 41)).rejects.toThrow(
      '41 labelled sentences were asked for, and the pool has 40: choose a whole number from 1 to 40.',
    );
  });

  it('answer O for words that the model did not see', () => {
    const set = {
      sentences: { words: [['a', 'b', 'c'], ['d']], tags: [] },
      labels: [Int32Array.of(0, 0), Int32Array.of(0)],
    };
    expect(tagsOf(Int32Array.of(1, 0, 1), set, ['O', 'B'])).toEqual([['B', 'O', 'O'], ['B']]);
  });
});
