import { describe, expect, it } from 'vitest';
import { bootstrapInterval, normalQuantile } from '../../src/ablations/bootstrap';
import { type Observation, pairedDifference } from '../../src/ablations/pairedDifference';
import {
  effectSize,
  holmCorrection,
  mean,
  normalCdf,
  quantileOfSorted,
  signCount,
  standardDeviation,
  tInterval,
  tTest,
} from '../../src/ablations/statistics';
import { seededRandom } from '../../src/data/seededRandom';

/** Student 1908 (after Cushny & Peebles): hours of sleep gained by ten patients under two drugs. */
const sleepA = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
const sleepB = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
const gained = sleepB.map((value, k) => value - sleepA[k]);

describe("on Student's sleep data", () => {
  it('the paired t test, interval and effect size are the published ones', () => {
    // R: t.test(extra ~ group, data = sleep, paired = TRUE): t = -4.0621, df = 9, p = 0.002833, 0.7001 to 2.4599.
    expect(mean(gained)).toBeCloseTo(1.58, 12);
    expect(standardDeviation(gained)).toBeCloseTo(1.2299955, 6);
    expect(tTest(gained)).toBeCloseTo(0.00283289, 7);
    const interval = tInterval(gained)!;
    expect([interval.low, interval.high].map((x) => x.toFixed(4))).toEqual(['0.7001', '2.4599']);
    expect(effectSize(gained)! * Math.sqrt(10)).toBeCloseTo(4.0621, 4);
  });

  it('the sign test counts nine of nine, the tie left out', () => {
    expect(signCount(gained)).toEqual({ positive: 9, negative: 0, ties: 1, p: 2 / 512 });
  });
});

describe('quantiles and tails', () => {
  it('are those of the printed tables', () => {
    // One repeat of each: t(0.975, df) = 12.706, 4.303, 2.776, 2.262; the interval of 0 and 2 reaches 12.706.
    expect(tInterval([0, 2])!.high).toBeCloseTo(1 + 12.7062, 4);
    expect(tInterval([-1, 0, 1])!.high).toBeCloseTo(4.30265 / Math.sqrt(3), 5);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 8);
    expect(normalCdf(1.959963985)).toBeCloseTo(0.975, 9);
    expect(normalCdf(-8)).toBeGreaterThan(0);
    expect(quantileOfSorted([1, 2, 4, 8], 0.5)).toBe(3);
    expect([0, 1].map((share) => quantileOfSorted([1, 2, 4], share))).toEqual([1, 4]);
  });

  it('the sign test is exact', () => {
    expect(signCount([1, 1, 1, 1, 1]).p).toBeCloseTo(2 / 32, 15);
    expect(signCount([1, 1, 1, 1, -1]).p).toBeCloseTo((2 * 6) / 32, 15);
    expect(signCount([1, -1]).p).toBe(1);
    expect(signCount([0, 0])).toEqual({ positive: 0, negative: 0, ties: 2, p: undefined });
  });
});

describe('one value', () => {
  it('has no spread, interval, test or effect size: undefined, not 0', () => {
    expect(standardDeviation([3])).toBeUndefined();
    expect(tInterval([3])).toBeUndefined();
    expect(tTest([3])).toBeUndefined();
    expect(effectSize([3])).toBeUndefined();
    expect(bootstrapInterval([3], { seed: 1 })).toBeUndefined();
    expect(() => mean([])).toThrow(/no mean of no values/);
    expect(() => tInterval([1, 2], 95)).toThrow(/level is 95/);
  });

  it('repeated exactly has an interval of no width and no effect size', () => {
    expect(tInterval([2, 2, 2])).toEqual({ low: 2, high: 2, level: 0.95 });
    expect([tTest([2, 2]), tTest([2, 2], 2), effectSize([2, 2])]).toEqual([0, 1, undefined]);
    expect(bootstrapInterval([0.1, 0.1, 0.1], { seed: 1 })!.low).toBeCloseTo(0.1, 12);
  });
});

