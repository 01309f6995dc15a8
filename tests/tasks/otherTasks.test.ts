import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/errors';
import type { Scoring } from '../../src/form/task';
import { drawnSubset } from '../../src/tasks/drawnSubset';
import { languageModelling, scoredText } from '../../src/tasks/languageModelling';
import { measurement } from '../../src/tasks/measurement';
import { drawnImages, scoredPixels, segmentation } from '../../src/tasks/segmentation';
import { drawnSentences, scoredTags, tagging } from '../../src/tasks/tagging';
import { drawnPairs, scoredTranslations, translation } from '../../src/tasks/translation';

const scoring = (metrics: readonly string[], options: Scoring['options'] = {}): Scoring => ({
  metrics,
  options,
});
const refusal = (body: () => unknown) => {
  expect(body).toThrow(LabError);
  return body;
};

describe('examples drawn from a pool', () => {
  it('are nested for one seed, none twice, and others for another seed', () => {
    const draw = (amount: number | 'all', seed = 1) => drawnSubset(500, amount, seed, 'labelled sentences');
    const [few, more, all] = [draw(50), draw(400), draw(500)];
    expect(more.slice(0, 50)).toEqual(few);
    expect(new Set(more).size).toBe(400);
    expect([...all].sort((a, b) => a - b)).toEqual([...Array(500).keys()]);
    expect(draw(50)).toEqual(few);
    expect(draw(50, 2)).not.toEqual(few);
    expect(draw('all')).toEqual([...Array(500).keys()]);
  });

  it.each([0, -1, 1.5, 501, Number.NaN])('are refused for %s of 500', (amount) => {
    refusal(() => drawnSubset(500, amount, 1, 'labelled sentences'));
    expect(() => drawnSubset(500, amount, 1, 'labelled sentences')).toThrow(
      `${amount} labelled sentences were asked for, and the pool has 500: choose a whole number from 1 to 500.`,
    );
  });
});

const sets = <Set>(pool: Set, dev: Set, test: Set) => ({ pool, dev, test });

describe('tagging', () => {
  const tags = [
    ['B-PER', 'I-PER', 'O', 'B-LOC'],
    ['O', 'B-LOC', 'O'],
  ];
  const words = [
    ['Ada', 'Lovelace', 'in', 'London'],
    ['near', 'Paris', '.'],
  ];
  const test = { words, tags };
  const training = { words: [['London']], tags: [['B-LOC']] };

  it('scores entities and tokens, the strict ones by the task’s scheme, and what was seen in training', () => {
    const predicted = [
      ['B-PER', 'I-PER', 'O', 'B-LOC'],
      ['O', 'O', 'O'],
    ];
    const asked = scoring(['entityRecall', 'strictEntityF1', 'seenEntityRecall', 'unseenEntityRecall'], {
      scheme: 'IOB2',
    });
    const { metrics, facts } = scoredTags(predicted, test, training, asked);
    expect(metrics).toMatchObject({
      ...{ tokenAccuracy: 6 / 7, entityRecall: 2 / 3, entityF1: 0.8, strictEntityF1: 0.8 },
      ...{ seenEntityRecall: 1, unseenEntityRecall: 0.5 },
    });
    expect(facts['entity F1 of PER']).toBe(1);
    expect(facts['entity F1 of LOC']).toBeCloseTo(2 / 3, 12);
    // The most frequent tag is that of three of the seven tokens.
    expect(facts['chanceLevel of tokenAccuracy']).toBeCloseTo(3 / 7, 12);
  });

  it('tunes on dev, draws sentences, and refuses another metric by name', () => {
    const data = { tagNames: ['O'], ...sets(test, training, test) };
    expect(tagging({ metrics: ['entityF1'] }).onDev(data)).toMatchObject({ test: training });
    expect(tagging({ metrics: ['entityF1'], scheme: 'IOBES' }).options).toEqual({ scheme: 'IOBES' });
    expect(drawnSentences(data, 'all', 1)).toEqual([0, 1]);
    const asked = scoring(['bleu'], { scheme: 'IOB2' });
    expect(refusal(() => scoredTags(tags, test, training, asked))).toThrow("Tags are not scored by 'bleu'.");
  });
});

