"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.DataType = void 0;
exports.nativeBackend = nativeBackend;
exports.dataTypeOf = dataTypeOf;
/** The native addon's calls that this engine uses, typed; tfjs itself keeps them private. */
const native_1 = require("./native");
/** The running native backend. */
function nativeBackend() {
    return native_1.tf.backend();
}
/** TensorFlow's DataType numbers (tensorflow/core/framework/types.proto). */
exports.DataType = { float32: 1, int32: 3, string: 7, int64: 9, bool: 10, bfloat16: 14 };
/** Number of a tfjs dtype. */
function dataTypeOf(tensor) {
    const number = exports.DataType[tensor.dtype];
    if (number === undefined)
        throw new Error(`No TensorFlow type for dtype ${tensor.dtype}.`);
    return number;
}
//# sourceMappingURL=binding.js.map