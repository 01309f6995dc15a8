"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.layerNormalization = layerNormalization;
const customGradient_1 = require("../customGradient");
const native_1 = require("../native");
const rawOp_1 = require("../rawOp");
/** Keeps the root finite where a row is constant; small beside the variance of any real activation. */
const epsilon = 1e-5;
/**
 * Layer normalisation over the last axis (Ba, Kiros & Hinton 2016, eq. 4): (x - mean) / sqrt(variance + 1e-5) * scale
 * + shift. `x` [rows, width], `scale` and `shift` [width]. One analytic gradient instead of the dozen ops that
 * differentiating each step would make.
 */
function layerNormalization(x, scale, shift) {
    return native_1.nativeKernels ? native(x, scale, shift) : composed(x, scale, shift);
}
function native(x, scale, shift) {
    return (0, customGradient_1.withGradient)([x, scale, shift], (input, gain, bias) => {
        const [value, mean, inverse] = (0, rawOp_1.rawOps)('LabLayerNorm', [input, gain, bias], { T: { type: 'float32' } }, 3);
        return {
            value,
            saved: [input, mean, inverse, gain],
            gradient: (dy, saved) => {
                const attributes = { T: { type: 'float32' }, R: { int: 0 } };
                const [dx, sums] = (0, rawOp_1.rawOps)('LabLayerNormGrad', [dy, ...saved], attributes, 2);
                const width = gain.shape[0];
                return [
                    dx,
                    sums.slice([0, 0], [1, width]).reshape([width]),
                    sums.slice([1, 0], [1, width]).reshape([width]),
                ];
            },
        };
    });
}
function composed(x, scale, shift) {
    return (0, customGradient_1.withGradient)([x, scale, shift], (input, gain, bias) => {
        const centred = input.sub(input.mean(-1, true));
        const inverse = centred.square().mean(-1, true).add(epsilon).rsqrt();
        const normalized = centred.mul(inverse);
        return {
            value: normalized.mul(gain).add(bias),
            saved: [normalized, inverse, gain],
            gradient: (dy, [hat, root, g]) => {
                const weighted = dy.mul(hat);
                const dHat = dy.mul(g);
                const dx = dHat
                    .sub(dHat.mean(-1, true))
                    .sub(hat.mul(weighted.mul(g).mean(-1, true)))
                    .mul(root);
                return [dx, weighted.sum(0), dy.sum(0)];
            },
        };
    });
}
//# sourceMappingURL=layerNormalization.js.map