import { describe, expect, it } from 'vitest';
import type { RawExample, RawSplits } from '../../src/data/examples';
import { dropLeaks, findLeaks, refuseLeaks } from '../../src/data/leakage';
import {
  featureSets,
  jaccard,
  nearDuplicateClusters,
  nearDuplicatesAcross,
  wordsOf,
} from '../../src/data/nearDuplicates';
import { seededRandom } from '../../src/data/seededRandom';
import { clusterSplit, proportionalQuotas, type SplitOptions } from '../../src/data/splits';

const threshold = 0.6;
const random = seededRandom('leakage tests');
const vocabulary = Array.from({ length: 60 }, (_, index) => `word${index}`);
const sentence = (length: number) => Array.from({ length }, () => vocabulary[random.integer(60)]!);

/** Random sentences, half of which repeat an earlier one with a word replaced. */
function repetitiveTexts(count: number): string[] {
  const texts: string[][] = [];
  for (let index = 0; index < count; index++) {
    if (index % 2 === 0 || texts.length === 0) texts.push(sentence(1 + random.integer(14)));
    else {
      const copy = [...texts[random.integer(texts.length)]!];
      copy[random.integer(copy.length)] = vocabulary[random.integer(60)]!;
      texts.push(copy);
    }
  }
  return texts.map((words) => words.join(' '));
}

/** Similarity written from its definition, on sets of strings. */
function slowSimilarity(first: string, second: string): number {
  const features = (text: string) => {
    const words = wordsOf(text);
    return new Set([...words, ...words.slice(1).map((word, place) => `${words[place]} ${word}`)]);
  };
  const [a, b] = [features(first), features(second)];
  const shared = [...a].filter((feature) => b.has(feature)).length;
  return shared / (a.size + b.size - shared);
}

describe('near duplicates', () => {
  it('are exactly the pairs that comparing every pair finds', () => {
    const texts = repetitiveTexts(300);
    for (const level of [0.3, 0.6, 0.8, 1]) {
      const slow = new Set<number>();
      for (let i = 150; i < 300; i++) {
        if (texts.slice(0, 150).some((other) => slowSimilarity(texts[i]!, other) >= level - 1e-9))
          slow.add(i - 150);
      }
      const found = nearDuplicatesAcross(texts.slice(150), texts.slice(0, 150), level);
      expect(slow.size).toBeGreaterThan(0);
      expect(new Set(found.map(([index]) => index))).toEqual(slow);
      for (const [index, match] of found)
        expect(slowSimilarity(texts[150 + index]!, texts[match]!)).toBeGreaterThanOrEqual(level - 1e-9);
    }
  });

  it('are measured by the Jaccard similarity of words and word pairs', () => {
    const texts = ['the old red barn', 'the old green barn', 'nothing of it', 'The OLD réd, barn!'];
    const [first, second, third, fourth] = featureSets(texts);
    expect(jaccard(first!, second!)).toBeCloseTo(slowSimilarity(texts[0]!, texts[1]!), 12);
    expect(jaccard(first!, second!)).toBeCloseTo(4 / 10, 12);
    expect(jaccard(first!, third!)).toBe(0);
    expect(jaccard(first!, fourth!)).toBe(1);
    expect(jaccard(first!, second!, 0.9)).toBeLessThan(0.9);
  });

  it('are chained into clusters as comparing every pair does', () => {
    const texts = repetitiveTexts(200);
    const slow = texts.map((_, index) => index);
    for (let i = 0; i < 200; i++) {
      for (let j = 0; j < i; j++) {
        if (slowSimilarity(texts[i]!, texts[j]!) < threshold - 1e-9) continue;
        const [low, high] = [Math.min(slow[i]!, slow[j]!), Math.max(slow[i]!, slow[j]!)];
        for (let k = 0; k < 200; k++) if (slow[k] === high) slow[k] = low;
      }
    }
    expect(new Set(slow).size).toBeLessThan(200);
    expect([...nearDuplicateClusters(texts, threshold)]).toEqual(slow);
  });

  it('compare texts without any word as they stand', () => {
    expect(nearDuplicatesAcross(['!!!', '???'], ['???'], 1)).toEqual([[1, 0]]);
  });
});

const held = 'a small furry animal that lives in trees and eats nuts';
const near = 'a small furry animal that lives in trees and eats seeds';
const clean: RawSplits = {
  pretraining: ['the sun rises in the east', 'water boils at a hundred degrees'],
  train: [{ text: 'the sun rises in the east', label: 'x' }],
  dev: [{ text: 'bread is baked from flour and yeast', label: 'x' }],
  test: [{ text: held, label: 'y' }],
};

