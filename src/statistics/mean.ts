/** Means, spreads and quantiles. Nothing is defined from a single number: where n < 2 there is no spread, not a 0. */
import { LabError } from '../errors';

/** @throws LabError for no values */
export function mean(values: readonly number[]): number {
  if (values.length === 0)
    throw new LabError('There is no mean of no values; count the missing ones instead.');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The sample's estimate of the population's standard deviation (divisor n - 1); undefined for n < 2. */
export function standardDeviation(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

/** Whether values differ by rounding at most, so that they tell nothing of how repeats vary. */
export function withoutSpread(values: readonly number[]): boolean {
  if (values.length === 0) return true;
  const largest = Math.max(...values.map(Math.abs));
  return Math.max(...values) - Math.min(...values) <= 1e-9 * largest;
}

/**
 * The value below which a share of the values lies, between 0 and 1, with linear interpolation between neighbours (the
 * default of numpy and R, type 7). Values must be sorted.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
