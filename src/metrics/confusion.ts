/** Which class was answered with which, and what that says of each class. */
import { LabError } from '../errors';
import { checkPredictions } from './classChecks';

/** A confusion matrix of as many classes takes 400 MB. */
const mostClasses = 10_000;

/**
 * How often each class was answered with each: entry (label, prediction) at label * classes + prediction.
 * @throws LabError for no examples, unequal lengths, a class outside 0 to classes - 1, or more than 10,000 classes
 */
export function confusionMatrix(
  predictions: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): Int32Array {
  checkPredictions(predictions, labels, classes);
  if (classes > mostClasses) {
    throw new LabError(
      `A confusion matrix of ${classes} classes does not fit into memory; take classScores, which needs none.`,
    );
  }
  const counts = new Int32Array(classes * classes);
  for (let k = 0; k < labels.length; k++) counts[labels[k] * classes + predictions[k]]++;
  return counts;
}

/** Scores of one class against all others. */
export interface ClassScore {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Examples that have this label. */
  readonly labelled: number;
  /** Examples that got this answer. */
  readonly predicted: number;
}

/**
 * Precision, recall and F1 of each class. Where one is 0 / 0 it is 0, as scikit-learn's zero_division=0: precision of a
 * class that was never answered, recall of one that no example has.
 */
export function classScores(
  predictions: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): ClassScore[] {
  checkPredictions(predictions, labels, classes);
  const [right, labelled, predicted] = [0, 1, 2].map(() => new Int32Array(classes));
  for (let k = 0; k < labels.length; k++) {
    labelled[labels[k]]++;
    predicted[predictions[k]]++;
    if (labels[k] === predictions[k]) right[labels[k]]++;
  }
  return Array.from({ length: classes }, (_, c) => ({
    precision: predicted[c] > 0 ? right[c] / predicted[c] : 0,
    recall: labelled[c] > 0 ? right[c] / labelled[c] : 0,
    f1: labelled[c] + predicted[c] > 0 ? (2 * right[c]) / (labelled[c] + predicted[c]) : 0,
    labelled: labelled[c],
    predicted: predicted[c],
  }));
}

/** Row sum, column sum and diagonal of one class in a confusion matrix [labels, predictions]. */
export function countsOfClass(
  confusion: ArrayLike<number>,
  classes: number,
  c: number,
): { right: number; labelled: number; predicted: number } {
  let [labelled, predicted] = [0, 0];
  for (let other = 0; other < classes; other++) {
    labelled += confusion[c * classes + other];
    predicted += confusion[other * classes + c];
  }
  return { right: confusion[c * classes + c], labelled, predicted };
}
