import { LabError } from '../errors';
import { seededRandom } from './seededRandom';

/** How many labels may be spent: `perClass` examples of every class, chosen by `seed`. */
export interface LabelBudget {
  readonly perClass: number;
  readonly seed: number;
}

/** What a budget does with a class that has fewer examples than it asks for: refuse, or give all that there are. */
export type ScarceClasses = 'refused' | 'given whole';

/**
 * Indices of the same number of examples of every class. Budgets of one seed are nested: what is among the 2 of a class
 * is among its 8, 32 and 128, so that a learning curve differs in added labels only.
 * @param labels label of each example
 * @param names names of the labels, in order
 * @throws LabError when there are no labels, perClass is no whole number above zero, or a class has too few examples and
 *   scarce classes are refused
 */
export function budgetIndices(
  labels: ArrayLike<number>,
  names: readonly string[],
  { perClass, seed }: LabelBudget,
  scarce: ScarceClasses = 'refused',
): number[] {
  if (names.length === 0)
    throw new LabError('This dataset has no labels: use its examples for pretraining only.');
  if (!Number.isInteger(perClass) || perClass < 1) {
    throw new LabError(
      `A label budget needs a whole number of labels per class above zero, not ${perClass}.`,
    );
  }
  const byLabel = names.map((): number[] => []);
  for (let index = 0; index < labels.length; index++) byLabel[labels[index]!]!.push(index);
  const fewest = Math.min(...byLabel.map(({ length }) => length));
  byLabel.forEach((indices, label) => {
    if (indices.length < perClass && scarce === 'refused') {
      throw new LabError(
        `The class '${names[label]}' has ${indices.length} examples, fewer than the ${perClass} asked for: ` +
          `use a budget of at most ${fewest} labels per class.`,
      );
    }
    seededRandom(`label budget/${seed}/${names[label]}`).shuffle(indices);
  });
  const chosen: number[] = [];
  for (let rank = 0; rank < perClass; rank++) {
    for (const indices of byLabel) if (rank < indices.length) chosen.push(indices[rank]!);
  }
  return chosen;
}

/** How many examples each label has, in the order of `names`. */
export function countPerLabel(labels: ArrayLike<number>, names: readonly string[]): number[] {
  const counts = new Array<number>(names.length).fill(0);
  for (let index = 0; index < labels.length; index++) counts[labels[index]!]!++;
  return counts;
}
