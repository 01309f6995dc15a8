"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.pretrainMaskedAutoencoder = pretrainMaskedAutoencoder;
exports.reconstructImages = reconstructImages;
const native_1 = require("../engine/native");
const randomness_1 = require("../engine/randomness");
const visionTransformer_1 = require("../models/visionTransformer");
const augmentation_1 = require("../objectives/augmentation");
const imageTrainingLoop_1 = require("./imageTrainingLoop");
/**
 * Pretrains a vision transformer on images without labels by hiding patches and predicting their pixels (He et al. 2022).
 * The encoder's parameters are changed in place.
 * @returns what training cost; `seen` counts images
 * @throws LabError if there are fewer images than a batch holds, or the loss stops being a number; StoppedError on request
 */
async function pretrainMaskedAutoencoder(encoder, options) {
    const { objective, images, augmentation, batchSize = 128 } = options;
    return (0, imageTrainingLoop_1.imageTrainingLoop)({
        label: 'Masked autoencoder',
        parameters: { ...encoder.parameters, ...objective.parameters() },
        images,
        batchSize,
        order: 'masked images',
        loss({ images: batch }, random) {
            const changed = augmentation ? (0, augmentation_1.augment)(batch, augmentation, random) : batch;
            return objective.loss(changed, objective.draw(batchSize, random));
        },
        seen: batchSize,
        flops: 3 * objective.forwardFlops(batchSize),
    }, options);
}
const grey = 0.5;
/**
 * Masks images and fills the hidden patches with what the model predicts. Predictions are of shifted and scaled patches,
 * so each is shown with its true mean and deviation (as He et al. show theirs).
 * @param seed of the masks
 */
function reconstructImages(encoder, objective, images, seed) {
    const { patch, shape } = encoder.config;
    const [height, width, channels] = shape;
    const pixels = patch * patch * channels;
    const count = images.length;
    const original = images.values([...Array(count).keys()]);
    const random = (0, randomness_1.randomness)(seed);
    const [predicted, hidden, patches] = native_1.tf.tidy(() => {
        const batch = native_1.tf.tensor4d(original, [count, ...shape]);
        const mask = objective.draw(count, random);
        const { predicted: values } = objective.reconstruct(batch, mask);
        const read = (tensor) => tensor.dataSync();
        return [read(values), read(mask.hidden), read((0, visionTransformer_1.patchify)(batch, patch))];
    });
    native_1.tf.dispose(Object.values(random.state));
    const masked = original.slice();
    const reconstructed = original.slice();
    hidden.forEach((row, index) => {
        const image = Math.floor(row / encoder.patches);
        const place = row % encoder.patches;
        const [top, left] = [patch * Math.floor(place / (width / patch)), patch * (place % (width / patch))];
        const own = patches.subarray(row * pixels, (row + 1) * pixels);
        const mean = own.reduce((sum, value) => sum + value, 0) / pixels;
        const deviation = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels);
        for (let k = 0; k < pixels; k++) {
            const channel = k % channels;
            const [y, x] = [Math.floor(k / channels / patch), Math.floor(k / channels) % patch];
            const at = ((image * height + top + y) * width + left + x) * channels + channel;
            masked[at] = grey;
            reconstructed[at] = Math.min(1, Math.max(0, mean + deviation * predicted[index * pixels + k]));
        }
    });
    return { original, masked, reconstructed };
}
//# sourceMappingURL=pretrainMaskedAutoencoder.js.map