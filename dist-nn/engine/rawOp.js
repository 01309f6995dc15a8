"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.rawOp = rawOp;
exports.rawOps = rawOps;
const binding_1 = require("./binding");
function toNative(name, attribute) {
    const { binding } = (0, binding_1.nativeBackend)();
    if ('type' in attribute)
        return { name, type: binding.TF_ATTR_TYPE, value: binding_1.DataType[attribute.type] };
    if ('int' in attribute)
        return { name, type: binding.TF_ATTR_INT, value: attribute.int };
    if ('float' in attribute)
        return { name, type: binding.TF_ATTR_FLOAT, value: attribute.float };
    if ('bool' in attribute)
        return { name, type: binding.TF_ATTR_BOOL, value: attribute.bool };
    return { name, type: binding.TF_ATTR_STRING, value: attribute.string };
}
/**
 * Runs one TensorFlow kernel by its registered name. It has no gradient: wrap it in tf.customGrad where one is needed.
 * Attributes must be complete (no inference), because the same record becomes a node of a compiled graph.
 */
function rawOp(name, inputs, attributes) {
    return rawOps(name, inputs, attributes, 1)[0];
}
/** As {@link rawOp}, for a kernel with several outputs. */
function rawOps(name, inputs, attributes, outputs) {
    const native = Object.entries(attributes).map(([key, value]) => toNative(key, value));
    // The engine's kernel scope does not see raw calls, so a scope of tf.tidy tracks what they return.
    return (0, binding_1.nativeBackend)().executeMultipleOutputs(name, native, inputs, outputs);
}
//# sourceMappingURL=rawOp.js.map