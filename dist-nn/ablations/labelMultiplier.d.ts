import { type Observation } from './pairedDifference';
/** A number that the measured budgets may only bound: 'atLeast' where the baseline never gets there. */
export interface Censored {
    readonly value: number;
    readonly bound: 'exact' | 'atLeast' | 'atMost';
}
export interface LabelMultiplier {
    readonly labelsPerClass: number;
    /** Mean score of the treatment at this budget, over the seeds used. */
    readonly score: number;
    /** Labels per class that the baseline's mean curve needs for that score. */
    readonly baselineLabels: Censored;
    /** baselineLabels / labelsPerClass */
    readonly multiplier: Censored;
    /** Percentile bootstrap over seeds, both arms resampled together; undefined for fewer than two complete seeds. */
    readonly interval?: {
        readonly low: Censored;
        readonly high: Censored;
        readonly level: number;
    };
    /** Seeds with the treatment at this budget and the baseline at every budget. */
    readonly seeds: readonly number[];
    /** Planned seeds left out because one of those trials is missing or failed. */
    readonly missing: readonly number[];
}
export interface LabelMultiplierOptions {
    readonly treatment: string;
    /** The arm whose labels are counted. */
    readonly baseline: string;
    readonly higherIsBetter?: boolean;
    /** Default 0.95. */
    readonly level?: number;
    /** Default 2,000. */
    readonly resamples?: number;
    /** Seed of the resampling. Default 'label multiplier'. */
    readonly seed?: number | string;
}
/**
 * The label multiplier at each budget of the treatment. The baseline's mean scores are joined by straight lines over
 * log2(labels per class); the first point where the line reaches the treatment's mean score is read off. Nothing is
 * extrapolated: beyond the measured budgets the answer is a bound. Budgets without a complete seed are left out.
 */
export declare function labelMultipliers(observations: readonly Observation[], options: LabelMultiplierOptions): LabelMultiplier[];
/**
 * Labels at which a curve first reaches a score, by straight lines over log2(labels).
 * @param budgets labels, ascending
 * @param curve the score at each of the budgets, larger is better
 */
export declare function labelsToReach(score: number, budgets: readonly number[], curve: readonly number[]): Censored;
/** '11.3', '>= 16' or '<= 0.25': three significant figures. */
export declare function formatCensored({ value, bound }: Censored): string;
