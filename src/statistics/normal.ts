/** The standard normal distribution; its tails come from stdlib. */
import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';

/** Share of the standard normal distribution below x. */
export function normalCdf(x: number): number {
  return erfc(-x / Math.SQRT2) / 2;
}

/** The value below which a share of the standard normal distribution lies. */
export function normalQuantile(share: number): number {
  return -Math.SQRT2 * erfcinv(2 * share);
}
