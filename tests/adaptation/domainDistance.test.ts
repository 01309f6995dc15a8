import { describe, expect, it } from 'vitest';
import {
  crossEntropyMatrix,
  distanceMatrix,
  jensenShannonDivergence,
  proxyADistance,
  vocabularyOverlap,
} from '../../src/adaptation/domainDistance';
import { gardenWords, harbourWords, sentences } from './pools';

const garden = sentences(gardenWords, 400, 8, 'garden');
const moreGarden = sentences(gardenWords, 400, 8, 'more garden');
const harbour = sentences(harbourWords, 400, 8, 'harbour');
const half = [...garden.slice(0, 200), ...harbour.slice(0, 200)];

describe('vocabularyOverlap', () => {
  it('is the share of the most frequent words that both have', () => {
    expect(vocabularyOverlap(['a a b b c'], ['b b a a d'], 2)).toBe(1);
    expect(vocabularyOverlap(['a a b b c'], ['b b d d a'], 2)).toBe(0.5);
    expect(vocabularyOverlap(garden, harbour)).toBe(0);
    expect(vocabularyOverlap(garden, moreGarden)).toBe(1);
    expect(() => vocabularyOverlap(garden, ['.'])).toThrow(/has no words/);
  });
});

describe('jensenShannonDivergence', () => {
  it('is 0 for equal distributions, 1 bit for disjoint ones, and symmetric', () => {
    expect(jensenShannonDivergence(garden, garden)).toBe(0);
    expect(jensenShannonDivergence(garden, harbour)).toBeCloseTo(1, 10);
    expect(jensenShannonDivergence(garden, half)).toBeCloseTo(jensenShannonDivergence(half, garden), 12);
    expect(() => jensenShannonDivergence(garden, [])).toThrow(/has no words/);
  });

  it('is the closed form of two words, and of their pairs', () => {
    // p = (3/4, 1/4), q = (1/4, 3/4), m = (1/2, 1/2): entropy of m minus the mean entropy of p and q.
    const entropy = (p: number) => -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);
    const [p, q] = [
      ['x', 'x', 'x', 'y'],
      ['y', 'y', 'y', 'x'],
    ];
    expect(jensenShannonDivergence(p, q)).toBeCloseTo(1 - entropy(0.25), 12);
    // Words alike, pairs apart: half of the n-grams of each would be shared.
    const pairs = jensenShannonDivergence(['a b', 'a b'], ['b a', 'b a'], { pairs: true });
    expect(pairs).toBeCloseTo(1 / 3, 12);
    expect(jensenShannonDivergence(['a b'], ['b a'])).toBe(0);
  });
});

describe('proxyADistance', () => {
  it('is 2 for corpora that share no word, about 0 for two samples of one, between for a mixture', () => {
    expect(proxyADistance(garden, harbour, { seed: 1 })).toBe(2);
    expect(Math.abs(proxyADistance(garden, moreGarden, { seed: 1 }))).toBeLessThan(0.4);
    const between = proxyADistance(moreGarden, half, { seed: 1 });
    expect(between).toBeGreaterThan(0.6);
    expect(between).toBeLessThan(1.4);
    expect(proxyADistance(garden, half, { seed: 4 })).toBe(proxyADistance(garden, half, { seed: 4 }));
    expect(() => proxyADistance(['a'], harbour, { seed: 1 })).toThrow(/at least four texts/);
  });
});

describe('crossEntropyMatrix', () => {
  it('is lowest on the diagonal and near the uniform bound there', () => {
    const [[gg, gh], [hg, hh]] = crossEntropyMatrix([garden, harbour]) as [
      [number, number],
      [number, number],
    ];
    expect(gg).toBeLessThan(gh);
    expect(hh).toBeLessThan(hg);
    // Words of a topic are drawn alike, so no model can do better than ln 14 by much on held-out text.
    expect(gg).toBeGreaterThan(Math.log(14) - 0.05);
    expect(gg).toBeLessThan(Math.log(14) + 0.5);
    expect(() => crossEntropyMatrix([garden, ['a b']])).toThrow(/has 1 texts/);
  });
});

it('distanceMatrix measures every source against every target', () => {
  const { sources, targets, values } = distanceMatrix(
    'overlap',
    { garden, half },
    { harbour },
    vocabularyOverlap,
  );
  expect([sources, targets]).toEqual([['garden', 'half'], ['harbour']]);
  expect(values).toEqual([[0], [vocabularyOverlap(half, harbour)]]);
});
