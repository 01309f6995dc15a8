/** Which sequences make a batch, and the length [time] that they are padded to. */
export interface LengthBatch {
    readonly indices: number[];
    readonly length: number;
}
export interface LengthBatchOptions {
    /** Sequences in a batch; the last batch of a bucket may hold fewer. */
    readonly batchSize: number;
    /** Padded lengths to choose from, in any order: few lengths, few compiled shapes. */
    readonly lengths: readonly number[];
    readonly seed: number;
    /** Epochs counted from 0: each has its own order. */
    readonly epoch: number;
}
/**
 * One epoch of batches. A sequence goes to the smallest length that holds it, so that short texts are not padded
 * to the longest; one longer than every length goes to the longest, where the caller truncates it. Each index
 * comes exactly once. Members of a batch and the order of batches depend on (seed, epoch) alone.
 * @throws LabError when batchSize or a length is not a whole number above zero
 */
export declare function lengthBucketedBatches(sequences: readonly {
    readonly length: number;
}[], options: LengthBatchOptions): LengthBatch[];
