/** What every score of classes asks of its input: examples, whole class numbers, and scores that are numbers. */
import { LabError } from '../errors';

/** @throws LabError unless `classes` is a whole number above 0 */
export function checkClasses(classes: number): void {
  if (!(Number.isInteger(classes) && classes > 0)) {
    throw new LabError(`${classes} is not a number of classes; give a whole number above 0.`);
  }
}

/** @throws LabError for no examples, or a label that is not a class */
export function checkLabels(labels: ArrayLike<number>, classes: number): void {
  checkClasses(classes);
  if (labels.length === 0) throw new LabError('There are no examples to score.');
  for (let k = 0; k < labels.length; k++) checkClass(labels[k], classes, 'Label');
}

/** @throws LabError unless there is one class for each label */
export function checkPredictions(
  predictions: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): void {
  checkLabels(labels, classes);
  if (predictions.length !== labels.length) {
    throw new LabError(
      `${predictions.length} predictions came with ${labels.length} labels; give one a label.`,
    );
  }
  for (let k = 0; k < predictions.length; k++) checkClass(predictions[k], classes, 'Prediction');
}

function checkClass(value: number | undefined, classes: number, what: 'Label' | 'Prediction'): void {
  if (typeof value === 'number' && !Number.isInteger(value) && value >= 0 && value < classes) {
    throw new LabError(
      `${what} ${value} is a score and not a class; give whole numbers from 0 to ${classes - 1} (highestScores makes them of scores).`,
    );
  }
  if (!(Number.isInteger(value) && value! >= 0 && value! < classes)) {
    throw new LabError(`${what} ${value} is not one of ${classes} classes (0 to ${classes - 1}).`);
  }
}

/** @throws LabError unless the scores are whole rows [examples, classes] of numbers */
export function checkScores(scores: ArrayLike<number>, classes: number): void {
  checkClasses(classes);
  if (scores.length === 0 || scores.length % classes !== 0) {
    throw new LabError(`${scores.length} scores are not whole rows of ${classes} classes.`);
  }
  for (let k = 0; k < scores.length; k++) {
    if (typeof scores[k] !== 'number' || Number.isNaN(scores[k])) {
      throw new LabError(
        `The score of example ${Math.floor(k / classes)}, class ${k % classes} is not a number: the model diverged; lower its learning rates.`,
      );
    }
  }
}

/** How far the probabilities of an example may be from a sum of 1: half precision rounds each by up to 5e-4. */
const roundedSum = 2e-3;

/** @throws LabError unless there is a row of probabilities [classes], of sum 1, for each label */
export function checkProbabilities(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): void {
  checkLabels(labels, classes);
  checkScores(probabilities, classes);
  if (probabilities.length !== labels.length * classes) {
    throw new LabError(
      `${probabilities.length} probabilities do not fit ${labels.length} labels of ${classes} classes.`,
    );
  }
  for (let start = 0; start < probabilities.length; start += classes) {
    let sum = 0;
    for (let k = start; k < start + classes; k++) {
      if (probabilities[k] < 0) {
        throw new LabError(
          `Example ${start / classes} has the probability ${probabilities[k]}; give probabilities (the softmax of the scores).`,
        );
      }
      sum += probabilities[k];
    }
    if (!(Math.abs(sum - 1) <= roundedSum)) {
      throw new LabError(
        `The probabilities of example ${start / classes} sum to ${sum} and not to 1; give probabilities (the softmax of the scores).`,
      );
    }
  }
}
