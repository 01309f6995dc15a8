"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.pretrainImages = pretrainImages;
const seededRandom_1 = require("../data/seededRandom");
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const augmentation_1 = require("../objectives/augmentation");
const trainingLoop_1 = require("./trainingLoop");
/**
 * Pretrains an image encoder on images without labels: two augmented views of each are pulled together. The encoder's
 * parameters are changed in place.
 * @returns what training cost; `seen` counts views
 * @throws LabError if there are fewer images than a batch holds, or the loss stops being a number; StoppedError on request
 */
async function pretrainImages(encoder, options) {
    const { objective, images, augmentation, batchSize = 128, seed } = options;
    if (images.length < batchSize)
        throw new errors_1.LabError(`There are ${images.length} images for a batch of ${batchSize}; lower batchSize.`);
    return (0, trainingLoop_1.trainingLoop)({
        label: 'Contrastive pretraining',
        parameters: { ...encoder.parameters, ...objective.parameters() },
        nextBatch: epochStream(images.length, batchSize, seed),
        inputs: (indices) => ({
            images: native_1.tf.tensor4d(images.values(indices), [batchSize, ...images.shape]),
        }),
        loss({ images: batch }, random) {
            const views = native_1.tf.concat([(0, augmentation_1.augment)(batch, augmentation, random), (0, augmentation_1.augment)(batch, augmentation, random)], 0);
            const features = encoder.features(views);
            const [first, second] = native_1.tf.split(features, 2, 0);
            return objective.loss(first, second);
        },
        counts: () => ({
            seen: 2 * batchSize,
            flops: 3 * (encoder.forwardFlops(2 * batchSize) + objective.forwardFlops(batchSize)),
        }),
    }, options);
}
/** Draws batches of indices for ever; every epoch in its own order, an incomplete batch left out. */
function epochStream(count, batchSize, seed) {
    let epoch = 0;
    let queue = [];
    return () => {
        if (queue.length < batchSize)
            queue = (0, seededRandom_1.seededRandom)(`images/${seed}/${epoch++}`).shuffle([...Array(count).keys()]);
        return queue.splice(0, batchSize);
    };
}
//# sourceMappingURL=pretrainImages.js.map