import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import {
  fallThroughZero,
  fallThroughZeroInterval,
  formatCensored,
  type RepeatedCurve,
  repeatsThatDecide,
} from '../../src/statistics/crossing';
import { mean } from '../../src/statistics/mean';
import { tInterval } from '../../src/statistics/studentT';

const of = (rows: number[][], levels = [1, 2, 3], scale: 'log' | 'linear' = 'linear'): RepeatedCurve => ({
  levels,
  scale,
  rows,
});

describe('fallThroughZero', () => {
  it('reads off straight lines over the level and over its logarithm', () => {
    expect(fallThroughZero(of([[3, 1, -1]]))).toEqual({ value: 2.5, bound: 'exact' });
    expect(fallThroughZero(of([[3, 1, -1]], [2, 8, 32], 'log')).value).toBeCloseTo(16, 12);
    expect(fallThroughZero(of([[3, 0, -1]]))).toEqual({ value: 2, bound: 'exact' });
    expect(fallThroughZero(of([[2], [-2]], [5]))).toEqual({ value: 5, bound: 'exact' });
  });

  it('gives bounds outside what was measured, and the first fall of several', () => {
    expect(fallThroughZero(of([[3, 2, 1]]))).toEqual({ value: 3, bound: 'atLeast' });
    expect(fallThroughZero(of([[-1, 2, 1]]))).toEqual({ value: 1, bound: 'atMost' });
    expect(fallThroughZero(of([[1, -1, 1]]))).toEqual({ value: 1.5, bound: 'exact' });
  });

  it('refuses what is no curve', () => {
    expect(() => fallThroughZero(of([]))).toThrow(/at least one repeat/);
    expect(() => fallThroughZero(of([[1, 2]]))).toThrow(/give a number a level/);
    expect(() => fallThroughZero(of([[1, Number.NaN, 2]]))).toThrow(/give a number a level/);
    expect(() => fallThroughZero(of([[1, 2, 3]], [1, 3, 2]))).toThrow(/levels that ascend, not 1, 3, 2/);
    expect(() => fallThroughZero(of([[1, 2, 3]], [0, 1, 2], 'log'))).toThrow(/no place on a log axis/);
  });
});

