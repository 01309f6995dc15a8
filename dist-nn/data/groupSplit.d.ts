import type { SplitName, SplitOptions } from './splits';
/**
 * Groups that share a near-duplicate cluster become one.
 * @param groups number of each image's group; @param clusters number of each image's near-duplicate cluster
 * @returns a group number for each image
 */
export declare function joinedGroups(groups: ArrayLike<number>, clusters: readonly number[]): number[];
/**
 * Parts examples into train, dev and test by whole groups: first test, then dev take groups in a random order, each one that
 * still fits within 5 % above the size asked for, until the size is reached or no group fits.
 * @param labels label of each example; @param groups number of each example's group
 * @returns the split of each example
 * @throws LabError when a split that was asked for comes out more than a tenth too small or lacks a label, or training does
 */
export declare function groupSplit(labels: readonly string[], groups: readonly number[], { sizes, seed }: Omit<SplitOptions, 'threshold'>): SplitName[];
