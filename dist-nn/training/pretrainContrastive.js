"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.pretrainContrastive = pretrainContrastive;
const native_1 = require("../engine/native");
const augmentation_1 = require("../objectives/augmentation");
const imageTrainingLoop_1 = require("./imageTrainingLoop");
/**
 * Pretrains an image encoder on images without labels: two augmented views of each are pulled together. The encoder's
 * parameters are changed in place.
 * @returns what training cost; `seen` counts views
 * @throws LabError if there are fewer images than a batch holds, or the loss stops being a number; StoppedError on request
 */
async function pretrainContrastive(encoder, options) {
    const { objective, images, augmentation, batchSize = 128 } = options;
    return (0, imageTrainingLoop_1.imageTrainingLoop)({
        label: 'Contrastive pretraining',
        parameters: { ...encoder.parameters, ...objective.parameters() },
        images,
        batchSize,
        loss({ images: batch }, random) {
            const views = native_1.tf.concat([(0, augmentation_1.augment)(batch, augmentation, random), (0, augmentation_1.augment)(batch, augmentation, random)], 0);
            const features = encoder.features(views);
            const [first, second] = native_1.tf.split(features, 2, 0);
            return objective.loss(first, second);
        },
        seen: 2 * batchSize,
        flops: 3 * (encoder.forwardFlops(2 * batchSize) + objective.forwardFlops(batchSize)),
    }, options);
}
//# sourceMappingURL=pretrainContrastive.js.map