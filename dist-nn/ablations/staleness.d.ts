import type { StudyPlan } from './plan';
import type { RunOutcome, StudyResults } from './results';
import type { RunDeterminants } from './runRecord';
export interface StaleRun {
    readonly run: string;
    readonly determinants: RunDeterminants;
    /** What differs from the run that the same study would compute now: 'code of models/transformer'. */
    readonly changes: readonly string[];
}
/** Those of the runs whose ids the plan does not contain, each with what changed. */
export declare function staleRuns(runs: readonly Pick<RunOutcome, 'run' | 'determinants'>[], plan: StudyPlan): StaleRun[];
/** Where a run stands in a study: its stage or arm, budget and seed. */
export declare function placeOf({ part, name, seed, labelsPerClass }: RunDeterminants): string;
/** What distinguishes a run from the one that would be computed now in its place. */
export declare function changesBetween(then: RunDeterminants, now: RunDeterminants | undefined): string[];
/** All changes behind stale runs, most frequent first, in one clause. */
export declare function summariseChanges(stale: readonly StaleRun[]): string;
/**
 * Refuses to show numbers that no longer belong to what is at hand.
 * @param product what is not written: 'report'
 * @throws LabError naming the runs and what changed, if there are any
 */
export declare function refuseStale(product: string, { id, tier }: Pick<StudyResults, 'id' | 'tier'>, stale: readonly StaleRun[]): void;
