"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.gelu = gelu;
exports.biasGelu = biasGelu;
const customGradient_1 = require("../customGradient");
const native_1 = require("../native");
const rawOp_1 = require("../rawOp");
const rootTwoOverPi = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;
/**
 * Gaussian error linear unit, tanh form (Hendrycks & Gimpel 2016, section 2):
 * 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))). Any shape.
 */
function gelu(x) {
    return (0, customGradient_1.withGradient)([x], (input) => {
        const square = input.square();
        const half = input
            .mul(square.mul(cubic * rootTwoOverPi).add(rootTwoOverPi))
            .tanh()
            .add(1)
            .mul(0.5);
        return {
            value: input.mul(half),
            saved: [input, square, half],
            // With h = (1 + tanh u) / 2: d/dx (x h) = h + x * 2 h (1 - h) * du/dx.
            gradient: (dy, [original, squared, h]) => {
                const slope = squared.mul(6 * cubic * rootTwoOverPi).add(2 * rootTwoOverPi);
                const inner = original.mul(slope).mul(native_1.tf.scalar(1).sub(h)).add(1);
                return [dy.mul(h).mul(inner)];
            },
        };
    });
}
/** gelu(x + bias): `x` [rows, width], `bias` [width]. One pass over memory with the lab's own kernel. */
function biasGelu(x, bias) {
    if (!native_1.nativeKernels)
        return gelu(x.add(bias));
    const attributes = { T: { type: 'float32' } };
    return (0, customGradient_1.withGradient)([x, bias], (input, added) => ({
        value: (0, rawOp_1.rawOp)('LabBiasGelu', [input, added], attributes),
        saved: [input, added],
        gradient: (dy, saved) => (0, rawOp_1.rawOps)('LabBiasGeluGrad', [dy, ...saved], attributes, 2),
    }));
}
//# sourceMappingURL=gelu.js.map