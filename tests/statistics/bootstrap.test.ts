import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { bootstrapInterval } from '../../src/statistics/bootstrap';
import { standardDeviation } from '../../src/statistics/mean';
import references from './references.json';

/** Share of simulated studies of n normal differences whose interval covers the true mean. */
function coverage(n: number, studies = 1000): number {
  const random = seededRandom(`coverage/${n}`);
  let covered = 0;
  for (let seed = 0; seed < studies; seed++) {
    const values = Array.from({ length: n }, () => 0.1 + 0.05 * random.normal());
    const { low, high } = bootstrapInterval(values, { seed, resamples: 200 })!;
    if (low <= 0.1 && 0.1 <= high) covered++;
  }
  return covered / studies;
}

describe('bootstrapInterval', () => {
  it.each(references.bootstrap)("of $values.length values is scipy's, but for the resampling", (sample) => {
    const { values, interval95 } = sample;
    const { low, high } = bootstrapInterval(values, { seed: 1, resamples: 40_000 })!;
    // Resampling noise of an end at this many resamples is about 0.02 standard errors of the mean.
    const noise = (0.1 * standardDeviation(values)!) / Math.sqrt(values.length);
    expect(Math.abs(low - interval95[0])).toBeLessThan(noise);
    expect(Math.abs(high - interval95[1])).toBeLessThan(noise);
  });

  it('is too narrow at n = 5, as stated, better at n = 30', () => {
    const few = coverage(5);
    expect(few).toBeGreaterThan(0.79);
    expect(few).toBeLessThan(0.88);
    // 200 resamples make its ends noisy, which costs about 0.02.
    const many = coverage(30);
    expect(many).toBeGreaterThan(few + 0.04);
    expect(Math.abs(many - 0.93)).toBeLessThan(0.03);
  });

  it('leans to the long tail with bca, where the percentile interval does not follow', () => {
    const skewed = [1, 1, 1, 1.2, 1.1, 1.3, 1, 1.1, 6, 1.2];
    const bca = bootstrapInterval(skewed, { seed: 1 })!;
    const percentile = bootstrapInterval(skewed, { seed: 1, method: 'percentile' })!;
    expect(bca.low).toBeGreaterThan(percentile.low);
    expect(bca.high).toBeGreaterThan(percentile.high);
  });

  it('is the same for the same seed, another for another, and none from one value', () => {
    const of = (seed: number) => bootstrapInterval([1, 2.1, 4.3, 8.2, 9.7, 3.3], { seed });
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
    expect(bootstrapInterval([3], { seed: 1 })).toBeUndefined();
    expect(bootstrapInterval([0.1, 0.1, 0.1], { seed: 1 })!.low).toBeCloseTo(0.1, 12);
  });
});
