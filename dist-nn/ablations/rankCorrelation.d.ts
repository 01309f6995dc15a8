import { type Interval } from './statistics';
/** Spearman's rank correlation, -1 to 1, ties with their mean rank; undefined where either side does not vary. */
export declare function spearman(x: readonly number[], y: readonly number[]): number | undefined;
/** A fixed quantity of one case, and the repeats of the other one: a distance, and the gain with each seed. */
export interface RepeatedCase {
    readonly x: number;
    readonly repeats: readonly number[];
}
export interface RankCorrelation {
    /** Between x and the means of the repeats; undefined where either does not vary. */
    readonly correlation: number | undefined;
    /** Percentile bootstrap over cases and, within each, over repeats; undefined for fewer than four cases. */
    readonly interval: Interval | undefined;
    readonly cases: number;
}
/**
 * Spearman's correlation of x with the mean of the repeats. The interval draws cases with replacement, and repeats within
 * each drawn case (a two-stage bootstrap; Davison & Hinkley 1997, section 3.8), so that it tells of other corpora as well as
 * of other seeds; resamples without variation are left out. With few cases it is rough and wide.
 */
export declare function rankCorrelation(cases: readonly RepeatedCase[], options: {
    readonly seed: number;
    readonly level?: number;
    readonly resamples?: number;
}): RankCorrelation;
