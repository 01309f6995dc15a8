import { checkedBuckets, visitBuckets } from './hashedNgrams';
import { readPool } from './pool';
import { checkedTarget, type SelectionMethod } from './selectCorpus';
import { uniformOf, wordHashes } from './wordHashes';

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
export function importanceResampling(options: ImportanceResamplingOptions): SelectionMethod {
  const { target, seed, pairs = true, smoothing = 1e-8, noise = true, targetPseudocount = 0 } = options;
  const buckets = checkedBuckets(options.buckets ?? 10_000);
  checkedTarget(target, 'Importance resampling');
  return {
    name: 'DSIR',
    async fit(pool) {
      const inTarget = new Float64Array(buckets).fill(targetPseudocount);
      const inPool = new Float64Array(buckets);
      for (const text of target)
        visitBuckets(wordHashes(text), buckets, pairs, (bucket) => inTarget[bucket]++);
      await readPool(pool, (text) => {
        visitBuckets(wordHashes(text), buckets, pairs, (bucket) => inPool[bucket]++);
      });
      const sum = (counts: Float64Array) => counts.reduce((total, count) => total + count, 0);
      const [targetTotal, poolTotal] = [sum(inTarget), sum(inPool)];
      const logRatio = Float64Array.from(
        inTarget,
        (count, bucket) =>
          Math.log(count / targetTotal + smoothing) - Math.log(inPool[bucket] / poolTotal + smoothing),
      );
      return ({ words, key }) => {
        let logWeight = 0;
        visitBuckets(words, buckets, pairs, (bucket) => {
          logWeight += logRatio[bucket];
        });
        return noise ? logWeight - Math.log(-Math.log(uniformOf(key, seed))) : logWeight;
      };
    },
  };
}
