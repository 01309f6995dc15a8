import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import {
  type CorpusPair,
  corpusCorrelation,
  corpusCorrelationSentence,
} from '../../src/statistics/corpusCorrelation';
import { mean } from '../../src/statistics/mean';
import { spearman } from '../../src/statistics/rankCorrelation';
import references from './references.json';

/** Every source with every target, itself included. */
function grid(
  sources: readonly string[],
  targets: readonly string[],
  of: (source: number, target: number) => { distance: number; gains: readonly number[] },
): CorpusPair[] {
  return sources.flatMap((source, i) => targets.map((target, j) => ({ source, target, ...of(i, j) })));
}

const names = (count: number) => Array.from({ length: count }, (_, k) => `corpus ${k}`);

describe('corpusCorrelation', () => {
  it.each(references.corpora)(
    'has the rho and the p of all rearrangements, as scipy counts them',
    (reference) => {
      const { distance, gain, rho, p } = reference;
      const all = names(distance.length);
      const pairs = grid(all, all, (i, j) => ({ distance: distance[i][j], gains: [gain[i][j]] }));
      const found = corpusCorrelation(pairs, { seed: 1 });
      expect(found.correlation).toBeCloseTo(rho, 12);
      expect(found.p).toBeCloseTo(p, 12);
      expect(found.pairs).toBe(distance.length * (distance.length - 1));
    },
  );

  it('leaves a corpus with itself out: it alone would make the correlation', () => {
    const all = names(3);
    // Off the diagonal, larger distances gain more.
    const pairs = grid(all, all, (i, j) => {
      const distance = i === j ? 0 : 1 + i + 3 * j;
      return { distance, gains: i === j ? [10, 10] : [distance, distance + 0.1] };
    });
    const found = corpusCorrelation(pairs, { seed: 1 });
    expect([found.correlation, found.pairs, found.arrangements]).toEqual([1, 6, 6]);
    // Three corpora cannot show anything, whatever their correlation.
    expect(found.p).toBeGreaterThanOrEqual(1 / 6);
    expect([found.interval, found.smallestTellable]).toEqual([undefined, expect.closeTo(0.886, 3)]);
    expect(corpusCorrelationSentence(found)).toMatch(
      /^The rank correlation is 1\.00 over 6 pairs of 3 sources and 3 other targets \(p 0\.333 .*nothing below 0\.89 could be told from 0; the corpora can be rearranged in 6 ways only, so no correlation of theirs can have a p below 0\.17\.$/,
    );
  });

  it('rearranges sources and targets apart where they are other corpora', () => {
    const pairs = grid(['a', 'b', 'c'], ['x', 'y'], (i, j) => ({ distance: 2 * i + j, gains: [-2 * i - j] }));
    const found = corpusCorrelation(pairs, { seed: 1 });
    expect([found.pairs, found.arrangements]).toEqual([6, 12]);
    // Only the order as it is, and the one turned round in both, give |rho| = 1.
    expect(found.p).toBeCloseTo(2 / 12, 12);
  });

  it('finds a real relation among enough corpora, with an interval, the same for the same seed', () => {
    const random = seededRandom('related');
    const all = names(7);
    const pairs = grid(all, all, (i, j) => {
      const distance = Math.abs(i - j) + random.uniform();
      return { distance, gains: Array.from({ length: 3 }, () => -distance + 0.3 * random.normal()) };
    });
    const found = corpusCorrelation(pairs, { seed: 1, resamples: 400 });
    expect(found.p).toBeLessThan(0.01);
    expect(found.interval!.high).toBeLessThan(-0.5);
    expect(found).toEqual(corpusCorrelation(pairs, { seed: 1, resamples: 400 }));
  });

  it('is the same without the corpora that are tried on themselves, and in any order', () => {
    const random = seededRandom('diagonal');
    const all = names(5);
    const pairs = grid(all, all, (i, j) => ({
      distance: i === j ? 0 : random.uniform(),
      gains: [0, 1].map(() => (i === j ? 9 : random.normal())),
    }));
    const others = pairs.filter(({ source, target }) => source !== target);
    const options = { seed: 1, resamples: 200 };
    expect(corpusCorrelation(others, options)).toEqual(corpusCorrelation(pairs, options));
    expect(corpusCorrelation([...pairs].reverse(), options)).toEqual(corpusCorrelation(pairs, options));
  });

  it('keeps its error rate where pairs share corpora, which independent pairs would not', () => {
    const random = seededRandom('unrelated');
    const all = names(5);
    let rejected = 0;
    for (let study = 0; study < 400; study++) {
      // Corpora differ in how near they are to all others and in how much they give to all, unrelatedly.
      const [near, good] = [0, 1].map(() => all.map(() => random.normal()));
      const pairs = grid(all, all, (i, j) => ({
        distance: near[i] + near[j] + 0.3 * random.normal(),
        gains: [good[i] + good[j] + 0.3 * random.normal()],
      }));
      if (corpusCorrelation(pairs, { seed: study, resamples: 1 }).p! <= 0.05) rejected++;
    }
    // Three standard errors of a share of 400 at 0.05 are 0.0327.
    expect(rejected / 400).toBeLessThan(0.05 + 0.0327);
  });

  it('covers at least 95 % with its interval at four and six corpora', () => {
    const random = seededRandom('intervals');
    const make = (count: number) => {
      const places = Array.from({ length: count }, () => [random.normal(), random.normal()]);
      const [given, taken] = [0, 1].map(() => places.map(() => 0.5 * random.normal()));
      return grid(names(count), names(count), (i, j) => {
        const distance = Math.hypot(places[i][0] - places[j][0], places[i][1] - places[j][1]);
        const gain = -0.5 * distance + given[i] + taken[j] + 0.5 * random.normal();
        return { distance, gains: [0, 0, 0].map(() => gain + 0.1 * random.normal()) };
      });
    };
    // The correlation of very many corpora.
    const many = make(120).filter(({ source, target }) => source !== target);
    const truth = spearman(
      many.map(({ distance }) => distance),
      many.map(({ gains }) => mean(gains)),
    )!;
    for (const count of [4, 6]) {
      let covered = 0;
      for (let study = 0; study < 100; study++) {
        const { interval } = corpusCorrelation(make(count), { seed: study, resamples: 200 });
        if (interval!.low <= truth && truth <= interval!.high) covered++;
      }
      expect(covered / 100).toBeGreaterThan(0.93);
    }
  });

  it('refuses what is not a full grid of numbers, at once', () => {
    const pairs = grid(['a', 'b'], ['a', 'b'], (i, j) => ({ distance: i + 2 * j, gains: [i, j] }));
    const with_ = (place: number, change: Partial<CorpusPair>) =>
      pairs.map((pair, k) => (k === place ? { ...pair, ...change } : pair));
    const refusal = (changed: CorpusPair[]) => () => corpusCorrelation(changed, { seed: 1 });
    expect(refusal(with_(1, { distance: Number.NaN }))).toThrow('The distance from a to b is NaN');
    expect(refusal(with_(1, { gains: [1, Number.NaN] }))).toThrow('The gains from a to b are 1, NaN');
    expect(refusal(with_(1, { gains: [] }))).toThrow('The gains from a to b are none');
    expect(refusal(with_(1, { gains: [1] }))).toThrow('has 1 gains and the first pair 2');
    expect(refusal([...pairs, pairs[1]])).toThrow('The pair a, b is given twice.');
    expect(refusal(pairs.filter((_, k) => k !== 1))).toThrow('The pair a, b is missing');
    // The diagonal may be absent.
    expect(refusal(pairs.filter(({ source, target }) => source !== target))).not.toThrow();
  });

  it('has nothing to say of no pairs, or of distances that are all the same', () => {
    expect(corpusCorrelation([], { seed: 1 })).toMatchObject({
      correlation: undefined,
      p: undefined,
      pairs: 0,
    });
    const same = grid(['a', 'b'], ['x', 'y'], (i, j) => ({ distance: 1, gains: [i + j] }));
    expect(corpusCorrelationSentence(corpusCorrelation(same, { seed: 1 }))).toMatch(
      /^There is no rank correlation/,
    );
  });
});
