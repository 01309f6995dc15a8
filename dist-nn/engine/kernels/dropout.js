"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.dropout = dropout;
exports.biasDropoutResidual = biasDropoutResidual;
const customGradient_1 = require("../customGradient");
const native_1 = require("../native");
const rawOp_1 = require("../rawOp");
/**
 * Inverted dropout (Srivastava et al. 2014): zeroes each element with probability `rate` in [0, 1) and scales the rest
 * by 1 / (1 - rate). Returns `x` itself where `rate` is 0 or no randomness is given (evaluation).
 */
function dropout(x, rate, randomness) {
    if (!randomness || rate === 0)
        return x;
    if (native_1.nativeKernels) {
        const flat = x.reshape([-1, x.shape[x.rank - 1] ?? 1]);
        const dropped = (0, customGradient_1.withGradient)([flat, randomness.seeds()], (input, seeds) => ({
            value: (0, rawOp_1.rawOp)('LabBiasDropoutResidual', [input, seeds], {
                ...typed(rate),
                B: { int: 0 },
                R: { int: 0 },
            }),
            saved: [seeds],
            gradient: (dy, [pair]) => [
                (0, rawOp_1.rawOps)('LabBiasDropoutGrad', [dy, pair], typed(rate), 2)[0],
                pair.zerosLike(),
            ],
        }));
        return dropped.reshape(x.shape);
    }
    const keep = randomness
        .uniform(x.shape)
        .greaterEqual(rate)
        .cast('float32')
        .mul(1 / (1 - rate));
    return x.mul(keep);
}
const typed = (rate) => ({ T: { type: 'float32' }, rate: { float: rate } });
/**
 * residual + dropout(x + bias): the end of a residual branch. `x` and `residual` [rows, width], `bias` [width]; no
 * dropout where `rate` is 0 or no randomness is given. The lab's own kernel draws the same numbers as `dropout`.
 */
function biasDropoutResidual(x, bias, residual, rate, randomness) {
    if (!native_1.nativeKernels || !randomness || rate === 0)
        return residual.add(dropout(x.add(bias), rate, randomness));
    return (0, customGradient_1.withGradient)([x, bias, residual, randomness.seeds()], (input, added, kept, seeds) => ({
        value: (0, rawOp_1.rawOp)('LabBiasDropoutResidual', [input, seeds, added, kept], {
            ...typed(rate),
            B: { int: 1 },
            R: { int: 1 },
        }),
        saved: [seeds],
        gradient: (dy, [pair]) => {
            const [dx, dBias] = (0, rawOp_1.rawOps)('LabBiasDropoutGrad', [dy, pair], typed(rate), 2);
            return [dx, dBias, dy, pair.zerosLike()];
        },
    }));
}
//# sourceMappingURL=dropout.js.map