/** Student's interval and test of a mean, for values that vary about normally and independently of each other. */
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { checkShare, type Interval } from './interval';
import { mean, standardDeviation } from './mean';

/** Student's interval of the mean; undefined for n < 2. */
export function tInterval(values: readonly number[], confidence = 0.95): Interval | undefined {
  checkShare(confidence);
  const deviation = standardDeviation(values);
  if (deviation === undefined) return undefined;
  const reach = (tQuantile((1 + confidence) / 2, values.length - 1) * deviation) / Math.sqrt(values.length);
  const centre = mean(values);
  return { low: centre - reach, high: centre + reach, confidence };
}

/**
 * Two-sided p of Student's one-sample test that the mean is `expected`; on paired differences, the paired t test.
 * Undefined for n < 2. Values without any spread give 0, or 1 where they equal what is expected.
 */
export function tTest(values: readonly number[], expected = 0): number | undefined {
  const t = tStatistic(values, expected);
  return t === undefined ? undefined : 2 * tCdf(-Math.abs(t), values.length - 1);
}

/** Distance of the mean from `expected` in standard errors; infinite, or 0, without spread; undefined for n < 2. */
export function tStatistic(values: readonly number[], expected = 0): number | undefined {
  const deviation = standardDeviation(values);
  if (deviation === undefined) return undefined;
  const distance = mean(values) - expected;
  if (deviation === 0) return distance === 0 ? 0 : Math.sign(distance) * Number.POSITIVE_INFINITY;
  return (distance * Math.sqrt(values.length)) / deviation;
}

/** The mean of paired differences in units of their standard deviation (Cohen 1988, d_z); undefined where that is 0 or n < 2. */
export function effectSize(differences: readonly number[]): number | undefined {
  const deviation = standardDeviation(differences);
  return deviation === undefined || deviation === 0 ? undefined : mean(differences) / deviation;
}
