"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.full = exports.quick = exports.laptop = exports.candidates = void 0;
/** Settings of the vision transformer study: data alone, which enters each run's id by its values. */
const imageStudySettings_1 = require("./imageStudySettings");
/** The grid of `lab tune`, for both networks alike. */
exports.candidates = {
    '100 steps at 1e-3': { steps: 100, encoderLearningRate: 1e-3, headLearningRate: 1e-3 },
    '300 steps at 1e-3': { steps: 300, encoderLearningRate: 1e-3, headLearningRate: 1e-3 },
    '300 steps at 4e-3': { steps: 300, encoderLearningRate: 4e-3, headLearningRate: 4e-3 },
};
/** As 'lab tune' chose on dev with seeds 101 and 102 everywhere: notebooks/vision-transformer.tuning.json has all scores. */
const chosen = exports.candidates['300 steps at 4e-3'];
exports.laptop = {
    transformer: { patch: 7, smallPatch: 4, layers: 3, width: 64, heads: 4 },
    convnet: { channels: [32, 80, 178], strides: [2, 2, 2] },
    augmentation: imageStudySettings_1.digitAugmentation,
    contrastive: {
        ...{ steps: 400, batchSize: 128, learningRate: 2e-3, weightDecay: 0.01 },
        temperature: 0.5,
    },
    maskedAutoencoder: {
        ...{ steps: 1500, batchSize: 128, learningRate: 2e-3, weightDecay: 0.01 },
        ...{ maskRatio: 0.75, lowRatio: 0.5, highRatio: 0.875 },
        decoder: { layers: 1, width: 64, heads: 4 },
    },
    finetuning: {
        ...{ batchSize: 64, weightDecay: 0.01, validationImages: 300, validationPoints: 5 },
        transformer: (0, imageStudySettings_1.atEach)([1, 10, 100], chosen),
        convnet: (0, imageStudySettings_1.atEach)([1, 10, 100], chosen),
    },
    linear: { l2: [0.1, 1, 10, 100], scaleOn: 1000 },
};
exports.quick = {
    ...exports.laptop,
    transformer: { patch: 7, smallPatch: 4, layers: 1, width: 32, heads: 2 },
    convnet: { channels: [16, 48], strides: [2, 2] },
    contrastive: { ...exports.laptop.contrastive, steps: 15, batchSize: 32 },
    maskedAutoencoder: { ...exports.laptop.maskedAutoencoder, steps: 20, batchSize: 32 },
    finetuning: {
        ...exports.laptop.finetuning,
        validationImages: 100,
        validationPoints: 2,
        transformer: (0, imageStudySettings_1.atEach)([1, 10], imageStudySettings_1.briefFinetuning),
        convnet: (0, imageStudySettings_1.atEach)([1, 10], imageStudySettings_1.briefFinetuning),
    },
    linear: { l2: [10], scaleOn: 200 },
};
exports.full = {
    ...exports.laptop,
    transformer: { patch: 4, smallPatch: 2, layers: 6, width: 192, heads: 6 },
    convnet: { channels: [96, 288, 904], strides: [2, 2, 2] },
    contrastive: { ...exports.laptop.contrastive, steps: 8000, batchSize: 256 },
    maskedAutoencoder: { ...exports.laptop.maskedAutoencoder, steps: 20_000, batchSize: 256 },
    finetuning: {
        ...exports.laptop.finetuning,
        transformer: (0, imageStudySettings_1.atEach)([1, 5, 10, 50, 100], chosen),
        convnet: (0, imageStudySettings_1.atEach)([1, 5, 10, 50, 100], chosen),
    },
};
//# sourceMappingURL=transformerVersusConvnetSettings.js.map