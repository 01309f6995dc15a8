/** Several hypotheses tested together, so that the chance of any false rejection stays below a stated one. */
import { checkShare, type Interval } from './interval';
import { withoutSpread } from './mean';
import { signCount } from './signTest';
import { tInterval, tTest } from './studentT';

export interface HolmStep {
  /** Smallest family-wise error rate at which this hypothesis is rejected, given the others. */
  readonly adjustedP: number;
  /**
   * Confidence of the interval that excludes the hypothesis exactly when it is rejected: 1 - alpha over the hypotheses left
   * at its step, or at the step that ended the procedure.
   */
  readonly confidence: number;
  readonly rejected: boolean;
}

/**
 * Holm 1979: from the smallest p on, each is compared with alpha over the number of hypotheses left; the first failure ends
 * it. An undefined p (too few values) counts as a hypothesis that is never rejected. Answers in the order given.
 * @throws LabError unless alpha lies between 0 and 1
 */
export function holmCorrection(pValues: readonly (number | undefined)[], alpha = 0.05): HolmStep[] {
  checkShare(alpha, 'alpha');
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
    steps[index] = { adjustedP: running, confidence: 1 - alpha / divisor, rejected: open };
  }
  return steps;
}

/** A sample of independent values, and the mean that is to be refuted. */
export interface MeanHypothesis {
  readonly values: readonly number[];
  readonly hypothesis: number;
}

/** One mean's test after Holm's correction. */
export interface CorrectedTest extends HolmStep {
  /** The t interval at the step's confidence; none for fewer than two values, nor where all are equal. */
  readonly interval?: Interval;
}

/** Tests each sample's mean against its hypothesis, corrected for all of them ({@link holmCorrection}, {@link testOfMean}). */
export function correctedTests(family: readonly MeanHypothesis[], alpha = 0.05): CorrectedTest[] {
  const steps = holmCorrection(
    family.map(({ values, hypothesis }) => testOfMean(values, hypothesis)),
    alpha,
  );
  return steps.map((step, k) => {
    const { values } = family[k];
    const interval = withoutSpread(values) ? undefined : tInterval(values, step.confidence);
    return { ...step, ...(interval && { interval }) };
  });
}

/**
 * Two-sided p that the mean is `expected`: Student's t test. Values that are all equal have no spread that a t test could
 * use, and would be certain of anything; they are judged by the sign test, which needs six of them for 0.05.
 */
export function testOfMean(values: readonly number[], expected = 0): number | undefined {
  if (values.length < 2) return undefined;
  if (!withoutSpread(values)) return tTest(values, expected);
  return signCount(values.map((value) => value - expected)).p ?? 1;
}
