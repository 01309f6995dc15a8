/** What holds of intervals whatever the values are. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../src/statistics/bootstrap';
import { mean, quantileOfSorted, standardDeviation } from '../../src/statistics/mean';
import { tInterval } from '../../src/statistics/studentT';

const values = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 2, maxLength: 12 });
const settings = { seed: 1, resamples: 200 } as const;

describe('Intervals of any values', () => {
  it('move and stretch with the values', () => {
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 1, max: 9 }),
        (x, shift, factor) => {
          const moved = x.map((value) => value * factor + shift);
          for (const interval of [
            (sample: readonly number[]) => tInterval(sample),
            (sample: readonly number[]) => bootstrapInterval(sample, { ...settings, method: 'percentile' }),
          ]) {
            const [before, after] = [interval(x), interval(moved)];
            expect(after === undefined).toBe(before === undefined);
            if (!before || !after) continue;
            expect(after.low).toBeCloseTo(before.low * factor + shift, 8);
            expect(after.high).toBeCloseTo(before.high * factor + shift, 8);
          }
        },
      ),
    );
  });

  it('grow with the confidence, and the bootstrap stays among the values', () => {
    fc.assert(
      fc.property(values, (x) => {
        for (const method of ['percentile', 'bca'] as const) {
          const narrow = bootstrapInterval(x, { ...settings, method, confidence: 0.5 });
          const wide = bootstrapInterval(x, { ...settings, method, confidence: 0.99 });
          if (!narrow || !wide) continue;
          expect(wide.low).toBeLessThanOrEqual(narrow.low);
          expect(wide.high).toBeGreaterThanOrEqual(narrow.high);
          expect(wide.low).toBeGreaterThanOrEqual(Math.min(...x) - 1e-9);
          expect(wide.high).toBeLessThanOrEqual(Math.max(...x) + 1e-9);
        }
      }),
    );
  });

  it('of Student have the mean in their middle', () => {
    fc.assert(
      fc.property(values, (x) => {
        const interval = tInterval(x);
        if (interval) expect((interval.low + interval.high) / 2).toBeCloseTo(mean(x), 8);
      }),
    );
  });
});

describe('Means and quantiles of any values', () => {
  it('lie among them; the deviation ignores order and shift', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: -50, max: 50 }), (x, shift) => {
        const ordered = [...x].sort((a, b) => a - b);
        const [lowest, highest] = [ordered[0]!, ordered.at(-1)!];
        expect(mean(x)).toBeGreaterThanOrEqual(lowest - 1e-9);
        expect(mean(x)).toBeLessThanOrEqual(highest + 1e-9);
        expect(quantileOfSorted(ordered, 0)).toBe(lowest);
        expect(quantileOfSorted(ordered, 1)).toBe(highest);
        const shares = [0.1, 0.25, 0.5, 0.9].map((share) => quantileOfSorted(ordered, share));
        expect(shares).toEqual([...shares].sort((a, b) => a - b));
        const moved = [...x].reverse().map((value) => value + shift);
        expect(standardDeviation(moved)).toBeCloseTo(standardDeviation(x)!, 8);
      }),
    );
  });
});
