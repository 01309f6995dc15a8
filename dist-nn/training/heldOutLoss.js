"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.heldOutLoss = heldOutLoss;
const seededRandom_1 = require("../data/seededRandom");
const native_1 = require("../engine/native");
const program_1 = require("../engine/program");
const errors_1 = require("../errors");
/**
 * Mean cross-entropy in nats a prediction of an encoder on held-out texts, dropout off. Of the same texts before and after
 * continued pretraining, its rise is what was forgotten.
 * @throws LabError when there is no text
 */
function heldOutLoss(encoder, objective, options) {
    const { sequences, seed, length = encoder.config.maxLength, batchSize = 100 } = options;
    if (sequences.length === 0)
        throw new errors_1.LabError('There is no held-out text to measure the loss on; give some.');
    const program = (0, program_1.compile)({
        state: { ...encoder.parameters, ...objective.parameters() },
        engine: options.engine,
        precision: options.precision,
        functions: {
            loss: (batch) => ({ value: objective.loss(encoder, batch) }),
        },
    });
    let [sum, predictions] = [0, 0];
    try {
        for (let start = 0; start < sequences.length; start += batchSize) {
            // A short last batch is filled with empty texts, so that its shape is that of the others.
            const rows = Array.from({ length: batchSize }, (_, row) => (sequences[start + row] ?? new Int32Array(0)).subarray(0, length));
            const batch = objective.corrupt(rows, length, (0, seededRandom_1.seededRandom)(`held-out loss/${seed}/${start}`));
            const inputs = {
                tokens: native_1.tf.tensor2d(batch.tokens, [batchSize, length], 'int32'),
                positions: native_1.tf.tensor1d(batch.positions, 'int32'),
                targets: native_1.tf.tensor1d(batch.targets, 'int32'),
                weights: native_1.tf.tensor1d(batch.weights),
            };
            const { value } = program.loss(inputs);
            const made = batch.weights.reduce((total, weight) => total + weight, 0);
            sum += value.dataSync()[0] * made;
            predictions += made;
            native_1.tf.dispose([inputs, value]);
        }
    }
    finally {
        program.program.dispose();
    }
    return sum / predictions;
}
//# sourceMappingURL=heldOutLoss.js.map