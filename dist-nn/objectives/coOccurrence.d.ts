/**
 * Co-occurrence pretraining of token embeddings, a proxy task with a closed solution: count which tokens stand near
 * each other, keep how much more often than chance (positive pointwise mutual information), and compress the table
 * by singular value decomposition. Levy & Goldberg 2014 show that skip-gram with negative sampling factorises the
 * same (shifted) table; the choices offered here are those compared by Levy, Goldberg & Dagan 2015, "Improving
 * Distributional Similarity with Lessons Learned from Word Embeddings".
 */
import { type SparseMatrix } from '../data/sparseMatrix';
export interface CoOccurrenceCountOptions {
    /** Token ids are 0 to vocabularySize - 1. */
    vocabularySize: number;
    /** How many tokens to the left and to the right count as context. */
    window: number;
    /** What a pair at distance d adds: 1 ('uniform'), 1/d ('harmonic', as GloVe) or (window + 1 - d)/window ('linear',
     * the expectation of word2vec's random window). Default 'uniform'. */
    weighting?: 'uniform' | 'harmonic' | 'linear';
}
export interface PointwiseMutualInformationOptions {
    /** Context counts are raised to this power before they are normalised, which tempers PMI's bias towards rare
     * contexts. 0 to 1; 1 is plain PMI, 0.75 is word2vec's. Default 0.75. */
    contextSmoothing?: number;
    /** Subtracted from PMI before clipping at 0, in nats: ln k for k negative samples. Default 0. */
    shift?: number;
}
export interface CoOccurrenceOptions extends CoOccurrenceCountOptions, PointwiseMutualInformationOptions {
    /** Length of a vector. */
    dimensions: number;
    /** Seed of the randomised decomposition; the counts are exact. */
    seed: number;
    /** Vectors are U S^p: 1 keeps the table's distances, 0 weighs all directions alike. Default 0.5. */
    singularValueExponent?: number;
    /** Power iterations of the decomposition, see {@link truncatedSvd}. Default 4. */
    powerIterations?: number;
}
/**
 * Pretrains token vectors on token sequences (contexts do not cross sequences). Returns [vocabularySize, dimensions]
 * row-major; a token that never occurs near another has a zero vector. Same seed, same environment: same bytes.
 * @throws LabError for an option out of its range or a token id outside the vocabulary
 */
export declare function coOccurrenceVectors(sequences: readonly Int32Array[], options: CoOccurrenceOptions): Promise<Float32Array>;
/**
 * Counts, for each token w (row) and each token c (column), how often c stands within the window of w, each
 * occurrence weighted by distance. [vocabularySize, vocabularySize], symmetric.
 * @throws LabError when the window is not a positive integer or a token id lies outside the vocabulary
 */
export declare function coOccurrenceCounts(sequences: readonly Int32Array[], options: CoOccurrenceCountOptions): Promise<SparseMatrix>;
/**
 * Positive pointwise mutual information of a count table, with smoothed contexts and a shift:
 * max(0, ln( P(w, c) / (P(w) P_a(c)) ) - shift), P_a(c) = count(c)^a / sum of count(c')^a (Levy, Goldberg & Dagan
 * 2015, equations 3 to 5). Same shape as the counts; entries that come out 0 are not stored.
 * @throws LabError when contextSmoothing lies outside 0 to 1 or shift is negative
 */
export declare function positivePointwiseMutualInformation(counts: SparseMatrix, options?: PointwiseMutualInformationOptions): SparseMatrix;
