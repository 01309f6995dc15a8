"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.imageStep = imageStep;
/** The project's own training steps on images, as its studies run them, on random pixels. */
const seededRandom_1 = require("../data/seededRandom");
const native_1 = require("../engine/native");
const program_1 = require("../engine/program");
const randomness_1 = require("../engine/randomness");
const convolutionalEncoder_1 = require("../models/convolutionalEncoder");
const visionTransformer_1 = require("../models/visionTransformer");
const augmentation_1 = require("../objectives/augmentation");
const contrastive_1 = require("../objectives/contrastive");
const maskedAutoencoder_1 = require("../objectives/maskedAutoencoder");
const adamW_1 = require("../training/adamW");
const learningRate = 1e-3;
/** As in pytorch_images.py. */
const augmentation = {
    ...{ rotation: 20, shift: 0.1, scale: [0.8, 1.25], shear: 0.2, brightness: 0.2, noise: 0.05, cutout: 0.25 },
};
function contrastiveObjective({ batch, side, channels, strides, temperature, }) {
    const encoder = (0, convolutionalEncoder_1.convolutionalEncoder)({ shape: [side, side, 1], channels, strides });
    const objective = (0, contrastive_1.contrastive)({ featureWidth: encoder.featureWidth, temperature });
    return {
        parameters: { ...encoder.parameters, ...objective.parameters() },
        loss(images, random) {
            const views = [(0, augmentation_1.augment)(images, augmentation, random), (0, augmentation_1.augment)(images, augmentation, random)];
            const [first, second] = native_1.tf.split(encoder.features(native_1.tf.concat(views, 0)), 2, 0);
            return objective.loss(first, second);
        },
        forwardFlops: encoder.forwardFlops(2 * batch) + objective.forwardFlops(batch),
    };
}
function autoencoderObjective(sizes) {
    const { batch, side, maskRatio, decoder, patch, layers, width, heads } = sizes;
    const encoder = (0, visionTransformer_1.visionTransformer)({ shape: [side, side, 1], patch, layers, width, heads });
    const objective = (0, maskedAutoencoder_1.maskedAutoencoder)(encoder, { maskRatio, decoder });
    return {
        parameters: { ...encoder.parameters, ...objective.parameters() },
        loss: (images, random) => objective.loss(images, objective.draw(batch, random)),
        forwardFlops: objective.forwardFlops(batch),
    };
}
/** Builds model, optimiser and program; the first `run` compiles them, if the engine is the compiled one. */
function imageStep(sizes, precision) {
    const { batch, side } = sizes;
    const { parameters, loss, forwardFlops } = sizes.objective === 'contrastive' ? contrastiveObjective(sizes) : autoencoderObjective(sizes);
    const optimizer = (0, adamW_1.adamW)(parameters, { clipNorm: 1 });
    const random = (0, randomness_1.randomness)(1);
    const program = (0, program_1.compile)({
        precision,
        state: { ...parameters, ...optimizer.state, ...random.state },
        functions: {
            train: ({ images, rate }) => {
                const step = optimizer.step(() => loss(images, random), rate);
                random.advance();
                return { loss: step.loss };
            },
        },
    });
    const draw = (0, seededRandom_1.seededRandom)(5);
    const pixels = Float32Array.from({ length: batch * side * side }, () => draw.uniform());
    return {
        flops: 3 * forwardFlops,
        run() {
            const started = performance.now();
            const images = native_1.tf.tensor4d(pixels, [batch, side, side, 1]);
            const result = program.train({ images, rate: learningRate });
            result.loss.dataSync();
            native_1.tf.dispose([result.loss, images]);
            return performance.now() - started;
        },
    };
}
//# sourceMappingURL=imageStep.js.map