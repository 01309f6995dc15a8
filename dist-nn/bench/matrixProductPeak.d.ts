import type { PeakAnswer } from './protocol';
/**
 * Builds the measurement: each call of the result multiplies square matrices in float32 and in bfloat16.
 * @returns GFLOP/s of the fastest call so far
 */
export declare function matrixProductPeak(size: number): () => PeakAnswer;
