/**
 * Recording an eager function as graph nodes: while the function runs once, each kernel call becomes a NodeDef.
 * Whatever tracing would freeze silently (a value read in JavaScript, JavaScript random numbers, a tensor from
 * outside) is refused by name.
 */
import { createHash } from 'node:crypto';
import { DataType, dataTypeOf, nativeBackend } from './binding';
import {
  type AttributeValue,
  boolValue,
  constantBytes,
  GraphDefinition,
  shapeValue,
  tensorValue,
  textValue,
  typeValue,
} from './graphDef';
import { refuseSeededRandomOps, withoutJavaScriptRandomness } from './javascriptRandomness';
import { tf } from './native';
import { rawOp } from './rawOp';
import { type RecordedGraph, Recorder, TraceError } from './recorder';

/** Arithmetic of matrix products and convolutions: weights, sums and everything else stay float32. */
export type Precision = 'float32' | 'mixed-bfloat16';

/** Kernels that XLA leaves alone: fast as they are, stateful, or giving other random numbers under XLA. */
const outsideXla =
  /^(Lab|_FusedMatMul|MatMul|BatchMatMul|Conv|MaxPool|AvgPool|Sparse|Gather|Unsorted|Resource|Assign|Read|VarHandle|Placeholder|Stateless|Const|NoOp|TopK|Unique)/;

export interface TracedFunction {
  /** Names of the placeholders, in the order of the arguments. */
  readonly inputs: readonly string[];
  /** Nodes to fetch, one for each result, in the order of `resultNames`. */
  readonly outputs: readonly string[];
  readonly resultNames: readonly string[];
  /** Whether a call changes the state. */
  readonly changesState: boolean;
}

export interface TracerOptions {
  readonly precision: Precision;
  readonly xla: boolean;
}

/** @throws TraceError where a function's results are not named tensors */
export function requireTensors(name: string, results: Readonly<Record<string, unknown>>): void {
  for (const [key, tensor] of Object.entries(results)) {
    if (!(tensor instanceof tf.Tensor))
      throw new TraceError(
        `Function '${name}' must return tensors, but its result '${key}' is ${typeof tensor}; return the tensor itself.`,
      );
  }
  if (Object.keys(results).length === 0)
    throw new TraceError(`Function '${name}' returns nothing; return at least one tensor, such as { loss }.`);
}

/** The same values under an id of their own: two names of one tensor could not be told apart while recording. */
const separate = (tensor: tf.Tensor) =>
  rawOp('Identity', [tensor], { T: { type: tensor.dtype as keyof typeof DataType } });

const safeName = (text: string) => text.replace(/[^A-Za-z0-9_.]/g, '_');

/** Builds one graph: variables for the state, and any number of traced functions over them. */
export class Tracer implements RecordedGraph {
  readonly graph = new GraphDefinition();
  private readonly state: readonly (readonly [string, tf.Variable])[];
  /** Nodes by what they hold, in the order of their making. */
  private readonly constants = new Map<string, string>();
  private count = 0;

  constructor(
    state: Readonly<Record<string, tf.Variable>>,
    private readonly options: TracerOptions,
  ) {
    this.state = Object.entries(state);
    for (const [index, [, variable]] of this.state.entries()) this.declareVariable(index, variable);
    const writes = this.state.map((_, index) => `^state${index}.write`);
    this.graph.node(this.writeOutput, 'Const', writes, [
      ['dtype', typeValue(DataType.int32)],
      ['value', tensorValue([], DataType.int32, constantBytes(DataType.int32, [this.state.length]))],
    ]);
  }

  /** Names to feed and fetch to write all state at once, in the state's order. */
  readonly writeInputs = () => this.state.map((_, index) => `state${index}.feed`);
  readonly writeOutput = 'state.written';
  readonly readOutputs = () => this.state.map((_, index) => `state${index}.value`);

  private declareVariable(index: number, variable: tf.Variable): void {
    const dtype = dataTypeOf(variable);
    const handle = `state${index}`;
    const typed = [['dtype', typeValue(dtype)]] as const;
    this.graph.node(
      handle,
      'VarHandleOp',
      [],
      [
        ...typed,
        ['shape', shapeValue(variable.shape)],
        ['shared_name', textValue(handle)],
        ['container', textValue('')],
      ],
    );
    this.graph.node(`${handle}.feed`, 'Placeholder', [], [...typed, ['shape', shapeValue(variable.shape)]]);
    this.graph.node(`${handle}.write`, 'AssignVariableOp', [handle, `${handle}.feed`], typed);
    this.graph.node(`${handle}.value`, 'ReadVariableOp', [handle], typed);
  }

  /** The graph as it stands, as a SavedModel message. */
  message(): Uint8Array {
    return this.graph.savedModel('step');
  }

