/** What tuning effort buys: the best score to expect after so many tried settings. */
import { LabError } from '../errors';

export interface ExpectedBest {
  /** Settings tried. */
  readonly tried: number;
  /** Expected best dev score of so many. */
  readonly mean: number;
  /** Standard deviation of that best score. */
  readonly standardDeviation: number;
}

/**
 * Expected best dev score of 1, 2, … settings, each drawn at random, with replacement, from those that were tried (Dodge,
 * Gururangan, Card, Schwartz & Smith, 'Show Your Work', EMNLP 2019: expected validation performance, from the n-th power of
 * the empirical distribution). For nearly as many draws as settings it is too low, since a setting may be drawn twice (Tang
 * et al., ACL 2020); for more draws than settings there is no answer.
 * @param scores dev score of every tried setting, failed ones included as the score that a failure is worth
 * @throws LabError for no scores, or one that is not a number
 */
export function expectedBest(
  scores: readonly number[],
  { higherIsBetter = true }: { readonly higherIsBetter?: boolean } = {},
): ExpectedBest[] {
  const count = scores.length;
  if (count === 0) throw new LabError('There is no best of no scores; tune the arm first.');
  const failed = scores.find((score) => !Number.isFinite(score));
  if (failed !== undefined)
    throw new LabError(
      `A tried setting has the dev score ${failed}; give the score that a failure is worth.`,
    );
  const sign = higherIsBetter ? 1 : -1;
  const sorted = scores.map((score) => sign * score).sort((a, b) => a - b);
  return sorted.map((_, k) => {
    const tried = k + 1;
    // Share of draws whose best is each score: all at most it, and not all below it.
    const weights = sorted.map((_, j) => ((j + 1) / count) ** tried - (j / count) ** tried);
    const mean = sorted.reduce((sum, score, j) => sum + weights[j] * score, 0);
    const variance = sorted.reduce((sum, score, j) => sum + weights[j] * (score - mean) ** 2, 0);
    return { tried, mean: sign * mean, standardDeviation: Math.sqrt(variance) };
  });
}
