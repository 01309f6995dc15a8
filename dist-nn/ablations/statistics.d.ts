/** A range that covers the true value in a stated share of repeated studies. */
export interface Interval {
    readonly low: number;
    readonly high: number;
    /** Intended coverage, between 0 and 1: 0.95. */
    readonly level: number;
}
/** @throws LabError for no values */
export declare function mean(values: readonly number[]): number;
/** The sample's estimate of the population's standard deviation (divisor n - 1); undefined for n < 2. */
export declare function standardDeviation(values: readonly number[]): number | undefined;
/** Student's interval of the mean, for values that vary about normally; undefined for n < 2. */
export declare function tInterval(values: readonly number[], level?: number): Interval | undefined;
/**
 * Two-sided p of Student's one-sample test that the mean is `expected`; on paired differences, the paired t test.
 * Undefined for n < 2. Values without any spread give 0, or 1 where they equal what is expected.
 */
export declare function tTest(values: readonly number[], expected?: number): number | undefined;
/** The mean of paired differences in units of their standard deviation (Cohen 1988, d_z); undefined where that is 0 or n < 2. */
export declare function effectSize(differences: readonly number[]): number | undefined;
export interface SignCount {
    readonly positive: number;
    readonly negative: number;
    /** Differences of exactly 0, left out of the test. */
    readonly ties: number;
    /** Two-sided exact binomial p that both signs are equally likely; undefined if every difference is a tie. */
    readonly p: number | undefined;
}
/** How many paired differences have each sign, with the exact sign test. */
export declare function signCount(differences: readonly number[]): SignCount;
export interface HolmStep {
    /** Smallest family-wise error rate at which this hypothesis is rejected, given the others. */
    readonly adjustedP: number;
    /**
     * Level of the interval that excludes the hypothesis exactly when it is rejected: 1 - alpha over the hypotheses left at
     * its step, or at the step that ended the procedure.
     */
    readonly level: number;
    readonly rejected: boolean;
}
/**
 * Holm 1979: tests several hypotheses so that the chance of any false rejection stays below alpha. From the smallest p
 * on, each is compared with alpha over the number of hypotheses left; the first failure ends it. An undefined p (too few
 * values) counts as a hypothesis that is never rejected. Answers in the order given.
 */
export declare function holmCorrection(pValues: readonly (number | undefined)[], alpha?: number): HolmStep[];
/** Share of the standard normal distribution below x. */
export declare function normalCdf(x: number): number;
/**
 * The value below which a share of the values lies, between 0 and 1, with linear interpolation between neighbours (the
 * default of numpy and R, type 7). Values must be sorted.
 */
export declare function quantileOfSorted(sorted: ArrayLike<number>, share: number): number;
export declare function checkLevel(level: number): void;
