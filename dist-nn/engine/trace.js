"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Tracer = void 0;
exports.requireTensors = requireTensors;
/**
 * Recording an eager function as graph nodes: while the function runs once, each kernel call becomes a NodeDef.
 * Whatever tracing would freeze silently (a value read in JavaScript, JavaScript random numbers, a tensor from
 * outside) is refused by name.
 */
const node_crypto_1 = require("node:crypto");
const binding_1 = require("./binding");
const graphDef_1 = require("./graphDef");
const javascriptRandomness_1 = require("./javascriptRandomness");
const native_1 = require("./native");
const rawOp_1 = require("./rawOp");
const recorder_1 = require("./recorder");
/** Kernels that XLA leaves alone: fast as they are, stateful, or giving other random numbers under XLA. */
const outsideXla = /^(Lab|_FusedMatMul|MatMul|BatchMatMul|Conv|MaxPool|AvgPool|Sparse|Gather|Unsorted|Resource|Assign|Read|VarHandle|Placeholder|Stateless|Const|NoOp|TopK|Unique)/;
/** @throws TraceError where a function's results are not named tensors */
function requireTensors(name, results) {
    for (const [key, tensor] of Object.entries(results)) {
        if (!(tensor instanceof native_1.tf.Tensor))
            throw new recorder_1.TraceError(`Function '${name}' must return tensors, but its result '${key}' is ${typeof tensor}; return the tensor itself.`);
    }
    if (Object.keys(results).length === 0)
        throw new recorder_1.TraceError(`Function '${name}' returns nothing; return at least one tensor, such as { loss }.`);
}
/** The same values under an id of their own: two names of one tensor could not be told apart while recording. */
const separate = (tensor) => (0, rawOp_1.rawOp)('Identity', [tensor], { T: { type: tensor.dtype } });
const safeName = (text) => text.replace(/[^A-Za-z0-9_.]/g, '_');
/** Builds one graph: variables for the state, and any number of traced functions over them. */
class Tracer {
    options;
    graph = new graphDef_1.GraphDefinition();
    state;
    /** Nodes by what they hold, in the order of their making. */
    constants = new Map();
    count = 0;
    constructor(state, options) {
        this.options = options;
        this.state = Object.entries(state);
        for (const [index, [, variable]] of this.state.entries())
            this.declareVariable(index, variable);
        const writes = this.state.map((_, index) => `^state${index}.write`);
        this.graph.node(this.writeOutput, 'Const', writes, [
            ['dtype', (0, graphDef_1.typeValue)(binding_1.DataType.int32)],
            ['value', (0, graphDef_1.tensorValue)([], binding_1.DataType.int32, (0, graphDef_1.constantBytes)(binding_1.DataType.int32, [this.state.length]))],
        ]);
    }
    /** Names to feed and fetch to write all state at once, in the state's order. */
    writeInputs = () => this.state.map((_, index) => `state${index}.feed`);
    writeOutput = 'state.written';
    readOutputs = () => this.state.map((_, index) => `state${index}.value`);
    declareVariable(index, variable) {
        const dtype = (0, binding_1.dataTypeOf)(variable);
        const handle = `state${index}`;
        const typed = [['dtype', (0, graphDef_1.typeValue)(dtype)]];
        this.graph.node(handle, 'VarHandleOp', [], [
            ...typed,
            ['shape', (0, graphDef_1.shapeValue)(variable.shape)],
            ['shared_name', (0, graphDef_1.textValue)(handle)],
            ['container', (0, graphDef_1.textValue)('')],
        ]);
        this.graph.node(`${handle}.feed`, 'Placeholder', [], [...typed, ['shape', (0, graphDef_1.shapeValue)(variable.shape)]]);
        this.graph.node(`${handle}.write`, 'AssignVariableOp', [handle, `${handle}.feed`], typed);
        this.graph.node(`${handle}.value`, 'ReadVariableOp', [handle], typed);
    }
    /** The graph as it stands, as a SavedModel message. */
    message() {
        return this.graph.savedModel('step');
    }
    /**
     * Runs `body` eagerly once and records it. The state's values are the same after as before.
     * @param variant tells the recordings of one function for several argument shapes apart
     * @throws TraceError naming what cannot be compiled; the graph is then as it was before
     */
    trace(name, variant, body, args) {
        const before = this.state.map(([, variable]) => variable.clone());
        const [nodes, count, constants] = [this.graph.size, this.count, this.constants.size];
        native_1.tf.engine().startScope(name);
        try {
            for (const [, variable] of this.state)
                variable.assign(separate(variable));
            const own = Object.fromEntries(Object.entries(args).map(([key, tensor]) => [key, separate(tensor)]));
            return this.record(name, `${safeName(name)}.${variant}`, body, own);
        }
        catch (error) {
            this.graph.truncate(nodes);
            this.count = count;
            for (const key of [...this.constants.keys()].slice(constants))
                this.constants.delete(key);
            throw error;
        }
        finally {
            for (const [index, [, variable]] of this.state.entries()) {
                variable.assign(before[index]);
                before[index].dispose();
            }
            native_1.tf.engine().endScope();
        }
    }
    record(name, prefix, body, args) {
        const backend = (0, binding_1.nativeBackend)();
        const recorder = new recorder_1.Recorder(this, backend.binding, name);
        const reads = this.state.map(([, variable], index) => {
            const node = `${prefix}.state${index}`;
            this.graph.node(node, 'ReadVariableOp', [`state${index}`], this.attributes('ReadVariableOp', [['dtype', (0, graphDef_1.typeValue)((0, binding_1.dataTypeOf)(variable))]]));
            recorder.names.set(backend.getInputTensorIds([variable])[0], node);
            return node;
        });
        const inputs = Object.entries(args).map(([key, tensor]) => {
            const node = `${prefix}.${safeName(key)}`;
            this.graph.node(node, 'Placeholder', [], [
                ['dtype', (0, graphDef_1.typeValue)((0, binding_1.dataTypeOf)(tensor))],
                ['shape', (0, graphDef_1.shapeValue)(tensor.shape)],
            ]);
            recorder.names.set(backend.getInputTensorIds([tensor])[0], node);
            return node;
        });
        const native = backend.binding;
        const { write, readSync } = backend;
        backend.binding = recorder.binding();
        backend.write = (values, shape, dtype) => {
            (0, javascriptRandomness_1.refuseSeededRandomOps)();
            recorder.madeInside.add(values);
            return write.call(backend, values, shape, dtype);
        };
        backend.readSync = (dataId) => {
            // Values that were not uploaded yet are read without the addon.
            const values = readSync.call(backend, dataId);
            return recorder.madeInside.has(values) ? values : recorder.refuseRead();
        };
        try {
            const results = (0, javascriptRandomness_1.withoutJavaScriptRandomness)(() => body({ ...args }));
            requireTensors(name, results);
            const updates = this.state.flatMap(([key, variable], index) => {
                const node = recorder.nameOf(variable, `the new value of state '${key}'`);
                if (node === reads[index])
                    return [];
                const assign = `${prefix}.state${index}.next`;
                // The read must come first: the step computes from the old value.
                this.graph.node(assign, 'AssignVariableOp', [`state${index}`, node, `^${reads[index]}`], [['dtype', (0, graphDef_1.typeValue)((0, binding_1.dataTypeOf)(variable))]]);
                return [`^${assign}`];
            });
            const resultNames = Object.keys(results);
            const outputs = resultNames.map((key) => {
                const tensor = results[key];
                const node = `${prefix}.result.${safeName(key)}`;
                this.graph.node(node, 'Identity', [recorder.nameOf(tensor, `result '${key}'`), ...updates], [['T', (0, graphDef_1.typeValue)((0, binding_1.dataTypeOf)(tensor))]]);
                return node;
            });
            recorder.finish();
            return { inputs, outputs, resultNames, changesState: updates.length > 0 };
        }
        finally {
            Object.assign(backend, { binding: native, write, readSync });
        }
    }
    /** @internal Attributes with this graph's XLA mark. */
    attributes(operation, attributes) {
        if (!this.options.xla)
            return attributes;
        return [...attributes, ['_XlaCompile', (0, graphDef_1.boolValue)(!outsideXla.test(operation))]];
    }
    /** @internal A fresh node name. */
    fresh(label) {
        return `${label}_${this.count++}`;
    }
    get mixed() {
        return this.options.precision === 'mixed-bfloat16';
    }
    /** @internal A constant; equal constants are one node, large uniform ones a Fill. */
    constant(shape, dtype, values) {
        const length = values.length;
        if (length > 16 && dtype !== binding_1.DataType.int64 && isUniform(values)) {
            const dimensions = this.constant([shape.length], binding_1.DataType.int32, shape);
            const value = this.constant([], dtype, [values[0]]);
            const name = this.fresh('fill');
            return this.graph.node(name, 'Fill', [dimensions, value], this.attributes('Fill', [
                ['T', (0, graphDef_1.typeValue)(dtype)],
                ['index_type', (0, graphDef_1.typeValue)(binding_1.DataType.int32)],
            ]));
        }
        const bytes = (0, graphDef_1.constantBytes)(dtype, values);
        const key = `${dtype}[${shape.join()}]${(0, node_crypto_1.createHash)('sha256').update(bytes).digest('base64')}`;
        let name = this.constants.get(key);
        if (name === undefined) {
            name = this.fresh('const');
            this.graph.node(name, 'Const', [], [
                ['dtype', (0, graphDef_1.typeValue)(dtype)],
                ['value', (0, graphDef_1.tensorValue)(shape, dtype, bytes)],
            ]);
            this.constants.set(key, name);
        }
        return name;
    }
}
exports.Tracer = Tracer;
function isUniform(values) {
    for (let i = 1; i < values.length; i++)
        if (!Object.is(values[i], values[0]))
            return false;
    return true;
}
//# sourceMappingURL=trace.js.map