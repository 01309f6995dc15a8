/** Whether a model that is 80 % sure is right in 80 % of cases: calibration of the highest probability, by bins. */
import { LabError } from '../errors';
import { checkProbabilities } from './classChecks';
import { highestScores } from './highestScores';
import type { ProbabilityMetric } from './metric';

/** Examples of like confidence; what a reliability diagram draws. */
export interface CalibrationBin {
  /** Lowest and highest confidence: the bin's edges (equal width) or its examples' (equal mass). */
  readonly low: number;
  readonly high: number;
  readonly examples: number;
  /** Mean probability of the answers. */
  readonly confidence: number;
  /** Share of right answers. */
  readonly accuracy: number;
}

export interface CalibrationOptions {
  /** How many bins. Default 15, as Guo et al. (2017) report. */
  readonly bins?: number;
  /**
   * 'width': (0, 1/bins], (1/bins, 2/bins], ... (Guo et al. 2017, equation 3). 'mass': as many examples in each bin
   * (Nixon et al. 2019, the adaptive scheme), where equal confidences share the bin of the first of them, so that the
   * order of the examples does not matter. Default 'width'.
   */
  readonly equal?: 'width' | 'mass';
}

/**
 * The bins that hold examples, from the lowest confidence up. An example's confidence is its highest probability, and its
 * answer that class (the first of equals).
 * @param probabilities [examples, classes], row-major
 */
export function calibrationBins(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  options: CalibrationOptions = {},
): CalibrationBin[] {
  const { bins = 15, equal = 'width' } = options;
  checkProbabilities(probabilities, labels, classes);
  if (!(Number.isInteger(bins) && bins > 0)) {
    throw new LabError(`${bins} is not a number of bins; give a whole number above 0.`);
  }
  const answers = highestScores(probabilities, classes);
  const confidences = Float64Array.from(answers, (answer, k) =>
    Math.min(1, probabilities[k * classes + answer]),
  );
  const binOf = equal === 'width' ? (c: number) => widthBin(c, bins) : massBins(confidences, bins);
  const sums = Array.from({ length: bins }, () => ({
    examples: 0,
    confidence: 0,
    right: 0,
    low: 1,
    high: 0,
  }));
  for (let k = 0; k < answers.length; k++) {
    const bin = sums[binOf(confidences[k])];
    bin.examples++;
    bin.confidence += confidences[k];
    bin.low = Math.min(bin.low, confidences[k]);
    bin.high = Math.max(bin.high, confidences[k]);
    if (answers[k] === labels[k]) bin.right++;
  }
  return sums
    .map((sum, b) => ({
      low: equal === 'width' ? b / bins : sum.low,
      high: equal === 'width' ? (b + 1) / bins : sum.high,
      examples: sum.examples,
      confidence: sum.confidence / sum.examples,
      accuracy: sum.right / sum.examples,
    }))
    .filter(({ examples }) => examples > 0);
}

/** The bin (b / bins, (b + 1) / bins] of a confidence. */
function widthBin(confidence: number, bins: number): number {
  let bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
  // The product may round across an edge: 14 / 25 * 25 is above 14.
  if (bin > 0 && confidence <= bin / bins) bin--;
  else if (bin < bins - 1 && confidence > (bin + 1) / bins) bin++;
  return bin;
}

/** Bin floor(bins * r / n) of n examples, r of which are less confident. */
function massBins(confidences: Float64Array, bins: number): (confidence: number) => number {
  const binOf = new Map<number, number>();
  [...confidences]
    .sort((a, b) => a - b)
    .forEach((confidence, rank, { length }) => {
      if (!binOf.has(confidence)) binOf.set(confidence, Math.floor((bins * rank) / length));
    });
  return (confidence) => binOf.get(confidence)!;
}

/** Mean distance of confidence and accuracy over bins, weighted by their examples (Guo et al. 2017, equation 3). */
export function calibrationError(bins: readonly CalibrationBin[]): number {
  const examples = bins.reduce((sum, bin) => sum + bin.examples, 0);
  return (
    bins.reduce((sum, bin) => sum + bin.examples * Math.abs(bin.accuracy - bin.confidence), 0) / examples
  );
}

const noChance =
  "has no meaning: giving every example the labels' own frequencies is calibrated, and tells nothing of the example";

/** Calibration error over 15 bins of equal width; other bins by `calibrationBins`. */
export const expectedCalibrationError = {
  name: 'expectedCalibrationError',
  title: 'Expected calibration error (15 bins of equal width)',
  unit: '',
  higherIsBetter: false,
  range: [0, 1],
  tasks: ['classification', 'measurement'],
  needs: 'probabilities',
  reference: 'Guo et al. 2017, equation 3; scikit-learn 1.9.1, calibration_curve, weighted by examples',
  chance: noChance,
  compute: (probabilities, labels, classes) =>
    calibrationError(calibrationBins(probabilities, labels, classes)),
} as const satisfies ProbabilityMetric;

/** Calibration error over 15 bins of as many examples each, which sure models do not leave empty. */
export const equalMassCalibrationError = {
  ...expectedCalibrationError,
  name: 'equalMassCalibrationError',
  title: 'Expected calibration error (15 bins of equal mass)',
  reference: 'Guo et al. 2017, equation 3, over bins of equal mass as in Nixon et al. 2019',
  compute: (probabilities, labels, classes) =>
    calibrationError(calibrationBins(probabilities, labels, classes, { equal: 'mass' })),
} as const satisfies ProbabilityMetric;
