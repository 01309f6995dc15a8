"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.adamWUpdate = adamWUpdate;
exports.globalNorm = globalNorm;
const rawOp_1 = require("../rawOp");
/**
 * New parameters and moments after one step of AdamW (Loshchilov & Hutter 2019, algorithm 2), all in one of the lab's
 * own kernels: call it only where `nativeKernels` is true.
 */
function adamWUpdate(step) {
    const count = step.parameters.length;
    const updated = (0, rawOp_1.rawOps)('LabAdamW', [
        ...step.parameters,
        ...step.first,
        ...step.second,
        ...step.gradients,
        ...step.rates,
        step.clip,
        step.power1,
        step.power2,
    ], {
        N: { int: count },
        beta1: { float: step.beta1 },
        beta2: { float: step.beta2 },
        epsilon: { float: step.epsilon },
        weight_decays: { float: [...step.weightDecays] },
    }, 3 * count);
    return {
        parameters: updated.slice(0, count),
        first: updated.slice(count, 2 * count),
        second: updated.slice(2 * count),
    };
}
/** Root of the sum of the squares of all elements, a scalar; one of the lab's own kernels. */
function globalNorm(tensors) {
    return (0, rawOp_1.rawOp)('LabGlobalNorm', tensors, { N: { int: tensors.length } });
}
//# sourceMappingURL=adamWUpdate.js.map