  /**
   * Runs `body` eagerly once and records it. The state's values are the same after as before.
   * @param variant tells the recordings of one function for several argument shapes apart
   * @throws TraceError naming what cannot be compiled; the graph is then as it was before
   */
  trace(
    name: string,
    variant: number,
    body: (args: Record<string, tf.Tensor>) => Record<string, tf.Tensor>,
    args: Readonly<Record<string, tf.Tensor>>,
  ): TracedFunction {
    const before = this.state.map(([, variable]) => variable.clone());
    const [nodes, count, constants] = [this.graph.size, this.count, this.constants.size];
    tf.engine().startScope(name);
    try {
      for (const [, variable] of this.state) variable.assign(separate(variable));
      const own = Object.fromEntries(Object.entries(args).map(([key, tensor]) => [key, separate(tensor)]));
      return this.record(name, `${safeName(name)}.${variant}`, body, own);
    } catch (error) {
      this.graph.truncate(nodes);
      this.count = count;
      for (const key of [...this.constants.keys()].slice(constants)) this.constants.delete(key);
      throw error;
    } finally {
      for (const [index, [, variable]] of this.state.entries()) {
        variable.assign(before[index]);
        before[index].dispose();
      }
      tf.engine().endScope();
    }
  }

  private record(
    name: string,
    prefix: string,
    body: (args: Record<string, tf.Tensor>) => Record<string, tf.Tensor>,
    args: Readonly<Record<string, tf.Tensor>>,
  ): TracedFunction {
    const backend = nativeBackend();
    const recorder = new Recorder(this, backend.binding, name);
    const reads = this.state.map(([, variable], index) => {
      const node = `${prefix}.state${index}`;
      this.graph.node(
        node,
        'ReadVariableOp',
        [`state${index}`],
        this.attributes('ReadVariableOp', [['dtype', typeValue(dataTypeOf(variable))]]),
      );
      recorder.names.set(backend.getInputTensorIds([variable])[0], node);
      return node;
    });
    const inputs = Object.entries(args).map(([key, tensor]) => {
      const node = `${prefix}.${safeName(key)}`;
      this.graph.node(
        node,
        'Placeholder',
        [],
        [
          ['dtype', typeValue(dataTypeOf(tensor))],
          ['shape', shapeValue(tensor.shape)],
        ],
      );
      recorder.names.set(backend.getInputTensorIds([tensor])[0], node);
      return node;
    });
    const native = backend.binding;
    const { write, readSync } = backend;
    backend.binding = recorder.binding();
    backend.write = (values, shape, dtype) => {
      refuseSeededRandomOps();
      recorder.madeInside.add(values as object);
      return write.call(backend, values, shape, dtype);
    };
    backend.readSync = (dataId) => {
      // Values that were not uploaded yet are read without the addon.
      const values = readSync.call(backend, dataId);
      return recorder.madeInside.has(values as object) ? values : recorder.refuseRead();
    };
    try {
      const results = withoutJavaScriptRandomness(() => body({ ...args }));
      requireTensors(name, results);
      const updates = this.state.flatMap(([key, variable], index) => {
        const node = recorder.nameOf(variable, `the new value of state '${key}'`);
        if (node === reads[index]) return [];
        const assign = `${prefix}.state${index}.next`;
        // The read must come first: the step computes from the old value.
        this.graph.node(
          assign,
          'AssignVariableOp',
          [`state${index}`, node, `^${reads[index]}`],
          [['dtype', typeValue(dataTypeOf(variable))]],
        );
        return [`^${assign}`];
      });
      const resultNames = Object.keys(results);
      const outputs = resultNames.map((key) => {
        const tensor = results[key];
        const node = `${prefix}.result.${safeName(key)}`;
        this.graph.node(
          node,
          'Identity',
          [recorder.nameOf(tensor, `result '${key}'`), ...updates],
          [['T', typeValue(dataTypeOf(tensor))]],
        );
        return node;
      });
      recorder.finish();
      return { inputs, outputs, resultNames, changesState: updates.length > 0 };
    } finally {
      Object.assign(backend, { binding: native, write, readSync });
    }
  }

  /** @internal Attributes with this graph's XLA mark. */
  attributes(
    operation: string,
    attributes: readonly (readonly [string, AttributeValue])[],
  ): readonly (readonly [string, AttributeValue])[] {
    if (!this.options.xla) return attributes;
    return [...attributes, ['_XlaCompile', boolValue(!outsideXla.test(operation))]];
  }

  /** @internal A fresh node name. */
  fresh(label: string): string {
    return `${label}_${this.count++}`;
  }

  get mixed(): boolean {
    return this.options.precision === 'mixed-bfloat16';
  }

  /** @internal A constant; equal constants are one node, large uniform ones a Fill. */
  constant(shape: readonly number[], dtype: number, values: ArrayLike<number>): string {
    const length = values.length;
    if (length > 16 && dtype !== DataType.int64 && isUniform(values)) {
      const dimensions = this.constant([shape.length], DataType.int32, shape);
      const value = this.constant([], dtype, [values[0]]);
      const name = this.fresh('fill');
      return this.graph.node(
        name,
        'Fill',
        [dimensions, value],
        this.attributes('Fill', [
          ['T', typeValue(dtype)],
          ['index_type', typeValue(DataType.int32)],
        ]),
      );
    }
    const bytes = constantBytes(dtype, values);
    const key = `${dtype}[${shape.join()}]${createHash('sha256').update(bytes).digest('base64')}`;
    let name = this.constants.get(key);
    if (name === undefined) {
      name = this.fresh('const');
      this.graph.node(
        name,
        'Const',
        [],
        [
          ['dtype', typeValue(dtype)],
          ['value', tensorValue(shape, dtype, bytes)],
        ],
      );
      this.constants.set(key, name);
    }
    return name;
  }
}

function isUniform(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (!Object.is(values[i], values[0])) return false;
  return true;
}
