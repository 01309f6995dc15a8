import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mean, quantileOfSorted, standardDeviation, withoutSpread } from '../../src/statistics/mean';
import { normalCdf, normalQuantile } from '../../src/statistics/normal';

describe('mean and spread', () => {
  it('of one value is no spread, and of no values no mean', () => {
    expect(standardDeviation([3])).toBeUndefined();
    expect(() => mean([])).toThrow(/no mean of no values/);
    expect(standardDeviation([1, 3])).toBeCloseTo(Math.SQRT2, 12);
  });

  it('without spread are values that differ by rounding only, whatever their size', () => {
    expect(withoutSpread([0.7 - 0.5, 0.2, 0.3 - 0.1])).toBe(true);
    expect(withoutSpread([0.2, 0.2000001])).toBe(false);
    expect(withoutSpread([1e-12, 2e-12])).toBe(false);
    expect(withoutSpread([0, 0])).toBe(true);
  });
});

describe('quantiles', () => {
  it('interpolate between neighbours', () => {
    expect(quantileOfSorted([1, 2, 4, 8], 0.5)).toBe(3);
    expect([0, 1].map((share) => quantileOfSorted([1, 2, 4], share))).toEqual([1, 4]);
  });

  it('of the normal distribution are those of the printed tables, and undo its shares', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 8);
    expect(normalCdf(1.959963985)).toBeCloseTo(0.975, 9);
    expect(normalCdf(-8)).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (share) => {
        expect(normalCdf(normalQuantile(share))).toBeCloseTo(share, 9);
      }),
    );
  });
});
