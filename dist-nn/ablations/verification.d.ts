import type { Ablation, TierName } from './ablation';
import { type ComparedNumber, type Comparison } from './comparison';
import type { RunRecord } from './runRecord';
import { type StaleRun } from './staleness';
import { RunStore } from './store';
export interface VerifyOptions {
    readonly tier?: TierName;
    /** Only the first so many seeds. */
    readonly seeds?: number;
    /** Only these arms. */
    readonly arms?: readonly string[];
    /** Where recorded results are; default notebooks/. */
    readonly recordedFolder?: string;
    /** Where the runs are computed; a new folder under .lab/verify by default, deleted when the numbers agree. */
    readonly storeFolder?: string;
}
export interface Verification {
    readonly ablation: string;
    readonly tier: TierName;
    readonly passed: boolean;
    readonly recordedOn: string;
    /** Whether the recorded block is as 'lab record' wrote it. */
    readonly unedited: boolean;
    readonly comparison: Comparison;
    /** Recorded runs whose code, data or configuration have changed since; their numbers are compared all the same. */
    readonly stale: readonly StaleRun[];
    readonly recomputedIn: string;
}
/**
 * Computes an ablation anew at a tier, reusing nothing, and compares every recorded number.
 * @throws LabError if nothing is recorded at the tier
 */
export declare function verify(ablation: Ablation, options?: VerifyOptions): Promise<Verification>;
export interface Rerun {
    readonly record: RunRecord;
    readonly again: RunRecord;
    readonly sameEnvironment: boolean;
    readonly numbers: readonly ComparedNumber[];
    readonly passed: boolean;
}
/**
 * Executes one finished run again, from the artefacts it started from, and compares its numbers bit for bit.
 * @throws LabError if code, data or configuration have changed since
 */
export declare function rerun(ablation: Ablation, record: RunRecord, store: RunStore): Promise<Rerun>;
/** Differences first, the largest first. */
export declare function differences(numbers: readonly ComparedNumber[]): ComparedNumber[];
/** How many numbers a study's results contain that a comparison looks at. */
export declare function agreement(comparison: Comparison): {
    readonly agree: number;
    readonly of: number;
};
