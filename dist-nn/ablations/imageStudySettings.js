"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.briefFinetuning = exports.digitAugmentation = void 0;
exports.atEach = atEach;
exports.withImageCandidate = withImageCandidate;
/** Of handwritten digits: what leaves a digit readable. */
exports.digitAugmentation = {
    ...{ rotation: 20, shift: 0.1, scale: [0.8, 1.25], shear: 0.2, brightness: 0.2, noise: 0.05 },
    cutout: 0.25,
};
/** A training too short to learn, to try things out with. */
exports.briefFinetuning = {
    ...{ steps: 10, encoderLearningRate: 1e-3, headLearningRate: 1e-3 },
};
/** The same training at every one of these budgets. */
function atEach(budgets, finetuning) {
    return Object.fromEntries(budgets.map((budget) => [budget, finetuning]));
}
/**
 * A configuration in which the arms that share some fine-tuning are fine-tuned as a candidate says at one budget.
 * @param arms the key of `config.finetuning` that they share
 */
function withImageCandidate(config, arms, labelsPerClass, candidate) {
    const budgets = { ...config.finetuning[arms], [labelsPerClass]: candidate };
    return { ...config, finetuning: { ...config.finetuning, [arms]: budgets } };
}
//# sourceMappingURL=imageStudySettings.js.map