import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { noncentralTCdf, noticeableShift, powerOfTTest } from '../../src/statistics/power';
import { tTest } from '../../src/statistics/studentT';
import references from './references.json';

describe('the noncentral t distribution', () => {
  it("is scipy's, from one degree of freedom to hundreds", () => {
    expect(references.noncentral.length).toBeGreaterThan(80);
    for (const { t, df, noncentrality, cdf } of references.noncentral)
      expect(noncentralTCdf(t, df, noncentrality), `t ${t}, df ${df}, ${noncentrality}`).toBeCloseTo(cdf, 8);
  });
});

describe('noticeableShift', () => {
  it.each(references.power)('at n = $n and alpha = $alpha is the one whose power is 0.9', (reference) => {
    const { n, alpha, standardDeviations } = reference;
    expect(
      noticeableShift({ standardDeviation: 1, n, confidence: 1 - alpha }) / standardDeviations,
    ).toBeCloseTo(1, 5);
  });

  it('is noticed nine times in ten', () => {
    const random = seededRandom('power');
    const shift = noticeableShift({ standardDeviation: 0.02, n: 5 });
    let noticed = 0;
    for (let study = 0; study < 2000; study++) {
      const values = Array.from({ length: 5 }, () => shift + 0.02 * random.normal());
      if (tTest(values)! < 0.05) noticed++;
    }
    // Three standard errors of a share of 2,000 at 0.9 are 0.02.
    expect(Math.abs(noticed / 2000 - 0.9)).toBeLessThan(0.02);
    expect(powerOfTTest(0, 5)).toBeCloseTo(0.05, 9);
  });

  it('refuses what has no answer', () => {
    expect(() => noticeableShift({ standardDeviation: 1, n: 1 })).toThrow(/two are the least/);
    expect(() => noticeableShift({ standardDeviation: 1, n: 5, power: 90 })).toThrow(/power is 90/);
  });
});
