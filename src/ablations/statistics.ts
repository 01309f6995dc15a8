/**
 * Statistics of few repeats: means, spreads, t intervals, paired tests. Nothing here is defined from a single number:
 * where n < 2 the answer is undefined, never 0. Quantiles and tail probabilities come from stdlib.
 */
import erfc from '@stdlib/math-base-special-erfc';
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { LabError } from '../errors';

/** A range that covers the true value in a stated share of repeated studies. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Intended coverage, between 0 and 1: 0.95. */
  readonly level: number;
}

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

/** Student's interval of the mean, for values that vary about normally; undefined for n < 2. */
export function tInterval(values: readonly number[], level = 0.95): Interval | undefined {
  checkLevel(level);
  const deviation = standardDeviation(values);
  if (deviation === undefined) return undefined;
  const reach = (tQuantile((1 + level) / 2, values.length - 1) * deviation) / Math.sqrt(values.length);
  const centre = mean(values);
  return { low: centre - reach, high: centre + reach, level };
}

/**
 * Two-sided p of Student's one-sample test that the mean is `expected`; on paired differences, the paired t test.
 * Undefined for n < 2. Values without any spread give 0, or 1 where they equal what is expected.
 */
export function tTest(values: readonly number[], expected = 0): number | undefined {
  const deviation = standardDeviation(values);
  if (deviation === undefined) return undefined;
  const distance = Math.abs(mean(values) - expected);
  if (deviation === 0) return distance === 0 ? 1 : 0;
  return 2 * tCdf((-distance * Math.sqrt(values.length)) / deviation, values.length - 1);
}

/** The mean of paired differences in units of their standard deviation (Cohen 1988, d_z); undefined where that is 0 or n < 2. */
export function effectSize(differences: readonly number[]): number | undefined {
  const deviation = standardDeviation(differences);
  return deviation === undefined || deviation === 0 ? undefined : mean(differences) / deviation;
}

export interface SignCount {
  readonly positive: number;
  readonly negative: number;
  /** Differences of exactly 0, left out of the test. */
  readonly ties: number;
  /** Two-sided exact binomial p that both signs are equally likely; undefined if every difference is a tie. */
  readonly p: number | undefined;
}

/** How many paired differences have each sign, with the exact sign test. */
export function signCount(differences: readonly number[]): SignCount {
  const positive = differences.filter((difference) => difference > 0).length;
  const negative = differences.filter((difference) => difference < 0).length;
  const ties = differences.length - positive - negative;
  const p = positive + negative > 0 ? binomialTest(positive, positive + negative) : undefined;
  return { positive, negative, ties, p };
}

/** Two-sided exact p of a fair coin: twice the smaller tail, at most 1. */
function binomialTest(successes: number, trials: number): number {
  const extreme = Math.min(successes, trials - successes);
  let [ways, tail] = [1, 0];
  for (let k = 0; k <= extreme; k++) {
    tail += ways;
    ways *= (trials - k) / (k + 1);
  }
  return Math.min(1, (2 * tail) / 2 ** trials);
}

export interface HolmStep {
  /** Smallest family-wise error rate at which this hypothesis is rejected, given the others. */
  readonly adjustedP: number;
  /**
   * Level of the interval that excludes the hypothesis exactly when it is rejected: 1 - alpha over the hypotheses left at
   * its step, or at the step that ended the procedure.
   */
  readonly level: number;
  readonly rejected: boolean;
}

/**
 * Holm 1979: tests several hypotheses so that the chance of any false rejection stays below alpha. From the smallest p
 * on, each is compared with alpha over the number of hypotheses left; the first failure ends it. An undefined p (too few
 * values) counts as a hypothesis that is never rejected. Answers in the order given.
 */
export function holmCorrection(pValues: readonly (number | undefined)[], alpha = 0.05): HolmStep[] {
  checkLevel(alpha);
  const order = pValues
    .map((p, index) => ({ p: p ?? 1, known: p !== undefined, index }))
    .sort((a, b) => a.p - b.p || a.index - b.index);
  const steps = new Array<HolmStep>(pValues.length);
  let [running, open, divisor] = [0, true, pValues.length];
  for (const [rank, { p, known, index }] of order.entries()) {
    const left = pValues.length - rank;
    running = Math.max(running, Math.min(1, p * left));
    if (open) divisor = left;
    open = open && known && p <= alpha / left;
    steps[index] = { adjustedP: running, level: 1 - alpha / divisor, rejected: open };
  }
  return steps;
}

/** One sample's test after Holm's correction, with the t interval at its step's level; none for fewer than two values. */
export interface CorrectedTest extends HolmStep {
  readonly interval?: Interval;
}

/** Tests whether the mean of each sample is the hypothesis, corrected for all of them ({@link holmCorrection}). */
export function correctedTests(
  samples: readonly (readonly number[])[],
  hypothesis = 0,
  alpha = 0.05,
): CorrectedTest[] {
  const steps = holmCorrection(
    samples.map((values) => tTest(values, hypothesis)),
    alpha,
  );
  return steps.map((step, k) => ({ ...step, interval: tInterval(samples[k]!, step.level) }));
}

/** Share of the standard normal distribution below x. */
export function normalCdf(x: number): number {
  return erfc(-x / Math.SQRT2) / 2;
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

export function checkLevel(level: number): void {
  if (!(level > 0 && level < 1))
    throw new LabError(`The level is ${level}; give a share between 0 and 1, as 0.95.`);
}
