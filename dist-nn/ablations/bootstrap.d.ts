import { type Interval } from './statistics';
export interface BootstrapOptions {
    /** Seed of the resampling. */
    readonly seed: number | string;
    /**
     * 'bca' corrects the percentile interval for bias and skew (Efron 1987). Both are too narrow for few values: about 0.84
     * instead of 0.95 coverage at n = 5; so the t interval decides, and this one shows skew. Default 'bca'.
     */
    readonly method?: 'percentile' | 'bca';
    /** Default 0.95. */
    readonly level?: number;
    /** Default 4,000. */
    readonly resamples?: number;
}
/**
 * Bootstrap interval of the mean. Undefined for n < 2. Same seed, same interval.
 * @throws LabError for a level outside 0 to 1
 */
export declare function bootstrapInterval(values: readonly number[], options: BootstrapOptions): Interval | undefined;
/** The value below which a share of the standard normal distribution lies. */
export declare function normalQuantile(share: number): number;
