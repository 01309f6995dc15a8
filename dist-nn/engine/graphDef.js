"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.GraphDefinition = exports.textValue = exports.shapeValue = exports.boolValue = exports.typeValue = void 0;
exports.tensorValue = tensorValue;
exports.attributeValue = attributeValue;
exports.constantBytes = constantBytes;
/**
 * Writes TensorFlow's SavedModel message: field numbers from saved_model.proto, meta_graph.proto, graph.proto,
 * node_def.proto, attr_value.proto, tensor.proto and tensor_shape.proto of TensorFlow 2.21.
 */
const wire_1 = require("@bufbuild/protobuf/wire");
const binding_1 = require("./binding");
const message = (write) => {
    const writer = new wire_1.BinaryWriter();
    write(writer);
    return writer.finish();
};
const bytesField = (writer, field, bytes) => writer.tag(field, wire_1.WireType.LengthDelimited).bytes(bytes);
const textField = (writer, field, text) => writer.tag(field, wire_1.WireType.LengthDelimited).string(text);
const intField = (writer, field, value) => writer.tag(field, wire_1.WireType.Varint).int64(value);
function shapeMessage(shape) {
    return message((writer) => {
        for (const size of shape)
            bytesField(writer, 2, message((dimension) => intField(dimension, 1, size)));
    });
}
const typeValue = (dtype) => message((w) => intField(w, 6, dtype));
exports.typeValue = typeValue;
const boolValue = (flag) => message((w) => intField(w, 5, flag ? 1 : 0));
exports.boolValue = boolValue;
const shapeValue = (shape) => message((w) => bytesField(w, 7, shapeMessage(shape)));
exports.shapeValue = shapeValue;
const textValue = (text) => message((w) => textField(w, 2, text));
exports.textValue = textValue;
/** A TensorProto inside an AttrValue; `bytes` are the elements in little-endian order. */
function tensorValue(shape, dtype, bytes) {
    const proto = message((w) => {
        intField(w, 1, dtype);
        bytesField(w, 2, shapeMessage(shape));
        bytesField(w, 4, bytes);
    });
    return message((w) => bytesField(w, 8, proto));
}
/** Translates an attribute as the addon takes it. Lists become ListValue (field 1 of AttrValue). */
function attributeValue(binding, attribute) {
    const { type, value } = attribute;
    const list = Array.isArray(value);
    const items = list ? value : [value];
    const write = (writer) => {
        for (const item of items) {
            if (type === binding.TF_ATTR_TYPE)
                intField(writer, 6, item);
            else if (type === binding.TF_ATTR_INT)
                intField(writer, 3, item);
            else if (type === binding.TF_ATTR_BOOL)
                intField(writer, 5, item ? 1 : 0);
            else if (type === binding.TF_ATTR_FLOAT)
                writer.tag(4, wire_1.WireType.Bit32).float(item);
            else if (type === binding.TF_ATTR_STRING)
                textField(writer, 2, item);
            else if (type !== binding.TF_ATTR_SHAPE)
                throw new Error(`Attribute ${attribute.name} has unknown type ${type}.`);
        }
    };
    if (type === binding.TF_ATTR_SHAPE) {
        if (list && Array.isArray(value[0])) {
            const shapes = value;
            return message((w) => bytesField(w, 1, message((l) => {
                for (const s of shapes)
                    bytesField(l, 7, shapeMessage(s));
            })));
        }
        return (0, exports.shapeValue)(value);
    }
    return list ? message((w) => bytesField(w, 1, message(write))) : message(write);
}
/** A graph under construction: nodes in insertion order, each an encoded NodeDef. */
class GraphDefinition {
    nodes = [];
    /** Appends a node and returns its name. Control inputs are written '^name'. */
    node(name, operation, inputs, attributes) {
        this.nodes.push({
            operation,
            bytes: message((w) => {
                textField(w, 1, name);
                textField(w, 2, operation);
                // Control inputs must follow data inputs.
                for (const input of inputs.filter((i) => !i.startsWith('^')))
                    textField(w, 3, input);
                for (const input of inputs.filter((i) => i.startsWith('^')))
                    textField(w, 3, input);
                for (const [key, value] of attributes) {
                    bytesField(w, 5, message((entry) => {
                        textField(entry, 1, key);
                        bytesField(entry, 2, value);
                    }));
                }
            }),
        });
        return name;
    }
    /** Number of nodes of each operation, most frequent first. */
    histogram() {
        const counts = new Map();
        for (const { operation } of this.nodes)
            counts.set(operation, (counts.get(operation) ?? 0) + 1);
        return [...counts].sort((a, b) => b[1] - a[1]);
    }
    /** Takes back all nodes after the first `size`. */
    truncate(size) {
        this.nodes.length = size;
    }
    get size() {
        return this.nodes.length;
    }
    /** The SavedModel message: one MetaGraphDef with the given tag. */
    savedModel(tag) {
        const graph = message((w) => {
            for (const { bytes } of this.nodes)
                bytesField(w, 1, bytes);
            // VersionDef.producer: the GraphDef version of TensorFlow 2.15; every later release reads it.
            bytesField(w, 4, message((version) => intField(version, 1, 1645)));
        });
        const metaInformation = message((w) => {
            textField(w, 4, tag);
            textField(w, 5, '2');
        });
        const metaGraph = message((w) => {
            bytesField(w, 1, metaInformation);
            bytesField(w, 2, graph);
        });
        return message((w) => {
            intField(w, 1, 1);
            bytesField(w, 2, metaGraph);
        });
    }
}
exports.GraphDefinition = GraphDefinition;
/** Little-endian bytes of a constant of the given DataType. */
function constantBytes(dtype, values) {
    if (dtype === binding_1.DataType.bool)
        return Uint8Array.from(values);
    if (dtype === binding_1.DataType.int64) {
        // The addon passes int64 scalars as pairs of 32-bit words already.
        return new Uint8Array(Int32Array.from(values).buffer);
    }
    const typed = dtype === binding_1.DataType.float32 ? Float32Array.from(values) : Int32Array.from(values);
    return new Uint8Array(typed.buffer);
}
//# sourceMappingURL=graphDef.js.map