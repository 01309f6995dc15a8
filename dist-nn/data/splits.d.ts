import type { RawExample } from './examples';
/** How many labelled examples (all, where no example has a label) to hold out. */
export interface HeldOutSizes {
    readonly dev: number;
    readonly test: number;
}
export interface SplitOptions {
    readonly sizes: HeldOutSizes;
    readonly seed: number;
    readonly threshold: number;
}
export type SplitName = 'train' | 'dev' | 'test';
/**
 * Parts texts into train, dev and test so that no near-duplicate pair is parted; see {@link clusterSplit}.
 * @returns the split of each example
 * @throws LabError when the sizes cannot be met
 */
export declare function splitByCluster(examples: readonly RawExample[], options: SplitOptions): SplitName[];
/**
 * Parts examples into train, dev and test by cluster: a whole cluster goes to one split.
 * Held-out sizes are met class by class in proportion to the class. Clusters that hold an example without a label next
 * to labelled ones stay in train, so that everything outside dev and test may serve for pretraining.
 * @param labels label of each example, undefined where it has none
 * @param clusterOf number of each example's cluster
 * @returns the split of each example
 * @throws LabError when the sizes cannot be met
 */
export declare function clusterSplit(labels: readonly (string | undefined)[], clusterOf: readonly number[] | Uint32Array, { sizes, seed }: Omit<SplitOptions, 'threshold'>): SplitName[];
/** Shares of `size` in proportion to the classes, whole numbers that add up to it (largest remainders). */
export declare function proportionalQuotas(total: ReadonlyMap<string, number>, size: number): Map<string, number>;
