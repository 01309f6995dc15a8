"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.visitBuckets = visitBuckets;
exports.checkedBuckets = checkedBuckets;
/** Bags of hashed n-grams: the features that importance resampling and n-gram divergences count. */
const errors_1 = require("../errors");
const wordHashes_1 = require("./wordHashes");
/** Calls `visit` with the bucket of each word, and of each pair of neighbouring words where `pairs` is on. */
function visitBuckets(words, buckets, pairs, visit) {
    for (let k = 0; k < words.length; k++) {
        visit((0, wordHashes_1.mixed)(words[k]) % buckets);
        if (pairs && k > 0)
            visit((0, wordHashes_1.pairHash)(words[k - 1], words[k]) % buckets);
    }
}
/** @throws LabError unless a whole number of at least 2 */
function checkedBuckets(buckets) {
    if (!Number.isInteger(buckets) || buckets < 2 || buckets > 2 ** 24)
        throw new errors_1.LabError(`The number of buckets is ${buckets}; give a whole number from 2 to 16,777,216.`);
    return buckets;
}
//# sourceMappingURL=hashedNgrams.js.map