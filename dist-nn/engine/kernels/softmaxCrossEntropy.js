"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.softmaxCrossEntropy = softmaxCrossEntropy;
const customGradient_1 = require("../customGradient");
const native_1 = require("../native");
const rawOp_1 = require("../rawOp");
/**
 * Cross-entropy of each row in nats: logits [rows, classes] (plus `bias` [classes], where given), labels int32 [rows]
 * -> [rows]. Loss and gradient come from integer labels, so no one-hot matrix is made.
 */
function softmaxCrossEntropy(logits, labels, bias) {
    if (native_1.nativeKernels)
        return native(logits, labels, bias);
    return composed(bias ? logits.add(bias) : logits, labels);
}
function native(logits, labels, bias) {
    const attributes = { T: { type: 'float32' }, B: { int: bias ? 1 : 0 } };
    return (0, customGradient_1.withGradient)(bias ? [logits, labels, bias] : [logits, labels], (scores, targets, ...added) => {
        const [loss, logSums] = (0, rawOp_1.rawOps)('LabCrossEntropy', [scores, targets, ...added], attributes, 2);
        return {
            value: loss,
            saved: [scores, targets, logSums, ...added],
            gradient: (dy, saved) => {
                const [slope, biasSlope] = (0, rawOp_1.rawOps)('LabCrossEntropyGrad', [dy, ...saved], attributes, 2);
                return [slope, native_1.tf.zerosLike(saved[1]), ...(bias ? [biasSlope] : [])];
            },
        };
    });
}
function composed(logits, labels) {
    return (0, customGradient_1.withGradient)([logits, labels], (scores, targets) => {
        const [loss, slope] = (0, rawOp_1.rawOps)('SparseSoftmaxCrossEntropyWithLogits', [scores, targets], { T: { type: 'float32' }, Tlabels: { type: 'int32' } }, 2);
        return {
            value: loss,
            saved: [slope, targets],
            gradient: (dy, [perLogit, indices]) => [perLogit.mul(dy.expandDims(-1)), native_1.tf.zerosLike(indices)],
        };
    });
}
//# sourceMappingURL=softmaxCrossEntropy.js.map