import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { correctedTests, holmCorrection, testOfMean } from '../../src/statistics/holm';
import { tInterval, tTest } from '../../src/statistics/studentT';
import { expectClose } from '../numerical';
import references from './references.json';

describe('Holm', () => {
  it('is the worked example: 0.01, 0.04, 0.03, 0.005', () => {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), 'holm') gives 0.03 0.06 0.06 0.02.
    const steps = holmCorrection([0.01, 0.04, 0.03, 0.005]);
    expect(steps.map(({ adjustedP }) => Number(adjustedP.toFixed(12)))).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(steps.map(({ rejected }) => rejected)).toEqual([true, false, false, true]);
  });

  it.each(references.holm)('of $p is as statsmodels has it', ({ p, adjusted, rejected }) => {
    const steps = holmCorrection(p);
    expectClose(
      steps.map(({ adjustedP }) => adjustedP),
      adjusted,
      1e-12,
    );
    expect(steps.map((step) => step.rejected)).toEqual(rejected);
  });

  it('rejects exactly where the interval at the stated confidence excludes the hypothesis', () => {
    const random = seededRandom(5);
    for (let family = 0; family < 200; family++) {
      const samples = Array.from({ length: 4 }, (_, k) =>
        Array.from({ length: 5 }, () => 0.6 * k + random.normal()),
      );
      for (const [k, step] of holmCorrection(samples.map((sample) => tTest(sample))).entries()) {
        const { low, high } = tInterval(samples[k], step.confidence)!;
        expect(low > 0 || high < 0).toBe(step.rejected);
      }
    }
  });

  it('keeps false rejections of a true family below alpha, and never rejects the unknown', () => {
    const random = seededRandom(6);
    let wrong = 0;
    for (let family = 0; family < 2000; family++) {
      const steps = holmCorrection(Array.from({ length: 4 }, () => random.uniform()));
      if (steps.some(({ rejected }) => rejected)) wrong++;
    }
    expect(wrong / 2000).toBeLessThan(0.05 + 0.0146);
    expect(holmCorrection([undefined, 1e-9]).map(({ rejected }) => rejected)).toEqual([false, true]);
    expect(() => holmCorrection([0.1], 5)).toThrow(/alpha is 5/);
  });

  it('never makes a p smaller, keeps their order, and says the same in any order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }),
        (p) => {
          const adjusted = holmCorrection(p).map(({ adjustedP }) => adjustedP);
          for (const [k, value] of adjusted.entries()) {
            expect(value).toBeGreaterThanOrEqual(p[k]);
            expect(value).toBeLessThanOrEqual(1);
            for (const [j, other] of adjusted.entries())
              if (p[k] < p[j]) expect(value).toBeLessThanOrEqual(other);
          }
          const back = holmCorrection([...p].reverse()).map(({ adjustedP }) => adjustedP);
          expect(back.reverse()).toEqual(adjusted);
        },
      ),
    );
  });
});

describe('a mean without spread', () => {
  it('is judged by signs: two equal differences, as rounded scores often give, decide nothing', () => {
    expect(testOfMean([0.02, 0.02])).toBe(0.5);
    expect(testOfMean([0.02, 0.02, 0.02, 0.02, 0.02])).toBe(2 / 32);
    expect(testOfMean([1, 1, 1, 1, 1, 1])).toBe(2 / 64);
    expect(testOfMean([0, 0, 0])).toBe(1);
    expect(testOfMean([0.7 - 0.5, 0.2])).toBe(0.5);
    expect(testOfMean([0.3])).toBeUndefined();
    const [equal, varied] = correctedTests([
      { values: [0.02, 0.02, 0.02], hypothesis: 0 },
      { values: [0.2, 0.21, 0.19], hypothesis: 0.1 },
    ]);
    expect([equal.rejected, equal.interval]).toEqual([false, undefined]);
    expect(varied.rejected).toBe(true);
    expect(varied.interval!.low).toBeGreaterThan(0.1);
  });
});
