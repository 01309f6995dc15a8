/** Which of a study's repeats vary independently: seeds that share a pretraining run share its luck. */
import { mean } from './mean';

/** Values that vary independently of each other, as a t interval wants them. */
export interface IndependentValues {
  /** Means of the groups of seeds that share a run; the values themselves where no seeds do, or where all do. */
  readonly values: readonly number[];
  /**
   * Whether all seeds share a run, so that what the values tell holds given that run: another pretraining run may come out
   * elsewhere, and nothing here says how far.
   */
  readonly conditional: boolean;
  /** Pretraining runs that more than one seed starts from. */
  readonly sharedRuns: number;
}

/**
 * Groups repeats so that any two which share a pretraining run, directly or through others, are in one group.
 * @param runs the ids of the pretraining runs behind each repeat
 * @returns the number of each repeat's group, from 0 in order of appearance
 */
export function groupsSharingRuns(runs: readonly (readonly string[])[]): number[] {
  const groupOf = runs.map((_, k) => k);
  const firstWith = new Map<string, number>();
  for (const [k, ids] of runs.entries()) {
    for (const id of ids) {
      const [mine, theirs] = [groupOf[k], groupOf[firstWith.get(id) ?? k]];
      if (!firstWith.has(id)) firstWith.set(id, k);
      const joined = Math.min(mine, theirs);
      for (const [other, group] of groupOf.entries())
        if (group === mine || group === theirs) groupOf[other] = joined;
    }
  }
  const numbers = [...new Set(groupOf)];
  return groupOf.map((group) => numbers.indexOf(group));
}

/**
 * Reduces repeats to independent values. A mean over groups with its t interval (groups - 1 degrees of freedom) covers the
 * luck of pretraining; the interval over seeds alone does not (analysis of cluster means; Donner & Klar 2000).
 */
export function independentValues(
  values: readonly number[],
  runs: readonly (readonly string[])[],
): IndependentValues {
  const groups = groupsSharingRuns(runs);
  const uses = new Map<string, number>();
  for (const ids of runs) for (const id of new Set(ids)) uses.set(id, (uses.get(id) ?? 0) + 1);
  const sharedRuns = [...uses.values()].filter((count) => count > 1).length;
  const count = new Set(groups).size;
  const conditional = count === 1 && sharedRuns > 0;
  if (conditional || sharedRuns === 0) return { values, conditional, sharedRuns };
  const means = Array.from({ length: count }, (_, group) =>
    mean(values.filter((_, k) => groups[k] === group)),
  );
  return { values: means, conditional, sharedRuns };
}
