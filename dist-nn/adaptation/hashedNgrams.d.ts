/** Calls `visit` with the bucket of each word, and of each pair of neighbouring words where `pairs` is on. */
export declare function visitBuckets(words: Uint32Array, buckets: number, pairs: boolean, visit: (bucket: number) => void): void;
/** @throws LabError unless a whole number of at least 2 */
export declare function checkedBuckets(buckets: number): number;
