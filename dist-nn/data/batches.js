"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.lengthBucketedBatches = lengthBucketedBatches;
const errors_1 = require("../errors");
const seededRandom_1 = require("./seededRandom");
/**
 * One epoch of batches. A sequence goes to the smallest length that holds it, so that short texts are not padded
 * to the longest; one longer than every length goes to the longest, where the caller truncates it. Each index
 * comes exactly once. Members of a batch and the order of batches depend on (seed, epoch) alone.
 * @throws LabError when batchSize or a length is not a whole number above zero
 */
function lengthBucketedBatches(sequences, options) {
    const { batchSize, seed, epoch } = options;
    const lengths = [...new Set(options.lengths)].sort((first, second) => first - second);
    for (const size of [batchSize, ...lengths]) {
        if (!Number.isInteger(size) || size < 1) {
            throw new errors_1.LabError(`Batches need whole numbers above zero as batchSize and lengths, not ${size}.`);
        }
    }
    if (lengths.length === 0)
        throw new errors_1.LabError('Batches need at least one length to pad to.');
    const random = (0, seededRandom_1.seededRandom)(`batches/${seed}/${epoch}`);
    const buckets = new Map(lengths.map((length) => [length, []]));
    sequences.forEach((sequence, index) => {
        const bucket = lengths.find((length) => length >= sequence.length) ?? lengths[lengths.length - 1];
        buckets.get(bucket).push(index);
    });
    const batches = [];
    for (const [length, indices] of buckets) {
        random.shuffle(indices);
        for (let start = 0; start < indices.length; start += batchSize) {
            batches.push({ indices: indices.slice(start, start + batchSize), length });
        }
    }
    return random.shuffle(batches);
}
//# sourceMappingURL=batches.js.map