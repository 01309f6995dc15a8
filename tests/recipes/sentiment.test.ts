/** What the study of sentiment adds: its data, the lexicon, and the gap with label words. */
import * as path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { packagedCorpus } from '../../src/data/packagedCorpora';
import { trainWordPiece } from '../../src/data/tokenizer';
import { releaseKept } from '../../src/form/release';
import type { TrialResult } from '../../src/form/result';
import { maskedLanguageModel } from '../../src/objectives/maskedLanguageModel';
import { clozeClassifier, verbaliser } from '../../src/recipes/clozeClassifier';
import { encodeTexts } from '../../src/recipes/encodedTexts';
import { lexiconClassifier } from '../../src/recipes/lexiconClassifier';
import { type SentimentData, sentimentTexts } from '../../src/recipes/sentimentTexts';
import { vocabularyOf } from '../../src/recipes/textData';
import { freshEncoder } from '../../src/recipes/transformer';
import { sentiment } from '../../src/studies/sentiment';
import { hostTensors, saveTensors } from '../../src/training/checkpoint';
import { saveEncoder } from '../../src/training/savedEncoder';
import { freshFolder } from '../runner/toyStudy';

afterEach(() => releaseKept());

interface Runnable {
  readonly recipe: { readonly prepare?: unknown; readonly run?: unknown };
}
const run = (arm: Runnable, context: object) =>
  (arm.recipe.run as (context: object) => Promise<TrialResult>)({
    ...{ seed: 1, amount: 4, dataName: 'toy', engine: 'compiled', precision: 'float32' },
    scoring: { metrics: ['accuracy'], options: {} },
    ...context,
  });

describe('sentences of opinion', () => {
  it('come from the package once each, with site and label, the empty last entries left out', () => {
    const folder = path.dirname(require.resolve('sentiment/package.json'));
    const { 'sentences.jsonl': file } = packagedCorpus('sentiment-sentences', folder);
    const rows = file!
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { text: string; label: string; site: string });
    expect(rows.length).toBe(2972);
    expect(new Set(rows.map(({ site }) => site))).toEqual(new Set(['amazon', 'imdb', 'yelp']));
    const praise = rows.filter(({ label }) => label === 'positive').length;
    expect(Math.abs(praise / rows.length - 0.5)).toBeLessThan(0.01);
    expect(rows.every(({ text }) => text.trim() === text && text !== '')).toBe(true);
  });

  it('have votes of a lexicon that knows negation, and general text beside them without what dev or test holds', async () => {
    const cards = { target: 'sentiment-sentences', general: 'sentiment-sentences' };
    const settings = { texts: { vocabularySize: 500, devLimit: 50, testLimit: 60, scaleOn: 40 } };
    const prepare = (sentimentTexts({ cards }) as unknown as Runnable).recipe.prepare as (
      context: object,
    ) => Promise<SentimentData>;
    const data = await prepare({ cards, settings, options: {} });
    expect([data.dev.votes.length, data.test.votes.length, data.scaleOn.length]).toEqual([50, 60, 40]);
    expect(data.corpora.both!.length).toBe(2 * data.corpora.task!.length);
    const right = [...data.test.votes].filter(
      (vote, row) => vote !== 0 && vote > 0 === (data.test.labels[row] === 1),
    ).length;
    const wrong = [...data.test.votes].filter(
      (vote, row) => vote !== 0 && vote > 0 !== (data.test.labels[row] === 1),
    ).length;
    expect(right).toBeGreaterThan(2 * wrong);
  });
});

describe('a lexicon as a classifier', () => {
  const test = {
    texts: [],
    examples: [],
    labels: Int32Array.of(1, 0, 1, 0),
    votes: Float64Array.of(3, -1, -2, 0),
  };

  it('answers by the sign of its votes, whatever the order of the classes', async () => {
    const arm = lexiconClassifier({ title: 'Lexicon' });
    const of = (labels: string[], answers: Int32Array) =>
      run(arm, { data: { labels, test: { ...test, labels: answers } } });
    expect((await of(['negative', 'positive'], test.labels)).metrics.accuracy).toBe(0.75);
    const turned = test.labels.map((label) => 1 - label);
    // The tie goes to the first class, which is now the wrong one.
    expect((await of(['positive', 'negative'], turned)).metrics.accuracy).toBe(0.5);
  });

  it('is refused where classes are others, and left out of the study on such cards', async () => {
    const arm = lexiconClassifier({ title: 'Lexicon' });
    await expect(run(arm, { data: { labels: ['spam', 'ham'], test } })).rejects.toThrow(
      "A lexicon tells 'negative' from 'positive', and the classes are spam, ham: rename them in the card, or leave this arm out.",
    );
    const on = (target: string) => sentiment.onCards!({ target, general: 'brown-names' });
    expect(on('spam-assassin').tiers!.laptop!.omits).toEqual(['lexicon', 'cloze']);
    expect(on('sst2').tiers).toBeUndefined();
  });
});

