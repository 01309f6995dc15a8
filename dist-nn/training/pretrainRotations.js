"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.pretrainRotations = pretrainRotations;
const rotationPrediction_1 = require("../objectives/rotationPrediction");
const imageTrainingLoop_1 = require("./imageTrainingLoop");
/**
 * Pretrains an image encoder by predicting rotations, the historical baseline of self-supervision. The encoder's
 * parameters are changed in place.
 * @returns what training cost; `seen` counts rotated images
 * @throws LabError if there are fewer images than a batch holds, they are not square, or the loss stops being a number;
 *   StoppedError on request
 */
async function pretrainRotations(encoder, options) {
    const { objective, images, batchSize = 64 } = options;
    return (0, imageTrainingLoop_1.imageTrainingLoop)({
        label: 'Rotation prediction',
        parameters: { ...encoder.parameters, ...objective.parameters() },
        images,
        batchSize,
        order: 'rotated images',
        loss: ({ images: batch }) => objective.loss(encoder.features((0, rotationPrediction_1.quarterTurns)(batch))),
        seen: 4 * batchSize,
        flops: 3 * (encoder.forwardFlops(4 * batchSize) + objective.forwardFlops(batchSize)),
    }, options);
}
//# sourceMappingURL=pretrainRotations.js.map