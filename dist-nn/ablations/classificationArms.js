"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.scored = scored;
exports.linearProbe = linearProbe;
exports.weightsHash = weightsHash;
/** What the arms of any classification study are made of: scores of answers, the linear probe, a hash of weights. */
const node_crypto_1 = require("node:crypto");
const regularisation_1 = require("../models/regularisation");
const classScores_1 = require("../training/classScores");
const metrics_1 = require("../training/metrics");
/** Metrics and facts of answers given by scores [texts, classes]; the highest score answers, the first of equals. */
function scored(scores, labels, classes) {
    const predictions = (0, classScores_1.highestScores)(scores, classes);
    return {
        metrics: {
            accuracy: metrics_1.accuracy.compute(predictions, labels, classes),
            macroF1: metrics_1.macroF1.compute(predictions, labels, classes),
        },
        facts: {
            chanceLevel: metrics_1.accuracy.chanceLevel((0, metrics_1.labelShares)(labels, classes)),
            tieRate: (0, metrics_1.tieRate)(scores, classes),
        },
    };
}
/** Bias of a class that training never showed: never answered, yet finite. */
const absentClassBias = -10;
/**
 * Logistic regression with its penalty chosen on dev from `grid`: a linear probe, every classical baseline, and the
 * head that fine-tuning starts from.
 * @param preparationSeconds time spent on the features, added to the ledger
 */
function linearProbe(sets, classes, grid, preparationSeconds) {
    const started = performance.now();
    const { model, l2 } = (0, regularisation_1.chooseRegularisation)(sets.train, sets.dev, { classes, grid });
    const { metrics, facts } = scored(model.predictProbabilities(sets.test.features), sets.test.labels, classes);
    const { features } = sets.train;
    const { columns } = features;
    const entries = features.kind === 'dense' ? features.rows * columns : features.values.length;
    const weight = new Float32Array(columns * classes);
    for (let c = 0; c < classes; c++) {
        for (let k = 0; k < columns; k++)
            weight[k * classes + c] = model.weights[c * columns + k];
    }
    return {
        result: {
            metrics,
            facts: { ...facts, l2 },
            ledger: {
                trainableParameters: (columns + 1) * classes,
                // Scores and gradient: two multiply-adds for each entry and class, an iteration. Of the chosen fit alone.
                trainingFlops: 4 * entries * classes * model.iterations,
                seconds: preparationSeconds + (performance.now() - started) / 1000,
                steps: model.iterations,
            },
        },
        head: { weight, bias: Float32Array.from(model.biases, (bias) => Math.max(bias, absentClassBias)) },
    };
}
/** SHA-256 over names, shapes and bytes of parameters: equal hashes mean unchanged weights. */
function weightsHash(parameters) {
    const hash = (0, node_crypto_1.createHash)('sha256');
    for (const [name, variable] of Object.entries(parameters)) {
        const values = variable.dataSync();
        hash
            .update(`${name}[${variable.shape.join()}]`)
            .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
    return hash.digest('hex');
}
//# sourceMappingURL=classificationArms.js.map