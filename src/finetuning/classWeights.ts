/** How much each class counts in the loss, so that rare classes are heard. */
import { LabError } from '../errors';

/**
 * 'balanced': examples / (classes x examples of the class), as scikit-learn's class_weight='balanced'; or one number
 * above 0 a class, in label order. Only their proportions matter.
 */
export type ClassWeights = 'balanced' | readonly number[];

/**
 * A weight for each class [classes].
 * @param labels of the training examples, each 0 to classes - 1
 * @throws LabError for weights that are not one positive number a class, or 'balanced' where a class has no example
 */
export function classWeightsOf(
  weights: ClassWeights | undefined,
  labels: Int32Array,
  classes: readonly string[],
): Float64Array {
  if (weights === undefined) return new Float64Array(classes.length).fill(1);
  if (weights !== 'balanced') {
    if (!Array.isArray(weights) || weights.length !== classes.length)
      throw new LabError(
        `classWeights has ${String((weights as readonly number[])?.length)} entries for ${classes.length} classes (${classes.join(', ')}): give one number a class, or 'balanced'.`,
      );
    const wrong = weights.findIndex((weight: number) => !(Number.isFinite(weight) && weight > 0));
    if (wrong >= 0)
      throw new LabError(
        `The class weight of '${classes[wrong]}' is ${weights[wrong]}: give a number above 0.`,
      );
    return Float64Array.from(weights);
  }
  const counts = new Float64Array(classes.length);
  for (const label of labels) counts[label]!++;
  const empty = counts.indexOf(0);
  if (empty >= 0)
    throw new LabError(
      `classWeights 'balanced' needs an example of every class, and '${classes[empty]}' has none to train on: add some, or give the weights as numbers.`,
    );
  return counts.map((count) => labels.length / (classes.length * count));
}
