/** Compares recorded numbers with recomputed ones: bit for bit in the same environment, else within the seed spread. */
import type { RunOutcome, StudyResults } from './results';
export interface ComparedNumber {
    /** Arm or stage, budget and seed; for a mean, arm and budget. */
    readonly place: string;
    readonly quantity: string;
    readonly recorded: number | string | null;
    readonly recomputed: number | string | null;
    /** 0: bit equality was asked for. */
    readonly tolerance: number;
    readonly agrees: boolean;
    readonly recordedRun: string;
}
export interface Comparison {
    /** Whether both sides were computed under one environment fingerprint, so that equality bit for bit is asked for. */
    readonly sameEnvironment: boolean;
    readonly numbers: readonly ComparedNumber[];
    /** Recorded runs that the other side does not contain. */
    readonly notCompared: number;
    readonly passed: boolean;
}
/** Compares every recorded number (metrics, curves, facts, parameters, FLOPs, steps; not seconds nor rates per second). */
export declare function compareResults(recorded: StudyResults, recomputed: StudyResults): Comparison;
/** Compares two executions of one run; without a spread, bit for bit. */
export declare function compareRuns(recorded: RunOutcome, again: RunOutcome, spread?: SeedSpread): ComparedNumber[];
/** Standard deviation over seeds of one quantity of one arm, pooled over budgets. */
export declare class SeedSpread {
    private readonly results;
    constructor(results: StudyResults);
    /** 0 where fewer than two seeds are recorded: then equality is asked for. */
    of(run: RunOutcome, quantity: string): number;
}
