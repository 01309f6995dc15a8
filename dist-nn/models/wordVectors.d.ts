/**
 * Sentence vectors as weighted means of word vectors: smooth inverse frequency (SIF), Arora, Liang & Ma 2017, "A Simple
 * but Tough-to-Beat Baseline for Sentence Embeddings".
 */
import type { DenseMatrix } from '../data/sparseMatrix';
/** How often each token id occurs: [vocabularySize]. */
export declare function tokenCounts(sequences: readonly Int32Array[], vocabularySize: number): Float64Array;
/**
 * a / (a + p(w)) for each token, p(w) its share of all tokens (Arora et al. 2017, equation 3): 1 for a token that never
 * occurs, small for "the". [vocabularySize]
 * @throws LabError when a is not positive or nothing was counted
 */
export declare function sifWeights(counts: ArrayLike<number>, a?: number): Float32Array;
export interface SentenceVectorOptions {
    /** Word vectors [vocabularySize, dimensions] row-major. */
    vectors: Float32Array;
    dimensions: number;
    /** Weight of each token [vocabularySize], see {@link sifWeights}. */
    weights: ArrayLike<number>;
}
/**
 * The weighted mean of the tokens' vectors, divided by the number of tokens as in the paper: [sequences, dimensions].
 * An empty sequence gets zeros.
 */
export declare function weightedMeans(sequences: readonly Int32Array[], options: SentenceVectorOptions): DenseMatrix;
/**
 * The direction (length 1) along which the rows are largest: the first right singular vector, rows not centred, found by
 * power iteration. Its largest entry is positive.
 */
export declare function firstComponent(features: DenseMatrix): Float64Array;
/** Takes from each row its part along a direction of length 1 (Arora et al. 2017, algorithm 1, line 4). */
export declare function removeDirection(features: DenseMatrix, direction: Float64Array): DenseMatrix;
/**
 * Scales each row to length 1, so that long and short sentences count alike; a row of zeros stays so. With it, dividing a
 * weighted sum by the number of tokens or by the sum of their weights comes to the same.
 */
export declare function unitRows(features: DenseMatrix): DenseMatrix;
/** Shifts and scales each column to mean 0 and standard deviation 1 on the rows it was fitted on. */
export declare class Standardisation {
    /** [columns] */
    readonly means: Float64Array;
    /** [columns], divisor n; 1 for a constant column, which stays 0 after the shift. */
    readonly deviations: Float64Array;
    private constructor();
    static fit(features: DenseMatrix): Standardisation;
    apply(features: DenseMatrix): DenseMatrix;
}