describe('a gap with label words', () => {
  const texts = ['fine day', 'fine food', 'poor day', 'poor food', 'it was good .', 'it was bad .'];
  const tokenizer = trainWordPiece([...texts, ...texts, ...texts], { vocabularySize: 80 });
  const options = { pattern: 'it was [MASK] .', words: { negative: 'bad', positive: 'good' } };
  const labels = ['negative', 'positive'];

  it('has its place before every text, and a word for each class', () => {
    const { pattern, place, words } = verbaliser(options, labels, tokenizer);
    expect(Array.from(pattern, (id) => tokenizer.tokenOf(id))).toEqual(['it', 'was', '[MASK]', '.']);
    expect(place).toBe(2);
    expect(words.map((id) => tokenizer.tokenOf(id))).toEqual(['bad', 'good']);
  });

  it('is refused without one [MASK], a word for each class, or a word that is one piece', () => {
    const given = (change: Partial<typeof options>) => () =>
      verbaliser({ ...options, ...change }, labels, tokenizer);
    expect(given({ pattern: 'it was .' })).toThrow('has 0 times [MASK]: write it exactly once.');
    expect(given({ pattern: '[MASK] [MASK]' })).toThrow('has 2 times [MASK]');
    expect(given({ words: { negative: 'bad' } as never })).toThrow(
      "The class 'positive' has no label word: give one in 'words' of the cloze arm.",
    );
    expect(given({ words: { negative: 'bad', positive: 'goodbadday' } })).toThrow(
      /'goodbadday' is not one piece of the vocabulary \(.+\): choose a commoner word for 'positive'/,
    );
  });

  it('as an arm starts from the stage, says what it knew without labels, and learns the same way twice', async () => {
    const folder = freshFolder();
    const sizes = { layers: 1, width: 16, heads: 2, maxLength: 12, dropoutRate: 0 };
    const encoder = freshEncoder(sizes, vocabularyOf(tokenizer), 3);
    saveEncoder(folder, encoder, tokenizer.json);
    const objective = maskedLanguageModel({ tokenizer, maskProbability: 0.15 });
    saveTensors(path.join(folder, 'output.safetensors'), {
      tensors: hostTensors(objective.parameters()),
      metadata: {},
    });
    const set = encodeTexts(
      { examples: texts.slice(0, 4).map((text, k) => ({ text, label: k < 2 ? 1 : 0 })) } as never,
      tokenizer,
    );
    const arm = clozeClassifier({ title: 'Cloze', from: undefined as never, ...options });
    const context = {
      data: {
        labels,
        vocabulary: vocabularyOf(tokenizer),
        scarce: 'given whole',
        pool: set,
        dev: set,
        test: set,
      },
      settings: {
        encoder: sizes,
        finetuning: {
          ...{ steps: 40, learningRate: 1e-2, headRateDivisor: 1, freezeEmbeddings: false, batchSize: 4 },
          ...{ lengths: [12], weightDecay: 0, validation: { examples: 4, points: 2 } },
        },
      },
      options,
    };
    await expect(run(arm, context)).rejects.toThrow("give its stage in 'from'");
    const start = { folder, metrics: {}, facts: {} };
    const found = await run(arm, { ...context, start });
    expect(found.metrics.accuracy).toBe(1);
    expect(found.facts!['untrained accuracy']).toBeTypeOf('number');
    expect(found.curves!.validationLoss!.map(({ step }) => step)).toEqual([0, 20, 40]);
    expect((await run(arm, { ...context, start })).metrics).toEqual(found.metrics);
    encoder.dispose();
    objective.dispose();
  });
});
