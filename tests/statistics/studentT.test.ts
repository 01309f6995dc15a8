import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { equivalenceTest } from '../../src/statistics/equivalence';
import { mean, standardDeviation } from '../../src/statistics/mean';
import { signCount } from '../../src/statistics/signTest';
import { effectSize, tInterval, tStatistic, tTest } from '../../src/statistics/studentT';
import { expectClose } from '../numerical';
import references from './references.json';

/** Student 1908 (after Cushny & Peebles): hours of sleep gained by ten patients under two drugs. */
const sleepA = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
const sleepB = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
const gained = sleepB.map((value, k) => value - sleepA[k]);

describe("on Student's sleep data", () => {
  it('the paired t test, interval and effect size are the published ones', () => {
    // R: t.test(extra ~ group, data = sleep, paired = TRUE): t = -4.0621, df = 9, p = 0.002833, 0.7001 to 2.4599.
    expect(mean(gained)).toBeCloseTo(1.58, 12);
    expect(standardDeviation(gained)).toBeCloseTo(1.2299955, 6);
    expect(tTest(gained)).toBeCloseTo(0.00283289, 7);
    const interval = tInterval(gained)!;
    expect([interval.low, interval.high].map((x) => x.toFixed(4))).toEqual(['0.7001', '2.4599']);
    expect(effectSize(gained)! * Math.sqrt(10)).toBeCloseTo(4.0621, 4);
    expect(tStatistic(gained)).toBeCloseTo(4.0621, 4);
  });

  it('the sign test counts nine of nine, the tie left out', () => {
    expect(signCount(gained)).toEqual({ positive: 9, negative: 0, ties: 1, p: 2 / 512 });
  });
});

describe('on seeded samples', () => {
  it.each(references.student)('of $values.length values, t is as scipy and statsmodels have it', (sample) => {
    const { values, expected, p, interval90, margin, equivalenceP } = sample;
    expect(tTest(values, expected)).toBeCloseTo(p, 10);
    const { low, high } = tInterval(values, 0.9)!;
    expectClose([low, high], interval90, 1e-9);
    expect(equivalenceTest(values, margin)).toBeCloseTo(equivalenceP, 10);
  });

  it.each(references.signs)(
    "the sign test of $positive and $negative is scipy's",
    ({ positive, negative, p }) => {
      const differences = [...new Array(positive).fill(0.1), ...new Array(negative).fill(-2), 0];
      expect(signCount(differences)).toMatchObject({ positive, negative, ties: 1 });
      expect(signCount(differences).p).toBeCloseTo(p, 12);
    },
  );
});

describe('quantiles and tails', () => {
  it('are those of the printed tables', () => {
    // t(0.975, df) = 12.706, 4.303; the interval of 0 and 2 reaches 12.706.
    expect(tInterval([0, 2])!.high).toBeCloseTo(1 + 12.7062, 4);
    expect(tInterval([-1, 0, 1])!.high).toBeCloseTo(4.30265 / Math.sqrt(3), 5);
  });

  it('of ties only there is no sign test', () => {
    expect(signCount([1, -1]).p).toBe(1);
    expect(signCount([0, 0])).toEqual({ positive: 0, negative: 0, ties: 2, p: undefined });
  });
});

describe('one value', () => {
  it('has no interval, test or effect size: undefined, not 0', () => {
    expect([tInterval([3]), tTest([3]), tStatistic([3]), effectSize([3]), equivalenceTest([3], 1)]).toEqual(
      new Array(5).fill(undefined),
    );
    expect(() => tInterval([1, 2], 95)).toThrow(/confidence is 95/);
  });

  it('repeated exactly has an interval of no width and no effect size', () => {
    expect(tInterval([2, 2, 2])).toEqual({ low: 2, high: 2, confidence: 0.95 });
    expect([tTest([2, 2]), tTest([2, 2], 2), effectSize([2, 2])]).toEqual([0, 1, undefined]);
  });
});

describe('properties', () => {
  const samples = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: 12 });

  it('a shift and a factor move the interval along; p stays', () => {
    fc.assert(
      fc.property(
        samples,
        fc.integer({ min: -5, max: 5 }),
        fc.constantFrom(-2, 0.5, 4),
        (values, by, factor) => {
          fc.pre(standardDeviation(values)! > 1e-3);
          const moved = values.map((value) => factor * value + by);
          const [before, after] = [tInterval(values)!, tInterval(moved)!];
          const ends = [factor * before.low + by, factor * before.high + by].sort((a, b) => a - b);
          expectClose([after.low, after.high], ends, 1e-9);
          expect(tTest(moved, by)).toBeCloseTo(tTest(values)!, 8);
        },
      ),
    );
  });

  it('p is below 5 % exactly where the 95 % interval leaves the hypothesis out', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: -3, max: 3, noNaN: true }), (values, expected) => {
        fc.pre(standardDeviation(values)! > 1e-3 && Math.abs(tTest(values, expected)! - 0.05) > 1e-9);
        const { low, high } = tInterval(values)!;
        expect(tTest(values, expected)! < 0.05).toBe(low > expected || high < expected);
      }),
    );
  });

  it('the two one-sided tests pass exactly where the 90 % interval lies within the margin', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.01, max: 20, noNaN: true }), (values, margin) => {
        fc.pre(standardDeviation(values)! > 1e-3 && Math.abs(equivalenceTest(values, margin)! - 0.05) > 1e-9);
        const { low, high } = tInterval(values, 0.9)!;
        expect(equivalenceTest(values, margin)! < 0.05).toBe(-margin < low && high < margin);
      }),
    );
  });
});

describe('equivalence', () => {
  it('of equal values goes by how many there are, and is never shown outside the margin', () => {
    expect(equivalenceTest([0.001, 0.001, 0.001], 0.01)).toBe(1 / 8);
    expect(equivalenceTest([0.02, 0.02, 0.02], 0.01)).toBe(1);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses the margin %d', (margin) => {
    expect(() => equivalenceTest([1, 2], margin)).toThrow(/margin is/);
  });
});

describe('the t interval over simulated studies', () => {
  // Binomial limits of a share of 2,000 at 0.95: three standard errors are 0.0146.
  it.each([3, 5, 10])('covers the stated share of them at n = %i', (n) => {
    const random = seededRandom(`coverage/${n}`);
    let covered = 0;
    for (let study = 0; study < 2000; study++) {
      const { low, high } = tInterval(Array.from({ length: n }, () => 0.1 + 0.05 * random.normal()))!;
      if (low <= 0.1 && 0.1 <= high) covered++;
    }
    expect(Math.abs(covered / 2000 - 0.95)).toBeLessThan(0.0146);
  });
});
