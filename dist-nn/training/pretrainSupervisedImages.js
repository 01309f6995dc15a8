"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.pretrainSupervisedImages = pretrainSupervisedImages;
const softmaxCrossEntropy_1 = require("../engine/kernels/softmaxCrossEntropy");
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const parameters_1 = require("../models/parameters");
const augmentation_1 = require("../objectives/augmentation");
const imageTrainingLoop_1 = require("./imageTrainingLoop");
/** Standard deviation of the head's initial weights. */
const initialDeviation = 0.01;
/**
 * Pretrains an image encoder the way networks for ImageNet are: softmax cross-entropy of a linear head on a labelled source.
 * The encoder's parameters are changed in place; the head is thrown away.
 * @returns what training cost; `seen` counts images
 * @throws LabError if there are fewer than two classes or fewer images than a batch holds, or the loss stops being a
 * number; StoppedError on request
 */
async function pretrainSupervisedImages(encoder, options) {
    const { images, augmentation, batchSize = 128, seed } = options;
    const classes = images.names.length;
    if (classes < 2)
        throw new errors_1.LabError(`The images have ${classes} class; supervised pretraining needs two or more.`);
    const builder = new parameters_1.ParameterBuilder('sourceHead', seed);
    const weight = builder.add('weight', [encoder.featureWidth, classes], { normal: initialDeviation });
    const bias = builder.add('bias', [classes], 'zeros');
    const head = builder.build();
    try {
        return await (0, imageTrainingLoop_1.imageTrainingLoop)({
            label: 'Supervised pretraining',
            parameters: { ...encoder.parameters, ...head },
            images,
            batchSize,
            extra: (indices) => ({
                labels: native_1.tf.tensor1d(Int32Array.from(indices, (index) => images.labels[index]), 'int32'),
            }),
            loss({ images: batch, labels }, random) {
                const features = encoder.features(augmentation ? (0, augmentation_1.augment)(batch, augmentation, random) : batch);
                const logits = native_1.tf.matMul(features, weight).add(bias);
                return (0, softmaxCrossEntropy_1.softmaxCrossEntropy)(logits, labels).mean();
            },
            seen: batchSize,
            flops: 3 * (encoder.forwardFlops(batchSize) + 2 * batchSize * encoder.featureWidth * classes),
        }, options);
    }
    finally {
        native_1.tf.dispose(Object.values(head));
    }
}
//# sourceMappingURL=pretrainSupervisedImages.js.map