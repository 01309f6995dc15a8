import { type SelectionMethod } from './selectCorpus';
export interface ImportanceResamplingOptions {
    /** Texts of the target domain, without labels. */
    readonly target: readonly string[];
    /** Seeds the resampling noise. */
    readonly seed: number;
    /** Default 10,000, as in the paper. */
    readonly buckets?: number;
    /** Whether pairs of neighbouring words count beside words. Default true, as in the paper. */
    readonly pairs?: boolean;
    /** Added to each bucket's probability, so that none is zero. Default 1e-8, as in the authors' code. */
    readonly smoothing?: number;
    /**
     * Occurrences added to each bucket of the target before its probabilities are taken (Laplace). With few target texts
     * most buckets are empty, and one word that the target happens to lack would outweigh all others. Default 0.
     */
    readonly targetPseudocount?: number;
    /** false: the highest weights are taken, without resampling. Default true. */
    readonly noise?: boolean;
}
/**
 * Data selection with importance resampling (DSIR; Xie, Santurkar, Ma & Liang 2023, section 3). A text's features z are
 * the counts of its hashed words and word pairs; two bags of n-grams are fitted, p to the target and q to the pool. The
 * importance weight is p(z) / q(z), the product over buckets of (p_j / q_j)^z_j, and texts are drawn without replacement in
 * proportion to it by adding Gumbel noise to its logarithm and keeping the largest (Gumbel top-k; Kool, van Hoof & Welling
 * 2019). The weight is a product over all n-grams, so the texts of a pool should be of about equal length
 * ({@link fixedLengthChunks}). The pool is read once for q. The noise is keyed by the text, so that repetitions draw the
 * same.
 * @throws LabError without target texts, or for a bucket count out of range
 */
export declare function importanceResampling(options: ImportanceResamplingOptions): SelectionMethod;