describe('intervals over simulated studies', () => {
  /** Share of simulated studies of n normal differences whose interval covers the true mean. */
  function coverage(
    n: number,
    interval: (values: number[], study: number) => { low: number; high: number },
    studies = 2000,
  ) {
    const random = seededRandom(`coverage/${n}`);
    let covered = 0;
    for (let study = 0; study < studies; study++) {
      const { low, high } = interval(
        Array.from({ length: n }, () => 0.1 + 0.05 * random.normal()),
        study,
      );
      if (low <= 0.1 && 0.1 <= high) covered++;
    }
    return covered / studies;
  }
  // Binomial limits of a share of 2,000 at 0.95: three standard errors are 0.0146.
  it.each([3, 5, 10])('t: the stated share of them at n = %i', (n) => {
    expect(Math.abs(coverage(n, (values) => tInterval(values)!) - 0.95)).toBeLessThan(0.0146);
  });

  it('bootstrap: too narrow at n = 5, as stated, better at n = 30', () => {
    const at = (n: number) =>
      coverage(n, (values, seed) => bootstrapInterval(values, { seed, resamples: 200 })!, 1000);
    const few = at(5);
    expect(few).toBeGreaterThan(0.79);
    expect(few).toBeLessThan(0.88);
    // 200 resamples make its ends noisy, which costs about 0.02.
    const many = at(30);
    expect(many).toBeGreaterThan(few + 0.04);
    expect(Math.abs(many - 0.93)).toBeLessThan(0.03);
  });

  it('bootstrap: bca leans to the long tail, where the percentile interval does not follow', () => {
    const skewed = [1, 1, 1, 1.2, 1.1, 1.3, 1, 1.1, 6, 1.2];
    const bca = bootstrapInterval(skewed, { seed: 1 })!;
    const percentile = bootstrapInterval(skewed, { seed: 1, method: 'percentile' })!;
    expect(bca.low).toBeGreaterThan(percentile.low);
    expect(bca.high).toBeGreaterThan(percentile.high);
  });

  it('bootstrap: the same for the same seed, another for another', () => {
    const of = (seed: number) => bootstrapInterval(gained, { seed });
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });
});

describe('Holm', () => {
  it('is the worked example: 0.01, 0.04, 0.03, 0.005', () => {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), 'holm') gives 0.03 0.06 0.06 0.02.
    const steps = holmCorrection([0.01, 0.04, 0.03, 0.005]);
    expect(steps.map(({ adjustedP }) => Number(adjustedP.toFixed(12)))).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(steps.map(({ rejected }) => rejected)).toEqual([true, false, false, true]);
  });

  it('rejects exactly where the interval at the stated level excludes the hypothesis', () => {
    const random = seededRandom(5);
    for (let family = 0; family < 200; family++) {
      const samples = Array.from({ length: 4 }, (_, k) =>
        Array.from({ length: 5 }, () => 0.6 * k + random.normal()),
      );
      for (const [k, step] of holmCorrection(samples.map((sample) => tTest(sample))).entries()) {
        const { low, high } = tInterval(samples[k], step.level)!;
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
  });
});

describe('pairedDifference', () => {
  const observations: Observation[] = [
    ...[0.5, 0.6, 0.7].map((value, k) => ({ arm: 'pretrained', labelsPerClass: 8, seed: k + 1, value })),
    ...[0.3, 0.3, 0.3].map((value, k) => ({ arm: 'scratch', labelsPerClass: 8, seed: k + 1, value })),
    { arm: 'pretrained', labelsPerClass: 8, seed: 4 },
    { arm: 'scratch', labelsPerClass: 8, seed: 4, value: 0.9 },
    { arm: 'pretrained', labelsPerClass: 8, seed: 5, value: Number.NaN },
    { arm: 'scratch', labelsPerClass: 8, seed: 5, value: 0.9 },
    { arm: 'pretrained', labelsPerClass: 32, seed: 1, value: 0.9 },
    { arm: 'scratch', labelsPerClass: 32, seed: 1, value: 0.7 },
  ];
  const at = (labelsPerClass: number) =>
    pairedDifference(observations, { treatment: 'pretrained', reference: 'scratch', labelsPerClass });

  it('pairs by seed, counts missing and failed trials and never takes them for 0', () => {
    const { seeds, missing, mean: centre, differences, signs } = at(8);
    expect([seeds, missing]).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(centre).toBeCloseTo(0.3, 12);
    expect(differences.map((d) => Number(d.toFixed(12)))).toEqual([0.2, 0.3, 0.4]);
    expect(signs.positive).toBe(3);
  });

  it('has no interval from one pair, and no mean from none', () => {
    expect(at(32)).toMatchObject({ tInterval: undefined, bootstrapInterval: undefined, p: undefined });
    expect(at(32).mean).toBeCloseTo(0.2, 12);
    expect(at(128)).toMatchObject({ mean: undefined, seeds: [], missing: [] });
  });

  it('is antisymmetric in its arms', () => {
    const back = pairedDifference(observations, {
      treatment: 'scratch',
      reference: 'pretrained',
      labelsPerClass: 8,
    });
    expect(back.mean).toBe(-at(8).mean!);
    expect(back.tInterval!.low).toBeCloseTo(-at(8).tInterval!.high, 12);
    expect(back.p).toBeCloseTo(at(8).p!, 12);
  });
});
