"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.importanceResampling = importanceResampling;
const hashedNgrams_1 = require("./hashedNgrams");
const pool_1 = require("./pool");
const selectCorpus_1 = require("./selectCorpus");
const wordHashes_1 = require("./wordHashes");
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
function importanceResampling(options) {
    const { target, seed, pairs = true, smoothing = 1e-8, noise = true, targetPseudocount = 0 } = options;
    const buckets = (0, hashedNgrams_1.checkedBuckets)(options.buckets ?? 10_000);
    (0, selectCorpus_1.checkedTarget)(target, 'Importance resampling');
    return {
        name: 'DSIR',
        async fit(pool) {
            const inTarget = new Float64Array(buckets).fill(targetPseudocount);
            const inPool = new Float64Array(buckets);
            for (const text of target)
                (0, hashedNgrams_1.visitBuckets)((0, wordHashes_1.wordHashes)(text), buckets, pairs, (bucket) => inTarget[bucket]++);
            await (0, pool_1.readPool)(pool, (text) => {
                (0, hashedNgrams_1.visitBuckets)((0, wordHashes_1.wordHashes)(text), buckets, pairs, (bucket) => inPool[bucket]++);
            });
            const sum = (counts) => counts.reduce((total, count) => total + count, 0);
            const [targetTotal, poolTotal] = [sum(inTarget), sum(inPool)];
            const logRatio = Float64Array.from(inTarget, (count, bucket) => Math.log(count / targetTotal + smoothing) - Math.log(inPool[bucket] / poolTotal + smoothing));
            return ({ words, key }) => {
                let logWeight = 0;
                (0, hashedNgrams_1.visitBuckets)(words, buckets, pairs, (bucket) => {
                    logWeight += logRatio[bucket];
                });
                return noise ? logWeight - Math.log(-Math.log((0, wordHashes_1.uniformOf)(key, seed))) : logWeight;
            };
        },
    };
}
//# sourceMappingURL=importanceResampling.js.map