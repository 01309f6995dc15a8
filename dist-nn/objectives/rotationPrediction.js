"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.quarterTurns = quarterTurns;
exports.rotationPrediction = rotationPrediction;
const softmaxCrossEntropy_1 = require("../engine/kernels/softmaxCrossEntropy");
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const parameters_1 = require("../models/parameters");
/** How many quarter turns there are: the classes. */
const turns = 4;
/**
 * Each image in its four rotations, counter-clockwise by 0, 90, 180 and 270 degrees.
 * @param images [n, side, side, channels]
 * @returns [4n, side, side, channels]: all images unrotated, then all rotated once, and so on
 * @throws LabError if the images are not square
 */
function quarterTurns(images) {
    const [, height, width] = images.shape;
    if (height !== width)
        throw new errors_1.LabError(`Images of ${height} x ${width} cannot be turned by 90 degrees; cut them square.`);
    const across = images.transpose([0, 2, 1, 3]);
    return native_1.tf.concat([images, across.reverse(1), images.reverse([1, 2]), across.reverse(2)], 0);
}
/** Rotation prediction (Gidaris, Singh & Komodakis 2018, eq. 2 and 3): all four rotations of each image in one batch. */
function rotationPrediction({ featureWidth, seed = 1, }) {
    const builder = new parameters_1.ParameterBuilder('rotation', seed);
    const weight = builder.add('weight', [featureWidth, turns], { normal: Math.sqrt(1 / featureWidth) });
    const bias = builder.add('bias', [turns], 'zeros');
    const scores = (features) => native_1.tf.matMul(features, weight).add(bias);
    const answers = (rows) => native_1.tf.tensor1d(Int32Array.from({ length: rows }, (_, row) => Math.floor((row * turns) / rows)), 'int32');
    return {
        name: 'rotationPrediction',
        parameters: () => builder.build(),
        loss: (features) => (0, softmaxCrossEntropy_1.softmaxCrossEntropy)(scores(features), answers(features.shape[0])).mean(),
        accuracy: (features) => scores(features)
            .argMax(1)
            .equal(answers(features.shape[0]))
            .cast('float32')
            .mean(),
        forwardFlops: (n) => 2 * turns * n * featureWidth * turns,
    };
}
//# sourceMappingURL=rotationPrediction.js.map