describe('leakage guard', () => {
  it('passes splits that share nothing, and pretraining that contains the training texts', () => {
    expect(findLeaks(clean, threshold)).toEqual([]);
    expect(() => refuseLeaks('clean', clean, threshold)).not.toThrow();
  });

  it.each([
    ['pretraining', 'exact', { ...clean, pretraining: [...clean.pretraining, `  ${held.toUpperCase()}!`] }],
    ['pretraining', 'near', { ...clean, pretraining: [...clean.pretraining, near] }],
    ['train', 'exact', { ...clean, train: [...clean.train, { text: held, label: 'y' }] }],
    ['train', 'near', { ...clean, train: [...clean.train, { text: near, label: 'y' }] }],
    ['dev', 'exact', { ...clean, dev: [...clean.dev, { text: held, label: 'y' }] }],
    ['dev', 'near', { ...clean, dev: [...clean.dev, { text: near, label: 'y' }] }],
  ])('finds, refuses and drops a text planted in %s (%s)', (split, kind, splits) => {
    const leaks = findLeaks(splits as RawSplits, threshold);
    expect(leaks).toHaveLength(1);
    expect(leaks[0]).toMatchObject({ split, kind, heldOut: 'test', heldOutText: held });
    expect(() => refuseLeaks('Planted', splits as RawSplits, threshold)).toThrow(
      kind === 'exact' ? 'Planted leaks: 1 exact and 0 near' : 'Planted leaks: 0 exact and 1 near',
    );
    const { splits: left, dropped } = dropLeaks(splits as RawSplits, threshold);
    expect(dropped).toEqual({ pretraining: 0, train: 0, dev: 0, [split as string]: 1 });
    expect(left).toEqual(clean);
  });

  it('counts a text that stands in pretraining and train in both', () => {
    const splits = {
      ...clean,
      pretraining: [near, ...clean.pretraining],
      train: [...clean.train, { text: near, label: 'y' }],
    };
    expect(findLeaks(splits, threshold).map(({ split, index }) => [split, index])).toEqual([
      ['pretraining', 0],
      ['train', 1],
    ]);
  });
});

/** A split of texts as a card's plan cuts it. */
function splitByCluster(
  examples: readonly RawExample[],
  { threshold, ...cut }: SplitOptions & { threshold: number },
) {
  const clusters = nearDuplicateClusters(
    examples.map(({ text }) => text),
    threshold,
  );
  return clusterSplit(
    examples.map(({ label }) => label),
    clusters,
    cut,
  );
}

describe('splits by cluster', () => {
  const examples: RawExample[] = repetitiveTexts(900).map((text, index) => ({
    text,
    label: ['p', 'p', 'q', undefined][index % 4],
  }));
  const options = { sizes: { dev: 40, test: 60 }, seed: 2, threshold };

  it('part no near duplicates, meet the sizes class by class, and leave no text outside', () => {
    const split = splitByCluster(examples, options);
    const of = (name: string) => examples.filter((_, index) => split[index] === name);
    expect(of('train').length + of('dev').length + of('test').length).toBe(900);
    for (const [name, size] of [
      ['dev', 40],
      ['test', 60],
    ] as const) {
      const count = (label: string | undefined) =>
        of(name).filter((example) => example.label === label).length;
      expect([count('p'), count('q'), count(undefined)]).toEqual([
        Math.round((size * 2) / 3),
        Math.round(size / 3),
        0,
      ]);
    }
    const texts = (name: string) => of(name).map(({ text }) => text);
    expect(nearDuplicatesAcross([...texts('train'), ...texts('dev')], texts('test'), threshold)).toEqual([]);
    expect(nearDuplicatesAcross(texts('train'), texts('dev'), threshold)).toEqual([]);
  });

  it('depend on the seed alone', () => {
    expect(splitByCluster(examples, options)).toEqual(splitByCluster(examples, options));
    expect(splitByCluster(examples, { ...options, seed: 3 })).not.toEqual(splitByCluster(examples, options));
  });

  it('are refused where near duplicates hang together too much', () => {
    const same = Array.from({ length: 50 }, () => ({ text: 'always the same words here', label: 'p' }));
    expect(() => splitByCluster(same, { sizes: { dev: 5, test: 5 }, seed: 1, threshold })).toThrow(
      'cannot be cut',
    );
  });

  it('share a size out by largest remainders', () => {
    expect([
      ...proportionalQuotas(
        new Map([
          ['a', 50],
          ['b', 30],
          ['c', 20],
        ]),
        7,
      ),
    ]).toEqual([
      ['a', 4],
      ['b', 2],
      ['c', 1],
    ]);
  });
});
