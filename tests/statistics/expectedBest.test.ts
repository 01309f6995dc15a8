import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedBest } from '../../src/statistics/expectedBest';

/** Mean and standard deviation of the best over all ways to draw so many scores, with replacement. */
function enumerated(scores: readonly number[], tried: number, best: (...values: number[]) => number) {
  let draws: number[][] = [[]];
  for (let k = 0; k < tried; k++) draws = draws.flatMap((draw) => scores.map((score) => [...draw, score]));
  const bests = draws.map((draw) => best(...draw));
  const mean = bests.reduce((sum, value) => sum + value, 0) / bests.length;
  const variance = bests.reduce((sum, value) => sum + (value - mean) ** 2, 0) / bests.length;
  return { tried, mean, standardDeviation: Math.sqrt(variance) };
}

describe('expectedBest', () => {
  it.each([[[0.3]], [[0.5, 0.2]], [[0.61, 0.55, 0.7, 0.7, 0.1]]])(
    'of %j is what all draws together give',
    (scores) => {
      for (const higherIsBetter of [true, false]) {
        const found = expectedBest(scores, { higherIsBetter });
        expect(found.map(({ tried }) => tried)).toEqual(scores.map((_, k) => k + 1));
        for (const each of found) {
          const slow = enumerated(scores, each.tried, higherIsBetter ? Math.max : Math.min);
          expect(each.mean).toBeCloseTo(slow.mean, 12);
          // A square root of rounding.
          expect(each.standardDeviation).toBeCloseTo(slow.standardDeviation, 7);
        }
      }
    },
  );

  it('starts at the mean, rises with every setting and never passes the best', () => {
    const scores = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(scores, (values) => {
        const found = expectedBest(values).map(({ mean }) => mean);
        expect(found[0]).toBeCloseTo(values.reduce((a, b) => a + b, 0) / values.length, 9);
        for (const [k, value] of found.entries()) {
          expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-12);
          if (k > 0) expect(value).toBeGreaterThanOrEqual(found[k - 1] - 1e-12);
        }
      }),
    );
  });

  it('refuses no scores, and a failed setting without a score', () => {
    expect(() => expectedBest([])).toThrow(/no best of no scores/);
    expect(() => expectedBest([0.2, Number.NaN])).toThrow(/dev score NaN/);
  });
});
