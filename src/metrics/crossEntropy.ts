/** How probable the right classes were held, in nats: of probabilities, and of the scores before the softmax. */
import { LabError } from '../errors';
import { entropy } from './chance';
import { checkLabels, checkProbabilities, checkScores } from './classChecks';
import type { ProbabilityMetric } from './metric';

/** Mean of -ln p(label), in nats; Infinity if a label got probability 0. */
export const loss = {
  name: 'loss',
  title: 'Loss (mean cross-entropy, nats)',
  unit: 'nats',
  higherIsBetter: false,
  range: [0, Number.POSITIVE_INFINITY],
  tasks: ['classification', 'tagging'],
  needs: 'probabilities',
  reference: 'the mean of -ln p(label); scikit-learn 1.9.1, log_loss, where no label got probability 0',
  chance: "the labels' entropy, reached by giving every example the labels' own frequencies",
  chanceLevel: entropy,
  compute: (probabilities, labels, classes) => {
    checkProbabilities(probabilities, labels, classes);
    let sum = 0;
    for (let k = 0; k < labels.length; k++) {
      // A rounded probability may exceed 1 by an ulp; its loss is 0 and not below.
      sum -= Math.log(Math.min(1, probabilities[k * classes + labels[k]]));
    }
    return sum / labels.length;
  },
} as const satisfies ProbabilityMetric;

/** The same number under the name that studies of calibration use (Guo et al. 2017, section 2). */
export const negativeLogLikelihood = {
  ...loss,
  name: 'negativeLogLikelihood',
  title: 'Negative log-likelihood (nats)',
  tasks: ['classification', 'measurement'],
} as const satisfies ProbabilityMetric;

/**
 * Mean cross-entropy in nats of unnormalised scores [rows, classes], row-major.
 * @throws LabError for a label that is not a class, or a score that is not a number or +Infinity
 */
export function meanCrossEntropy(scores: Float32Array, labels: Int32Array, classes: number): number {
  checkLabels(labels, classes);
  checkScores(scores, classes);
  if (scores.length !== labels.length * classes) {
    throw new LabError(`${scores.length} scores do not fit ${labels.length} labels of ${classes} classes.`);
  }
  let total = 0;
  for (let row = 0; row < labels.length; row++) {
    const own = scores.subarray(row * classes, (row + 1) * classes);
    const largest = own.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    let sum = 0;
    for (const score of own) sum += Math.exp(score - largest);
    total += Math.log(sum) + largest - own[labels[row]];
  }
  if (Number.isNaN(total)) {
    throw new LabError('A score is infinite: the model diverged; lower its learning rates.');
  }
  return total / labels.length;
}