describe('fallThroughZeroInterval', () => {
  it("is Fieller's between two levels", () => {
    const rows = [
      [1.1, -0.9],
      [0.9, -1.2],
      [1.3, -1.0],
      [0.8, -0.7],
      [1.0, -1.1],
    ];
    const { low, high } = fallThroughZeroInterval(of(rows, [0, 1]))!;
    // The zero of a + x b, where a is the start and b the rise: Fieller's limits of the ratio -a / b.
    const [a, b] = [rows.map(([start]) => start), rows.map(([start, end]) => end - start)];
    const product = (x: number[], y: number[]) =>
      x.reduce((sum, value, k) => sum + (value - mean(x)) * (y[k] - mean(y)), 0) / 4 / 5;
    const t2 = tQuantile(0.975, 4) ** 2;
    const [p, q, r] = [
      mean(b) ** 2 - t2 * product(b, b),
      mean(a) * mean(b) - t2 * product(a, b),
      mean(a) ** 2 - t2 * product(a, a),
    ];
    const root = Math.sqrt(q * q - p * r);
    expect(low.value).toBeCloseTo((-q - root) / p, 9);
    expect(high.value).toBeCloseTo((-q + root) / p, 9);
    expect([low.bound, high.bound]).toEqual(['exact', 'exact']);
  });

  it('holds the estimate, widens with the confidence, and at every point in it zero cannot be refuted', () => {
    const rows = fc.array(
      fc.tuple(
        ...[0.4, 0.2, 0, -0.2].map((centre) =>
          fc.double({ min: centre - 0.3, max: centre + 0.3, noNaN: true }),
        ),
      ),
      { minLength: 2, maxLength: 8 },
    );
    fc.assert(
      fc.property(rows, (values) => {
        const curve = of(values, [2, 8, 32, 128], 'log');
        const estimate = fallThroughZero(curve).value;
        const inner = fallThroughZeroInterval(curve, 0.8)!;
        const outer = fallThroughZeroInterval(curve, 0.95)!;
        expect(inner.low.value).toBeLessThanOrEqual(estimate * (1 + 1e-9));
        expect(inner.high.value).toBeGreaterThanOrEqual(estimate * (1 - 1e-9));
        expect(outer.low.value).toBeLessThanOrEqual(inner.low.value * (1 + 1e-9));
        expect(outer.high.value).toBeGreaterThanOrEqual(inner.high.value * (1 - 1e-9));
        for (const [k, level] of curve.levels.entries()) {
          const { low, high } = tInterval(values.map((row) => row[k]))!;
          const inside = outer.low.value <= level && level <= outer.high.value;
          if (low <= 0 && high >= 0) expect(inside).toBe(true);
          // Left of the interval the curve is surely above zero, right of it surely below.
          if (level < outer.low.value * (1 - 1e-9)) expect(low).toBeGreaterThan(0);
          if (level > outer.high.value * (1 + 1e-9)) expect(high).toBeLessThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('ends in bounds where the levels do not reach, and is undefined from one repeat', () => {
    const noisy = (centres: number[]) => of([-1, 0, 1].map((sign) => centres.map((c) => c + 0.01 * sign)));
    expect(fallThroughZeroInterval(noisy([3, 2, 1]))).toMatchObject({
      low: { value: 3, bound: 'atLeast' },
      high: { value: 3, bound: 'atLeast' },
    });
    expect(fallThroughZeroInterval(noisy([-3, -2, -1]))).toMatchObject({
      low: { value: 1, bound: 'atMost' },
      high: { value: 1, bound: 'atMost' },
    });
    expect(fallThroughZeroInterval(noisy([0.001, -0.001, 0.001]))).toMatchObject({
      low: { value: 1, bound: 'atMost' },
      high: { value: 3, bound: 'atLeast' },
    });
    expect(fallThroughZeroInterval(of([[1, 0, -1]]))).toBeUndefined();
    expect(formatCensored({ value: 11.34, bound: 'exact' })).toBe('11.3');
    expect(formatCensored({ value: 16, bound: 'atLeast' })).toBe('>= 16');
    expect(formatCensored({ value: 0.25, bound: 'atMost' })).toBe('<= 0.25');
  });

  it('covers 95 % also next to a bend, and where the fall lies outside what was measured', () => {
    const random = seededRandom('bends');
    for (const means of [
      [0.1, 0.002, -0.1],
      [0.1, -0.002, -0.3],
      [0.3, 0.1, 0.004],
      [-0.004, -0.1, -0.2],
    ]) {
      const truth = fallThroughZero(of([means]));
      let covered = 0;
      for (let study = 0; study < 2000; study++) {
        const rows = Array.from({ length: 5 }, () => means.map((value) => value + 0.02 * random.normal()));
        const { low, high } = fallThroughZeroInterval(of(rows))!;
        const below = low.bound === 'atMost' || (truth.bound !== 'atMost' && low.value <= truth.value);
        const above = high.bound === 'atLeast' || (truth.bound !== 'atLeast' && high.value >= truth.value);
        if (below && above) covered++;
      }
      // A fall outside is missed on one side only: 97.5 % and more. Three standard errors are 0.0146.
      expect(covered / 2000, `${means}`).toBeGreaterThan(0.95 - 0.0146);
      if (truth.bound === 'exact') expect(covered / 2000, `${means}`).toBeLessThan(0.95 + 0.0146);
    }
  });
});

describe('repeatsThatDecide', () => {
  const curve = of(
    [
      [0.3, 0.1, -0.1],
      [0.301, 0.14, -0.12],
    ],
    [2, 8, 32],
    'log',
  );
  it('are above zero where the fall comes later, below where it came before', () => {
    expect(repeatsThatDecide(curve, 4)).toEqual([expect.closeTo(0.2, 12), expect.closeTo(0.2205, 12)]);
    expect(mean(repeatsThatDecide(curve, 20)!)).toBeLessThan(0);
  });

  it('cannot be had beyond the levels, but a first level that is above zero decides of earlier ones', () => {
    expect(repeatsThatDecide(curve, 33)).toBeUndefined();
    expect(repeatsThatDecide(curve, 1)).toEqual([0.3, 0.301]);
    expect(repeatsThatDecide(of([[-1, -2, -3]], [2, 8, 32], 'log'), 1)).toBeUndefined();
    expect(repeatsThatDecide(curve, 32)).toEqual([-0.1, -0.12]);
  });

  it('are the weakest up to there, and none where the curve is below zero before and above it there', () => {
    const dips = of(
      [
        [0.3, 0.01, 0.2, -0.1],
        [0.3, 0.03, 0.22, -0.1],
      ],
      [1, 2, 4, 8],
      'log',
    );
    expect(repeatsThatDecide(dips, 4)).toEqual([0.01, 0.03]);
    const crosses = of(
      [
        [0.3, -0.1, 0.2, -0.1],
        [0.31, -0.1, 0.22, -0.1],
      ],
      [1, 2, 4, 8],
      'log',
    );
    expect(repeatsThatDecide(crosses, 4)).toEqual([]);
  });

  it('reject exactly what the interval leaves out', () => {
    const random = seededRandom('decide');
    for (let study = 0; study < 300; study++) {
      const rows = Array.from({ length: 5 }, () =>
        [0.3, 0.1, -0.02, -0.2].map((x) => x + 0.08 * random.normal()),
      );
      const many = of(rows, [2, 8, 32, 128], 'log');
      const interval = fallThroughZeroInterval(many)!;
      const level = 2 ** (1 + 6 * random.uniform());
      const values = repeatsThatDecide(many, level)!;
      const around = values.length > 1 ? tInterval(values)! : { low: -1, high: 1 };
      expect(around.low > 0).toBe(interval.low.bound !== 'atMost' && interval.low.value > level);
      expect(around.high < 0).toBe(interval.high.bound !== 'atLeast' && interval.high.value < level);
    }
  });
});
