"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.full = exports.quick = exports.laptop = exports.candidates = void 0;
exports.withCandidate = withCandidate;
/** Steps of fine-tuning by labels per class: the same for every arm. */
const steps = { 2: 80, 8: 100, 32: 200, 128: 320 };
/** What fine-tuning is tuned over, the same for both arms and every budget: the learning rate, and whether the token table moves. */
exports.candidates = Object.fromEntries([1e-3, 3e-3].flatMap((rate) => [true, false].map((freezeEmbeddings) => [
    `rate ${rate}, token table ${freezeEmbeddings ? 'fixed' : 'trained'}`,
    { encoderLearningRate: rate, headLearningRate: rate / 10, freezeEmbeddings },
])));
const at = (labelsPerClass, rate, table) => ({
    steps: steps[labelsPerClass],
    ...exports.candidates[`rate ${rate}, token table ${table}`],
});
/** As 'lab tune' chose them on dev with seeds 101 and 102: notebooks/pretraining-versus-scratch.tuning.json has all scores. */
const tuned = {
    scratch: {
        2: at(2, 0.003, 'trained'),
        8: at(8, 0.003, 'trained'),
        32: at(32, 0.003, 'trained'),
        128: at(128, 0.001, 'trained'),
    },
    pretrained: {
        2: at(2, 0.001, 'trained'),
        8: at(8, 0.003, 'trained'),
        32: at(32, 0.001, 'fixed'),
        128: at(128, 0.001, 'trained'),
    },
};
/** The configuration in which an arm is fine-tuned as a candidate says. */
function withCandidate(config, arm, labelsPerClass, candidate) {
    const before = config.finetuning[arm];
    const budgets = { ...before, [labelsPerClass]: { ...before[labelsPerClass], ...candidate } };
    return { ...config, finetuning: { ...config.finetuning, [arm]: budgets } };
}
exports.laptop = {
    data: { vocabularySize: 8192, testLimit: 5000 },
    encoder: { layers: 3, width: 128, heads: 4, maxLength: 32, dropoutRate: 0.1 },
    coOccurrence: { window: 10, contextSmoothing: 0.75, singularValueExponent: 0.75 },
    maskedLanguageModel: {
        steps: 500,
        batchSize: 128,
        lengths: [12, 20, 32],
        learningRate: 2e-3,
        embeddingRateFactor: 1,
        startNorm: 2,
        weightDecay: 0.01,
        dropoutRate: 0,
    },
    pooling: { sifConstant: 0.03 },
    finetuning: {
        batchSize: 32,
        lengths: [12, 16, 22, 32],
        weightDecay: 0.01,
        validationExamples: 400,
        validationPoints: 5,
        controlBatchSize: 128,
        ...tuned,
    },
    linear: { l2: [10, 30, 100, 300], tfidfL2: [0.01, 0.03, 0.1, 0.3, 1, 3], scaleOn: 2000 },
};
const short = (freezeEmbeddings) => ({
    ...{ steps: 20, encoderLearningRate: 1e-3, headLearningRate: 1e-3, freezeEmbeddings },
});
exports.quick = {
    ...exports.laptop,
    data: { vocabularySize: 2048, testLimit: 500 },
    encoder: { layers: 1, width: 32, heads: 2, maxLength: 24, dropoutRate: 0.1 },
    maskedLanguageModel: { ...exports.laptop.maskedLanguageModel, steps: 40, batchSize: 64, lengths: [24] },
    finetuning: {
        ...exports.laptop.finetuning,
        lengths: [24],
        validationExamples: 100,
        validationPoints: 2,
        scratch: { 2: short(false), 8: short(false) },
        pretrained: { 2: short(true), 8: short(true) },
    },
    linear: { l2: [100], tfidfL2: [1], scaleOn: 500 },
};
exports.full = {
    ...exports.laptop,
    encoder: { layers: 4, width: 256, heads: 8, maxLength: 32, dropoutRate: 0.1 },
    maskedLanguageModel: { ...exports.laptop.maskedLanguageModel, steps: 8000, learningRate: 1e-3 },
};
//# sourceMappingURL=pretrainingVersusScratchSettings.js.map