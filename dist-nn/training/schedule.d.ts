/** Settings of {@link warmupCosine}. */
export interface ScheduleOptions {
    /** Highest learning rate, reached at the end of the warm-up. */
    readonly peak: number;
    /** Steps of linear rise from peak / warmupSteps. */
    readonly warmupSteps: number;
    /** Steps in all; the cosine ends just after the last one, so that every step has a rate above zero. */
    readonly steps: number;
    /** Share of the peak that is left at the end, in [0, 1]. Default 0. */
    readonly finalShare?: number;
}
/**
 * Linear warm-up, then a half cosine down (Loshchilov & Hutter 2017, eq. 5, without restarts).
 * @param step 0-based
 */
export declare function warmupCosine(step: number, { peak, warmupSteps, steps, finalShare }: ScheduleOptions): number;
