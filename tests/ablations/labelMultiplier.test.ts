import { describe, expect, it } from 'vitest';
import { formatCensored, labelMultipliers, labelsToReach } from '../../src/ablations/labelMultiplier';
import type { Observation } from '../../src/ablations/pairedDifference';
import { seededRandom } from '../../src/data/seededRandom';

const budgets = [2, 8, 32, 128];

/** A score that is linear in log2(labels): 0.1 at 2 labels, 0.1 more each doubling twice; `ahead` labels times as good. */
function linear(arm: string, seeds: number, ahead: number, noise: (seed: number) => number): Observation[] {
  return budgets.flatMap((labelsPerClass) =>
    Array.from({ length: seeds }, (_, k) => ({
      arm,
      labelsPerClass,
      seed: k + 1,
      value: 0.05 * Math.log2(labelsPerClass * ahead) + noise(k + 1),
    })),
  );
}

describe('labelsToReach', () => {
  it('reads off straight lines over log2(labels)', () => {
    const curve = [0.1, 0.2, 0.4, 0.5];
    expect(labelsToReach(0.3, budgets, curve)).toEqual({ value: 16, bound: 'exact' });
    expect(labelsToReach(0.1, budgets, curve)).toEqual({ value: 2, bound: 'exact' });
    expect(labelsToReach(0.5, budgets, curve)).toEqual({ value: 128, bound: 'exact' });
  });

  it('gives bounds outside what was measured', () => {
    expect(labelsToReach(0.6, budgets, [0.1, 0.2, 0.4, 0.5])).toEqual({ value: 128, bound: 'atLeast' });
    expect(labelsToReach(0.05, budgets, [0.1, 0.2, 0.4, 0.5])).toEqual({ value: 2, bound: 'atMost' });
  });

  it('takes the first crossing of a curve that falls back', () => {
    expect(labelsToReach(0.2, budgets, [0.1, 0.3, 0.1, 0.5]).value).toBe(4);
  });
});

describe('labelMultipliers', () => {
  it('find a planted multiplier where the budgets reach, and its bound where they do not', () => {
    // Noise common to both arms of a seed cancels in pairs.
    const random = seededRandom(1);
    const noises = Array.from({ length: 6 }, () => 0.02 * random.normal());
    const noise = (seed: number) => noises[seed];
    const result = labelMultipliers(
      [...linear('pretrained', 5, 8, noise), ...linear('scratch', 5, 1, noise)],
      { treatment: 'pretrained', baseline: 'scratch' },
    );
    expect(result.map(({ labelsPerClass }) => labelsPerClass)).toEqual(budgets);
    expect(result.map(({ multiplier }) => formatCensored(multiplier))).toEqual(['8', '8', '>= 4', '>= 1']);
    expect(result[0].interval!.low.value).toBeCloseTo(8, 6);
    expect(result[0].interval!.high.value).toBeCloseTo(8, 6);
    expect(result[1].baselineLabels.value).toBeCloseTo(64, 6);
    expect(result[0].score).toBeCloseTo(0.05 * 4 + noises.slice(1).reduce((a, b) => a + b, 0) / 5, 12);
  });

  it('cover a planted multiplier with their interval, wider for more noise', () => {
    const random = seededRandom(2);
    const of = (size: number) => {
      const independent = () => size * random.normal();
      return labelMultipliers([...linear('p', 8, 6, independent), ...linear('s', 8, 1, independent)], {
        treatment: 'p',
        baseline: 's',
      })[1].interval!;
    };
    const [small, large] = [of(0.01), of(0.03)];
    expect(small.low.value).toBeLessThan(6);
    expect(small.high.value).toBeGreaterThan(6);
    expect(large.high.value / large.low.value).toBeGreaterThan(small.high.value / small.low.value);
  });

  it('are 1 for equal arms, below 1 for a worse one, and follow the metric where less is better', () => {
    const at8 = (ahead: number, sign: 1 | -1) => {
      const observations = [...linear('p', 3, ahead, () => 0), ...linear('s', 3, 1, () => 0)].map((o) => ({
        ...o,
        value: sign * o.value!,
      }));
      return labelMultipliers(observations, { treatment: 'p', baseline: 's', higherIsBetter: sign === 1 })[1];
    };
    expect(at8(1, 1).multiplier.value).toBeCloseTo(1, 9);
    expect(at8(0.5, 1).multiplier.value).toBeCloseTo(0.5, 9);
    expect(at8(4, -1).multiplier.value).toBeCloseTo(4, 9);
    expect(at8(4, -1).score).toBeCloseTo(-0.05 * 5, 12);
  });

  it('leave incomplete seeds out and say so; one seed gives no interval', () => {
    const observations = [...linear('p', 2, 4, () => 0), ...linear('s', 2, 1, () => 0)].map((o) =>
      o.arm === 's' && o.seed === 2 && o.labelsPerClass === 32 ? { ...o, value: undefined } : o,
    );
    const [first] = labelMultipliers(observations, { treatment: 'p', baseline: 's' });
    expect([first.seeds, first.missing, first.interval]).toEqual([[1], [2], undefined]);
    expect(labelMultipliers(observations, { treatment: 'absent', baseline: 's' })).toEqual([]);
  });
});
