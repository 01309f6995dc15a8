"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Recorder = exports.TraceError = void 0;
/**
 * The recorder of kernel calls: every op that runs while a function is traced becomes a node of the graph, in the
 * precision that the program asks for.
 */
const errors_1 = require("../errors");
const binding_1 = require("./binding");
const graphDef_1 = require("./graphDef");
/** Thrown when a function cannot be compiled as written. */
class TraceError extends errors_1.LabError {
    name = 'TraceError';
}
exports.TraceError = TraceError;
const matrixProducts = new Set([
    'MatMul',
    'BatchMatMulV2',
    'BatchMatMul',
    '_FusedMatMul',
    'Conv2D',
    'Conv2DBackpropInput',
    'Conv2DBackpropFilter',
]);
/**
 * The lab's own kernels beside matrix products, with the inputs and outputs that may be bfloat16 (their attribute T),
 * so that nothing is cast between them and the products.
 */
const besideProducts = {
    LabLayerNorm: { inputs: [], output: true },
    LabLayerNormGrad: { inputs: [0], output: false },
    LabBiasGelu: { inputs: [0], output: true },
    LabBiasGeluGrad: { inputs: [0, 1], output: true },
    LabBiasDropoutResidual: { inputs: [0], output: false },
    LabBiasDropoutGrad: { inputs: [], output: true },
    LabAttention: { inputs: [0], output: true },
    LabAttentionGrad: { inputs: [0, 1], output: true },
    LabCrossEntropy: { inputs: [0], output: false },
    LabCrossEntropyGrad: { inputs: [1], output: true },
};
/** Ops whose type attributes tfjs leaves to eager inference. */
const inferredTypes = {
    ExpandDims: ([input, axis]) => [
        ['T', input],
        ['Tdim', axis],
    ],
};
/** The addon seen through a recording glass. */
class Recorder {
    tracer;
    native;
    label;
    /** Which node's output each live tensor is, by the addon's tensor id. */
    names = new Map();
    /** Value arrays that were made into tensors inside the function: they may become constants. */
    madeInside = new WeakSet();
    casts = new Map();
    /** Outputs that the graph has in bfloat16, by the name that their float32 value has if anything asks for it. */
    halves = new Map();
    widened = new Set();
    /** Kernels that may give float32 or bfloat16, whichever is asked for: made when all their readers are known. */
    undecided = new Map();
    constructor(tracer, native, label) {
        this.tracer = tracer;
        this.native = native;
        this.label = label;
    }
    nameOf(tensor, what) {
        const [id] = (0, binding_1.nativeBackend)().getInputTensorIds([tensor]);
        const name = this.names.get(id);
        if (name === undefined)
            throw new TraceError(`${this.label}: ${what} is a tensor from outside the function; compute it inside, or pass it as an argument or state.`);
        return this.float(name);
    }
    refuseRead() {
        throw new TraceError(`${this.label}: the function reads a tensor's value in JavaScript (dataSync, arraySync, print, or an op that does), which would be frozen into the graph; compute with tensor ops, or pass the value as an argument.`);
    }
    binding() {
        const { native, tracer, label } = this;
        const recording = {
            createTensor: (shape, dtype, values) => {
                if (dtype !== binding_1.DataType.int64 && !this.madeInside.has(values)) {
                    throw new TraceError(`${label}: the function uses a tensor of shape [${shape.join()}] made outside of it; pass it as an argument, or name it in the state.`);
                }
                const id = native.createTensor(shape, dtype, values);
                this.names.set(id, tracer.constant(shape, dtype, values));
                return id;
            },
            executeOp: (operation, attributes, inputIds, outputs) => {
                const results = native.executeOp(operation, attributes, inputIds, outputs);
                const inputs = inputIds.map((id) => {
                    const input = this.names.get(id);
                    if (input === undefined) {
                        throw new TraceError(`${label}: the op ${operation} uses a tensor made outside of the function; pass it as an argument, or name it in the state.`);
                    }
                    return input;
                });
                this.record(operation, attributes, inputs, results);
                return results;
            },
            tensorDataSync: () => this.refuseRead(),
        };
        // A copy: the addon's own properties are read-only.
        const copy = {};
        for (const key of Object.getOwnPropertyNames(native)) {
            const value = native[key];
            copy[key] = typeof value === 'function' ? value.bind(native) : value;
        }
        return { ...copy, ...recording };
    }
    record(operation, attributes, inputs, results) {
        const { tracer, native } = this;
        const name = tracer.fresh(operation.replace(/[^A-Za-z0-9]/g, ''));
        const values = attributes.map((a) => [a.name, (0, graphDef_1.attributeValue)(native, a)]);
        const present = new Set(attributes.map((a) => a.name));
        for (const [key, dtype] of inferredTypes[operation]?.([results[0].dtype, binding_1.DataType.int32]) ?? []) {
            if (!present.has(key))
                values.push([key, (0, graphDef_1.typeValue)(dtype)]);
        }
        const attributesFor = (half) => tracer.attributes(operation, half
            ? values.map(([key, value]) => [
                key,
                key === 'T' ? (0, graphDef_1.typeValue)(binding_1.DataType.bfloat16) : value,
            ])
            : values);
        const nameResults = (first, rest) => results.forEach((result, index) => {
            this.names.set(result.id, index === 0 ? first : `${rest}:${index}`);
        });
        const beside = tracer.mixed ? besideProducts[operation] : undefined;
        if (tracer.mixed && matrixProducts.has(operation) && results[0].dtype === binding_1.DataType.float32) {
            const isSizes = (index) => (operation === 'Conv2DBackpropInput' && index === 0) ||
                (operation === 'Conv2DBackpropFilter' && index === 1);
            const halves = inputs.map((input, index) => (isSizes(index) ? input : this.half(input)));
            tracer.graph.node(`${name}.half`, operation, halves, attributesFor(true));
            this.halves.set(name, `${name}.half`);
            nameResults(name, name);
        }
        else if (beside && beside.inputs.length > 0) {
            // A reader of products alone follows its inputs; one between products is bfloat16 throughout.
            const low = beside.output || beside.inputs.every((index) => this.halves.has(inputs[index]));
            const typed = inputs.map((input, index) => low && beside.inputs.includes(index) ? this.half(input) : this.float(input));
            tracer.graph.node(name, operation, typed, attributesFor(low));
            const first = low && beside.output ? `${name}.float` : name;
            if (first !== name)
                this.halves.set(first, name);
            nameResults(first, name);
        }
        else if (beside) {
            const typed = inputs.map((input) => this.float(input));
            this.undecided.set(name, {
                float: false,
                half: false,
                emit: (half) => tracer.graph.node(name, operation, typed, attributesFor(half)),
            });
            nameResults(name, name);
        }
        else {
            tracer.graph.node(name, operation, inputs.map((input) => this.float(input)), attributesFor(false));
            nameResults(name, name);
        }
    }
    /** Makes the kernels whose type waited for their readers. */
    finish() {
        for (const [name, { float, half, emit }] of this.undecided) {
            const low = half && !float;
            emit(low);
            if (low)
                this.tracer.graph.node(`${name}.half`, 'Identity', [name], [['T', (0, graphDef_1.typeValue)(binding_1.DataType.bfloat16)]]);
            else if (half)
                this.castNode(`${name}.half`, name, binding_1.DataType.float32, binding_1.DataType.bfloat16);
        }
    }
    /** Name of a value in float32. */
    float(name) {
        const waiting = this.undecided.get(name);
        if (waiting)
            waiting.float = true;
        const half = this.halves.get(name);
        if (half !== undefined && !this.widened.has(name)) {
            this.widened.add(name);
            this.castNode(name, half, binding_1.DataType.bfloat16, binding_1.DataType.float32);
        }
        return name;
    }
    /** Name of a value in bfloat16. */
    half(name) {
        const waiting = this.undecided.get(name);
        if (waiting) {
            waiting.half = true;
            return `${name}.half`;
        }
        const ready = this.halves.get(name) ?? this.casts.get(name);
        if (ready !== undefined)
            return ready;
        const made = this.castNode(this.tracer.fresh('bfloat16'), name, binding_1.DataType.float32, binding_1.DataType.bfloat16);
        this.casts.set(name, made);
        return made;
    }
    castNode(name, input, from, to) {
        return this.tracer.graph.node(name, 'Cast', [input], this.tracer.attributes('Cast', [
            ['SrcT', (0, graphDef_1.typeValue)(from)],
            ['DstT', (0, graphDef_1.typeValue)(to)],
        ]));
    }
}
exports.Recorder = Recorder;
//# sourceMappingURL=recorder.js.map