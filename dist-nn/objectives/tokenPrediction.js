"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.tokenPredictionLoss = tokenPredictionLoss;
const embedding_1 = require("../engine/kernels/embedding");
const softmaxCrossEntropy_1 = require("../engine/kernels/softmaxCrossEntropy");
const native_1 = require("../engine/native");
/**
 * Mean cross-entropy in nats of the targets, predicted from the final states at their positions by the token table
 * (Press & Wolf 2017) and a bias [vocabulary].
 */
function tokenPredictionLoss(encoder, bias, batch, randomness) {
    const { states } = encoder.encode(batch.tokens, randomness);
    const rows = (0, embedding_1.gatherRows)(states.reshape([-1, encoder.config.width]), batch.positions);
    const logits = native_1.tf.matMul(rows, encoder.tokenEmbedding, false, true);
    const losses = (0, softmaxCrossEntropy_1.softmaxCrossEntropy)(logits, batch.targets, bias);
    return losses.mul(batch.weights).sum().div(native_1.tf.maximum(batch.weights.sum(), 1));
}
//# sourceMappingURL=tokenPrediction.js.map