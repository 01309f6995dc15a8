"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.attention = attention;
const customGradient_1 = require("../customGradient");
const native_1 = require("../native");
const rawOp_1 = require("../rawOp");
/**
 * Multi-head self-attention (Vaswani et al. 2017, eq. 1) without its projections.
 * @param queryKeyValue [batch * time, 3 * width]: queries, keys and values side by side, heads side by side in each
 * @param bias [3 * width], added to them
 * @param mask [batch, time], added to the scores of each key: 0, or a large negative number for padding
 * @param heads number of heads; divides width
 * @param causal whether a position sees only itself and those before it (section 3.2.3); the fused kernel sees all
 * @returns [batch * time, width]
 */
function attention(queryKeyValue, bias, mask, heads, causal = false) {
    return native_1.nativeKernels && !causal
        ? native(queryKeyValue, bias, mask, heads)
        : composed(queryKeyValue.add(bias), mask, heads, causal);
}
function native(queryKeyValue, bias, mask, heads) {
    const attributes = { T: { type: 'float32' }, heads: { int: heads } };
    return (0, customGradient_1.withGradient)([queryKeyValue, bias, mask], (input, added, maskValues) => {
        const [joined, logSums] = (0, rawOp_1.rawOps)('LabAttention', [input, added, maskValues], attributes, 2);
        return {
            value: joined,
            saved: [input, added, maskValues, logSums],
            gradient: (dy, saved) => [
                ...(0, rawOp_1.rawOps)('LabAttentionGrad', [dy, ...saved], attributes, 2),
                native_1.tf.zerosLike(saved[2]),
            ],
        };
    });
}
function composed(projected, mask, heads, causal) {
    const [batch, time] = mask.shape;
    const width = projected.shape[1] / 3;
    const headWidth = width / heads;
    const [query, key, value] = native_1.tf.unstack(projected.reshape([batch, time, 3, heads, headWidth]).transpose([2, 0, 3, 1, 4]));
    const added = mask.reshape([batch, 1, 1, time]);
    const scores = native_1.tf
        .matMul(query.mul(1 / Math.sqrt(headWidth)), key, false, true)
        .add(causal ? added.add(laterPositions(time)) : added);
    const mixed = native_1.tf.matMul(native_1.tf.softmax(scores), value);
    return mixed.transpose([0, 2, 1, 3]).reshape([batch * time, width]);
}
/** [time, time]: added to the scores, it hides from each position those after it. */
function laterPositions(time) {
    const hidden = Float32Array.from({ length: time * time }, (_, at) => at % time > Math.floor(at / time) ? -1e9 : 0);
    return native_1.tf.tensor2d(hidden, [time, time]);
}
//# sourceMappingURL=attention.js.map