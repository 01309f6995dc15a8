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
export declare function budgetIndices(labels: ArrayLike<number>, names: readonly string[], { perClass, seed }: LabelBudget, scarce?: ScarceClasses): number[];
/** How many examples each label has, in the order of `names`. */
export declare function countPerLabel(labels: ArrayLike<number>, names: readonly string[]): number[];
