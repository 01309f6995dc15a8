/** What a t test could have noticed. */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { LabError } from '../errors';
import { checkShare } from './interval';
import { normalCdf } from './normal';

/**
 * Share of the noncentral t distribution below t: of (z + noncentrality) / s, where z is standard normal and s^2 is
 * chi-squared over its degrees of freedom (Johnson, Kotz & Balakrishnan 1995, chapter 31). By the trapezoidal rule over
 * log s, whose error is below 1e-10 here.
 */
export function noncentralTCdf(t: number, degreesOfFreedom: number, noncentrality: number): number {
  let [covered, total] = [0, 0];
  // log s has weight s^df exp(-df s^2 / 2), about 1 / sqrt(2 df) wide; below e^-40 of its largest it is left out.
  const step = Math.min(0.02, 0.4 / Math.sqrt(2 * degreesOfFreedom));
  for (let log = -40 / degreesOfFreedom - 0.5; log < 2.5; log += step) {
    const s = Math.exp(log);
    const weight = Math.exp(degreesOfFreedom * (log - (s * s - 1) / 2));
    total += weight;
    covered += weight * normalCdf(t * s - noncentrality);
  }
  return covered / total;
}

/** Chance that a two-sided one-sample t test rejects a mean that is so many standard errors from the truth. */
export function powerOfTTest(standardErrors: number, n: number, confidence = 0.95): number {
  const critical = tQuantile((1 + confidence) / 2, n - 1);
  const below = noncentralTCdf(-critical, n - 1, standardErrors);
  return 1 - noncentralTCdf(critical, n - 1, standardErrors) + below;
}

/**
 * The smallest shift of a mean that a two-sided one-sample t test notices with the stated power (default 0.9), for n values
 * of this standard deviation.
 * @throws LabError for n < 2, or a confidence or power outside 0 to 1
 */
export function noticeableShift(options: {
  readonly standardDeviation: number;
  readonly n: number;
  readonly confidence?: number;
  readonly power?: number;
}): number {
  const { standardDeviation, n, confidence = 0.95, power = 0.9 } = options;
  checkShare(confidence);
  checkShare(power, 'power');
  if (!(n >= 2)) throw new LabError(`A shift cannot be noticed from ${n} values; two are the least.`);
  return (noncentralityFor(n, confidence, power) * standardDeviation) / Math.sqrt(n);
}

const known = new Map<string, number>();

/** How many standard errors the mean must be off, by bisection. */
function noncentralityFor(n: number, confidence: number, power: number): number {
  const key = `${n} ${confidence} ${power}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  let [low, high] = [0, 1];
  while (powerOfTTest(high, n, confidence) < power) [low, high] = [high, 2 * high];
  for (let k = 0; k < 50; k++) {
    const middle = (low + high) / 2;
    if (powerOfTTest(middle, n, confidence) < power) low = middle;
    else high = middle;
  }
  known.set(key, high);
  return high;
}
