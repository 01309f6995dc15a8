/** Whether a mean lies within a margin around zero: absence of an effect has to be shown, not presumed. */
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import { LabError } from '../errors';
import { mean, withoutSpread } from './mean';
import { tStatistic } from './studentT';

/**
 * The larger p of two one-sided t tests against the ends of -margin to +margin (Schuirmann 1987): small where the mean
 * surely lies between them. Undefined for n < 2. Values that are all equal are judged by their signs, as in
 * {@link ./holm testOfMean}: 2^-n inside the margin, else 1.
 * @throws LabError unless the margin is a positive number
 */
export function equivalenceTest(values: readonly number[], margin: number): number | undefined {
  if (!(margin > 0 && Number.isFinite(margin)))
    throw new LabError(`The margin is ${margin}; give the largest difference that does not matter, above 0.`);
  const n = values.length;
  if (n < 2) return undefined;
  if (withoutSpread(values)) return Math.abs(mean(values)) < margin ? 2 ** -n : 1;
  const above = tCdf(-tStatistic(values, -margin)!, n - 1);
  const below = tCdf(tStatistic(values, margin)!, n - 1);
  return Math.max(above, below);
}
