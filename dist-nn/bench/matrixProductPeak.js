"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.matrixProductPeak = matrixProductPeak;
/** How fast this machine multiplies matrices: what a step's share of the peak is a share of. */
const native_1 = require("../engine/native");
const program_1 = require("../engine/program");
/** Products in one call, each of the one before, so that casts and the call itself weigh little. */
const chain = 8;
const calls = 3;
const precisions = ['float32', 'mixed-bfloat16'];
/**
 * Builds the measurement: each call of the result multiplies square matrices in float32 and in bfloat16.
 * @returns GFLOP/s of the fastest call so far
 */
function matrixProductPeak(size) {
    // Variance 1/size keeps the chain's values near 1.
    const matrix = native_1.tf.randomNormal([size, size], 0, 1 / Math.sqrt(size), 'float32', 1);
    const programs = precisions.map((precision) => (0, program_1.compile)({
        engine: 'compiled',
        precision,
        state: {},
        functions: {
            products: ({ x, y }) => {
                let product = x;
                for (let count = 0; count < chain; count++)
                    product = native_1.tf.matMul(product, y);
                return { corner: product.slice([0, 0], [1, 1]) };
            },
        },
    }));
    const best = { float32: 0, 'mixed-bfloat16': 0 };
    const call = (index) => {
        const { corner } = programs[index].products({ x: matrix, y: matrix });
        corner.dataSync();
        corner.dispose();
    };
    programs.forEach((_, index) => {
        call(index);
    });
    return () => {
        precisions.forEach((precision, index) => {
            for (let count = 0; count < calls; count++) {
                const started = performance.now();
                call(index);
                const milliseconds = performance.now() - started;
                best[precision] = Math.max(best[precision], (chain * 2 * size ** 3) / milliseconds / 1e6);
            }
        });
        return { ...best };
    };
}
//# sourceMappingURL=matrixProductPeak.js.map