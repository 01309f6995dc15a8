import { type Interval, type SignCount } from './statistics';
/** One planned trial's value of one metric. */
export interface Observation {
    readonly arm: string;
    readonly labelsPerClass: number;
    readonly seed: number;
    /** Absent if the trial failed or has not run: counted as missing, never taken for 0. */
    readonly value?: number;
}
export interface PairedDifference {
    readonly treatment: string;
    readonly reference: string;
    readonly labelsPerClass: number;
    /** Seeds that both arms finished, ascending. */
    readonly seeds: readonly number[];
    /** treatment - reference, in the order of the seeds. */
    readonly differences: readonly number[];
    /** Planned seeds that at least one of the arms lacks. */
    readonly missing: readonly number[];
    /** Undefined if no seed is complete. */
    readonly mean?: number;
    /** n - 1; undefined for n < 2, as are the intervals, the effect size and p. */
    readonly standardDeviation?: number;
    readonly tInterval?: Interval;
    /** Bias-corrected and accelerated; too narrow at few seeds, see {@link bootstrapInterval}. */
    readonly bootstrapInterval?: Interval;
    readonly signs: SignCount;
    /** Cohen's d_z */
    readonly effectSize?: number;
    /** Two-sided paired t test against no difference, not corrected for other budgets. */
    readonly p?: number;
}
/** A value that is there and is a number: a NaN metric is a failed trial. */
export declare function isMeasured(observation: Observation): observation is Observation & {
    readonly value: number;
};
/** Pairs two arms' trials by seed at one budget and describes the differences. */
export declare function pairedDifference(observations: readonly Observation[], comparison: {
    treatment: string;
    reference: string;
    labelsPerClass: number;
}, options?: {
    level?: number;
}): PairedDifference;
