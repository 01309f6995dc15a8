"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.TraceError = void 0;
exports.compile = compile;
/**
 * compile(): an ordinary function of tensors over explicit state becomes one TensorFlow graph.
 *
 * The function runs eagerly once while its kernel calls are recorded (trace.ts); the graph is written as a
 * SavedModel, loaded by TensorFlow, and run as one session call from then on. Same numbers, none of the price per op.
 */
const errors_1 = require("../errors");
const binding_1 = require("./binding");
const drawSites_1 = require("./drawSites");
const graphFiles_1 = require("./graphFiles");
const native_1 = require("./native");
const session_1 = require("./session");
const trace_1 = require("./trace");
var recorder_1 = require("./recorder");
Object.defineProperty(exports, "TraceError", { enumerable: true, get: function () { return recorder_1.TraceError; } });
function chosenEngine(option) {
    const value = option ?? process.env.LAB_ENGINE ?? 'compiled';
    if (value !== 'compiled' && value !== 'eager') {
        throw new errors_1.LabError(`LAB_ENGINE is '${value}'; set it to 'compiled' or 'eager'.`);
    }
    return value;
}
/**
 * Compiles functions over shared state. Results are new tensors that the caller disposes.
 * @throws LabError when a function cannot be compiled (see TraceError) or meets more argument shapes than `shapeLimit`
 */
function compile(options) {
    const implementation = chosenEngine(options.engine) === 'eager' ? new EagerProgram(options) : new CompiledProgram(options);
    const calls = Object.fromEntries(Object.keys(options.functions).map((name) => [
        name,
        (args) => {
            const scalars = [];
            const tensors = Object.fromEntries(Object.entries(args).map(([key, value]) => {
                if (typeof value !== 'number')
                    return [key, value];
                const scalar = native_1.tf.scalar(value, 'float32');
                scalars.push(scalar);
                return [key, scalar];
            }));
            try {
                return implementation.call(name, tensors);
            }
            finally {
                native_1.tf.dispose(scalars);
            }
        },
    ]));
    return { ...calls, program: implementation };
}
class EagerProgram {
    options;
    engine = 'eager';
    compilation = { seconds: 0, nodes: 0, bytes: 0 };
    constructor(options) {
        this.options = options;
    }
    call(name, args) {
        (0, drawSites_1.beginCall)();
        return native_1.tf.tidy(() => {
            const results = this.options.functions[name](args);
            (0, trace_1.requireTensors)(name, results);
            // New tensors, as a graph gives: what the function returns may be an argument or the state itself.
            return Object.fromEntries(Object.entries(results).map(([key, tensor]) => [key, tensor.clone()]));
        });
    }
    synchronize() { }
    reload() { }
    dispose() { }
    graph() {
        return undefined;
    }
}
const signature = (args) => Object.entries(args)
    .map(([key, tensor]) => `${key}:${tensor.dtype}[${tensor.shape.join()}]`)
    .join(' ');
class CompiledProgram {
    options;
    engine = 'compiled';
    compilation = { seconds: 0, nodes: 0, bytes: 0 };
    variables;
    tracer;
    traced = new Map();
    message;
    session;
    /** Whether the state's tensors lack something that the graph has computed. */
    ahead = false;
    disposed = false;
    constructor(options) {
        this.options = options;
        this.variables = Object.values(options.state);
        this.tracer = new trace_1.Tracer(options.state, {
            precision: options.precision ?? 'float32',
            xla: options.xla ?? false,
        });
    }
    call(name, args) {
        if (this.disposed)
            throw new errors_1.LabError(`The program of '${name}' was disposed; compile it again.`);
        const traced = this.tracedFor(name, args);
        const session = this.loaded();
        session.enter(this);
        const ids = (0, binding_1.nativeBackend)().getInputTensorIds(Object.values(args));
        const outputs = session.run(ids, traced.inputs, traced.outputs);
        this.ahead ||= traced.changesState;
        return Object.fromEntries(traced.resultNames.map((key, index) => [key, outputs[index]]));
    }
    tracedFor(name, args) {
        const key = `${name}(${signature(args)})`;
        const known = this.traced.get(key);
        if (known)
            return known.function;
        const limit = this.options.shapeLimit ?? 16;
        const shapes = [...this.traced.values()].filter((t) => t.name === name).length;
        if (shapes >= limit) {
            throw new errors_1.LabError(`Function '${name}' was called with ${shapes + 1} different sets of argument shapes, the last ${signature(args)}, and shapeLimit is ${limit}; pad batches to a few fixed shapes, or raise shapeLimit.`);
        }
        const started = performance.now();
        this.synchronize();
        (0, drawSites_1.beginCall)();
        const traced = this.tracer.trace(name, shapes, this.options.functions[name], args);
        this.traced.set(key, { name, function: traced });
        // The graph has grown, so the next call loads it anew.
        this.leave();
        this.compilation.seconds += (performance.now() - started) / 1000;
        return traced;
    }
    loaded() {
        if (!this.session) {
            const started = performance.now();
            this.message = this.tracer.message();
            this.session = (0, session_1.acquireSession)(this.message, this.tracer);
            (0, graphFiles_1.keepGraph)(this, [...this.traced.values()].map(({ name }) => name), this.message);
            this.compilation.nodes = this.tracer.graph.size;
            this.compilation.bytes = this.message.length;
            this.compilation.seconds += (performance.now() - started) / 1000;
        }
        return this.session;
    }
    /** @internal The session asks for these when another program takes its place. */
    get stateTensors() {
        return this.variables;
    }
    synchronize() {
        if (!this.ahead || !this.session)
            return;
        this.session.readInto(this);
        this.ahead = false;
    }
    reload() {
        this.ahead = false;
        this.session?.forget(this);
    }
    leave() {
        this.session?.release(this);
        this.session = undefined;
    }
    dispose() {
        if (this.disposed)
            return;
        this.synchronize();
        this.leave();
        this.disposed = true;
    }
    graph() {
        return this.message;
    }
}
//# sourceMappingURL=program.js.map