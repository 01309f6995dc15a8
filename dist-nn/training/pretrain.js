"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.pretrain = pretrain;
exports.startFromVectors = startFromVectors;
const batches_1 = require("../data/batches");
const seededRandom_1 = require("../data/seededRandom");
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const checkpoint_1 = require("./checkpoint");
const trainingLoop_1 = require("./trainingLoop");
/** Draws batches for ever: every epoch in its own order, incomplete batches left out. */
function batchStream(sequences, batchSize, lengths, seed) {
    let epoch = 0;
    let queue = [];
    return () => {
        for (let attempts = 0; queue.length === 0; attempts++) {
            if (attempts > 1)
                throw new errors_1.LabError(`No length bucket holds a full batch of ${batchSize} texts; lower batchSize, or give fewer lengths.`);
            queue = [...(0, batches_1.lengthBucketedBatches)(sequences, { batchSize, lengths, seed, epoch: epoch++ })].filter((batch) => batch.indices.length === batchSize);
        }
        return queue.shift();
    };
}
/**
 * Pretrains an encoder on texts without labels. The encoder's parameters are changed in place.
 * @throws LabError if the loss stops being a number, naming the step; StoppedError on request, with the state kept
 */
async function pretrain(encoder, options) {
    const { objective, batchSize = 128, lengths = [encoder.config.maxLength], embeddingRateFactor = 1, seed, } = options;
    const longest = Math.max(...lengths);
    const sequences = options.sequences.map((ids) => (ids.length > longest ? ids.subarray(0, longest) : ids));
    const { seen, ...record } = await (0, trainingLoop_1.trainingLoop)({
        label: objective.title,
        parameters: { ...encoder.parameters, ...objective.parameters() },
        nextBatch: batchStream(sequences, batchSize, lengths, seed),
        inputs({ indices, length }, step) {
            const rows = indices.map((index) => sequences[index]);
            const corrupted = objective.corrupt(rows, length, (0, seededRandom_1.seededRandom)(`masking/${seed}/${step}`));
            return {
                tokens: native_1.tf.tensor2d(corrupted.tokens, [batchSize, length], 'int32'),
                positions: native_1.tf.tensor1d(corrupted.positions, 'int32'),
                targets: native_1.tf.tensor1d(corrupted.targets, 'int32'),
                weights: native_1.tf.tensor1d(corrupted.weights),
            };
        },
        loss: (inputs, random) => objective.loss(encoder, inputs, random),
        rateOf: (name, rate) => (name === 'encoder.tokenEmbedding' ? rate.mul(embeddingRateFactor) : rate),
        counts: ({ indices, length }, { positions }) => ({
            seen: indices.reduce((sum, index) => sum + sequences[index].length, 0),
            flops: 3 *
                (encoder.forwardFlops(batchSize, length) +
                    2 * positions.size * encoder.config.vocabularySize * encoder.config.width),
        }),
    }, options);
    return { encoder, tokens: seen, ...record };
}
/** Starts the token table from given vectors, scaled so that their mean length is what a fresh table's would be. */
function startFromVectors(encoder, vectors, meanNorm = 0.02 * Math.sqrt(encoder.config.width)) {
    const { vocabularySize, width } = encoder.config;
    if (vectors.length !== vocabularySize * width) {
        throw new errors_1.LabError(`The vectors hold ${vectors.length} numbers, but the token table is [${vocabularySize}, ${width}]; make them with this vocabulary and width.`);
    }
    let total = 0;
    let rows = 0;
    for (let row = 0; row < vocabularySize; row++) {
        let square = 0;
        for (let k = 0; k < width; k++)
            square += vectors[row * width + k] ** 2;
        if (square > 0) {
            total += Math.sqrt(square);
            rows++;
        }
    }
    if (!(total > 0 && Number.isFinite(total)))
        throw new errors_1.LabError('The vectors are all zero, or not all numbers; train them on more text.');
    const scale = meanNorm / (total / rows);
    (0, checkpoint_1.assignValues)(encoder.tokenEmbedding, vectors.map((value) => value * scale));
}
//# sourceMappingURL=pretrain.js.map