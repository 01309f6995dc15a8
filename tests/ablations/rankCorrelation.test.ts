import { describe, expect, it } from 'vitest';
import { rankCorrelation, spearman } from '../../src/ablations/rankCorrelation';

describe('spearman', () => {
  it('is 1 for rising, -1 for falling, whatever the scale, and the textbook value between', () => {
    expect(spearman([1, 2, 3], [10, 11, 900])).toBeCloseTo(1, 12);
    expect(spearman([1, 2, 3], [3, 2, -8])).toBeCloseTo(-1, 12);
    // 1 - 6 sum d^2 / (n (n^2 - 1)) with d = (0, 1, 1, 1, 1)... ranks 1 2 3 4 5 and 1 3 2 5 4.
    expect(spearman([1, 2, 3, 4, 5], [1, 3, 2, 5, 4])).toBeCloseTo(1 - (6 * 4) / (5 * 24), 12);
  });
  it('gives ties their mean rank, and no answer without variation', () => {
    // Ranks 1.5 1.5 3 and 1 2 3: covariance 1.5, variances 1.5 and 2.
    expect(spearman([1, 1, 2], [1, 2, 3])).toBeCloseTo(1.5 / Math.sqrt(1.5 * 2), 12);
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeUndefined();
    expect(() => spearman([1], [1, 2])).toThrow(/needs pairs/);
  });
});

describe('rankCorrelation', () => {
  const cases = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((x) => ({ x, repeats: [-x, -x - 0.1, -x + 0.1] }));
  it('has a narrow interval where the order is certain, a wide one where it is chance', () => {
    const certain = rankCorrelation(cases, { seed: 1 });
    expect(certain.correlation).toBeCloseTo(-1, 12);
    expect(certain.interval!.high).toBeLessThan(-0.9);
    const chance = rankCorrelation(
      cases.map(({ x }, k) => ({ x, repeats: [[3, 9, 1, 7, 5, 2, 8, 4, 6][k]!] })),
      { seed: 1 },
    );
    expect(chance.interval!.low).toBeLessThan(0);
    expect(chance.interval!.high).toBeGreaterThan(0);
    expect(chance).toEqual(
      rankCorrelation(
        cases.map(({ x }, k) => ({ x, repeats: [[3, 9, 1, 7, 5, 2, 8, 4, 6][k]!] })),
        { seed: 1 },
      ),
    );
  });
  it('has no interval for fewer than four cases', () => {
    expect(rankCorrelation(cases.slice(0, 3), { seed: 1 }).interval).toBeUndefined();
  });
});
