"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.withGradient = withGradient;
const native_1 = require("./native");
/**
 * An op with an analytic gradient: tf.customGrad with types. Whatever the gradient uses must be in `saved`, since
 * other tensors of the forward pass are gone by then.
 */
function withGradient(inputs, forward) {
    const op = native_1.tf.customGrad((...all) => {
        const save = all[all.length - 1];
        const { value, saved, gradient } = forward(...all.slice(0, -1));
        save([...saved]);
        return { value, gradFunc: (dy, tensors) => gradient(dy, tensors) };
    });
    return op(...inputs);
}
//# sourceMappingURL=customGradient.js.map