import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ranks, smallestTellableCorrelation, spearman } from '../../src/statistics/rankCorrelation';
import references from './references.json';

describe('spearman', () => {
  it.each(references.rankCorrelation)("of $x.length pairs is scipy's", ({ x, y, rho }) => {
    if (rho === null) expect(spearman(x, y)).toBeUndefined();
    else expect(spearman(x, y)).toBeCloseTo(rho, 12);
  });

  it('is 1 for rising, -1 for falling, whatever the scale, and the textbook value between', () => {
    expect(spearman([1, 2, 3], [10, 11, 900])).toBeCloseTo(1, 12);
    expect(spearman([1, 2, 3], [3, 2, -8])).toBeCloseTo(-1, 12);
    // 1 - 6 sum d^2 / (n (n^2 - 1)) with d = (0, 1, 1, 1, 1).
    expect(spearman([1, 2, 3, 4, 5], [1, 3, 2, 5, 4])).toBeCloseTo(1 - (6 * 4) / (5 * 24), 12);
  });

  it('gives ties their mean rank, also infinite ones, and no answer without variation', () => {
    expect(ranks([1, Number.POSITIVE_INFINITY, 1, Number.POSITIVE_INFINITY, 0])).toEqual([
      2.5, 4.5, 2.5, 4.5, 1,
    ]);
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeUndefined();
    expect(spearman([], [])).toBeUndefined();
    expect(() => spearman([1], [1, 2])).toThrow(/needs pairs/);
  });

  it('refuses NaN at once', () => {
    expect(() => spearman([1, Number.NaN, 3], [1, 2, 3])).toThrow(
      'Value 2 of 3 is NaN, which has no rank; leave its pair out.',
    );
    expect(() => spearman([1, 2, 3], [Number.NaN, Number.NaN, 1])).toThrow(/Value 1 of 3 is NaN/);
  });

  it('lies between -1 and 1, turns with one side, and follows rising functions of either', () => {
    const pair = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -5, max: 5 }));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 2, maxLength: 15 }), (pairs) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const rho = spearman(x, y);
        if (rho === undefined) {
          expect(new Set(x).size === 1 || new Set(y).size === 1).toBe(true);
          return;
        }
        expect(Math.abs(rho)).toBeLessThanOrEqual(1 + 1e-12);
        expect(
          spearman(
            x.map((v) => v ** 3),
            y.map(Math.exp),
          ),
        ).toBeCloseTo(rho, 12);
        expect(
          spearman(
            x,
            y.map((v) => -v),
          ),
        ).toBeCloseTo(-rho, 12);
        expect(spearman(y, x)).toBeCloseTo(rho, 12);
      }),
    );
  });
});

describe('smallestTellableCorrelation', () => {
  it.each(references.tellable)('of $pairs pairs is what going through all orders gives', ({ pairs, rho }) => {
    if (rho === null) expect(smallestTellableCorrelation(pairs)).toBeUndefined();
    else expect(smallestTellableCorrelation(pairs)).toBeCloseTo(rho, 8);
  });

  it('goes on beyond what is counted out, and down with the pairs', () => {
    // Printed tables of critical values: 0.587 at 12, 0.560 at 13, 0.447 at 20, 0.362 at 30, two-sided 5 %.
    expect(smallestTellableCorrelation(12)).toBeCloseTo(0.587, 3);
    expect(Math.abs(smallestTellableCorrelation(13)! - 0.56)).toBeLessThan(0.01);
    expect(Math.abs(smallestTellableCorrelation(20)! - 0.447)).toBeLessThan(0.005);
    expect(Math.abs(smallestTellableCorrelation(30)! - 0.362)).toBeLessThan(0.002);
    for (let pairs = 5; pairs < 40; pairs++)
      expect(smallestTellableCorrelation(pairs + 1)).toBeLessThan(smallestTellableCorrelation(pairs)!);
    expect(smallestTellableCorrelation(1)).toBeUndefined();
    expect(smallestTellableCorrelation(5, 0.01)).toBeUndefined();
  });
});