describe('translation', () => {
  const test = { sources: ['eins', 'zwei'], targets: ['one house here today', 'two houses here today'] };

  it('scores texts as written, with BLEU’s signature, and without case where the task says so', () => {
    const perfect = scoredTranslations(test.targets, test, scoring(['bleu']));
    expect(perfect.metrics).toMatchObject({
      bleu: expect.closeTo(100, 6),
      chrF: expect.closeTo(100, 6),
      exactMatch: 1,
      lengthRatio: 1,
    });
    expect(String(perfect.facts['BLEU signature'])).toMatch(/case:mixed/);
    const loud = test.targets.map((text) => text.toUpperCase());
    expect(scoredTranslations(loud, test, scoring(['bleu'])).metrics.bleu).toBeLessThan(50);
    const lower = scoredTranslations(loud, test, scoring(['bleu'], { lowerCase: true }));
    expect(lower.metrics.bleu).toBeCloseTo(100, 6);
    expect(String(lower.facts['BLEU signature'])).toMatch(/case:lc/);
  });

  it('tunes on dev, draws pairs, and refuses another metric by name', () => {
    const data = sets(test, { sources: ['drei'], targets: ['three'] }, test);
    expect(translation({ metrics: ['bleu'] }).onDev(data)).toMatchObject({ test: { sources: ['drei'] } });
    expect(drawnPairs(data, 1, 1)).toHaveLength(1);
    expect(refusal(() => scoredTranslations(test.targets, test, scoring(['accuracy'])))).toThrow(
      "Translations are not scored by 'accuracy'.",
    );
  });
});

describe('segmentation', () => {
  const names = ['glass', 'cell'];

  it('scores all images together, pixels without an answer left out', () => {
    const test = { length: 2, pixels: Uint8Array.of(0, 0, 1, 1, 0, 0, 255, 1) };
    const predicted = [0, 0, 1, 0, 0, 0, 1, 1];
    const data = { labels: names, voidLabel: 255 };
    const { metrics, facts } = scoredPixels(predicted, test, data, scoring(['meanIoU']));
    expect(metrics).toMatchObject({ pixelAccuracy: 6 / 7, meanIoU: (4 / 5 + 2 / 3) / 2 });
    expect(facts).toMatchObject({ 'IoU of glass': 4 / 5, 'IoU of cell': 2 / 3 });
    expect(facts['chanceLevel of pixelAccuracy']).toBeCloseTo(4 / 7, 12);
  });

  it('tunes on dev, draws images, and refuses another metric by name', () => {
    const images = { length: 3, pixels: new Uint8Array(3) };
    const data = { labels: names, ...sets(images, { length: 1, pixels: new Uint8Array(1) }, images) };
    expect(segmentation({ metrics: ['meanIoU'] }).onDev(data)).toMatchObject({ test: { length: 1 } });
    expect(drawnImages(data, 2, 1)).toHaveLength(2);
    expect(refusal(() => scoredPixels([0, 0, 0], images, { labels: names }, scoring(['accuracy'])))).toThrow(
      "A segmentation is not scored by 'accuracy'.",
    );
  });
});

describe('language modelling and measurement', () => {
  it('scores totals, and tokens where they were counted', () => {
    const totals = { nats: 10 * Math.LN2, tokens: 10, bytes: 20 };
    expect(scoredText(totals as never, scoring(['perplexity'])).metrics).toMatchObject({
      perplexity: expect.closeTo(2, 12),
      bitsPerByte: expect.closeTo(0.5, 12),
    });
    expect(scoredText(totals as never, scoring(['tokenAccuracy']), 0.4).metrics.tokenAccuracy).toBe(0.4);
    expect(refusal(() => scoredText(totals as never, scoring(['tokenAccuracy'])))).toThrow(
      "A language model is not scored by 'tokenAccuracy' here.",
    );
    expect(languageModelling({ metrics: ['perplexity'] }).onDev({ dev: 1, test: 2 })).toEqual({
      dev: 1,
      test: 1,
    });
  });

  it('puts dev in the place of test where there is one', () => {
    const task = measurement({ metrics: ['gradientNorm'] });
    expect(task.onDev({ dev: 'dev', test: 'test' })).toEqual({ dev: 'dev', test: 'dev' });
    const neither = { images: 3 };
    expect(task.onDev(neither as never)).toBe(neither);
  });
});
