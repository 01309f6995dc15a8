/**
 * The recorder of kernel calls: every op that runs while a function is traced becomes a node of the graph, in the
 * precision that the program asks for.
 */
import { LabError } from '../errors';
import {
  DataType,
  type NativeBinding,
  nativeBackend,
  type OpAttribute,
  type TensorMetadata,
} from './binding';
import { isFilterGradient, recordFilterGradient } from './filterGradient';
import { type AttributeValue, attributeValue, type GraphDefinition, typeValue } from './graphDef';
import { nativeMatrixProducts, type tf } from './native';

/** Thrown when a function cannot be compiled as written. */
export class TraceError extends LabError {
  override readonly name: string = 'TraceError';
}

const matrixProducts = new Set([
  'MatMul',
  'BatchMatMulV2',
  'BatchMatMul',
  '_FusedMatMul',
  'Conv2D',
  'Conv2DBackpropInput',
  'Conv2DBackpropFilter',
]);

/** Ops that move values of their first input without changing them. */
const shapeOnly = new Set(['Reshape', 'ExpandDims', 'Squeeze']);

/**
 * The lab's own kernels beside matrix products, with the inputs and outputs that may be bfloat16 (their attribute T),
 * so that nothing is cast between them and the products.
 */
const besideProducts: Readonly<Record<string, { inputs: readonly number[]; output: boolean }>> = {
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
const inferredTypes: Readonly<Record<string, (inputs: number[]) => [string, number][]>> = {
  ExpandDims: ([input, axis]) => [
    ['T', input],
    ['Tdim', axis],
  ],
};

/** The graph that a recorder writes into. */
export interface RecordedGraph {
  readonly graph: GraphDefinition;
  /** Whether matrix products run in bfloat16. */
  readonly mixed: boolean;
  /** A fresh node name. */
  fresh(label: string): string;
  /** The node of a constant; equal constants are one node. */
  constant(shape: readonly number[], dtype: number, values: ArrayLike<number>): string;
  /** Attributes of a node as this graph wants them. */
  attributes(
    operation: string,
    attributes: readonly (readonly [string, AttributeValue])[],
  ): readonly (readonly [string, AttributeValue])[];
}

/** The addon seen through a recording glass. */
export class Recorder {
  /** Which node's output each live tensor is, by the addon's tensor id. */
  readonly names = new Map<number, string>();
  /** Value arrays that were made into tensors inside the function: they may become constants. */
  readonly madeInside = new WeakSet<object>();
  private readonly casts = new Map<string, string>();
  /** Outputs that the graph has in bfloat16, by the name that their float32 value has if anything asks for it. */
  private readonly halves = new Map<string, string>();
  private readonly widened = new Set<string>();
  /** Kernels that may give float32 or bfloat16, whichever is asked for: made when all their readers are known. */
  private readonly undecided = new Map<
    string,
    { float: boolean; half: boolean; emit(half: boolean): void }
  >();

  constructor(
    private readonly tracer: RecordedGraph,
    private readonly native: NativeBinding,
    private readonly label: string,
  ) {}

  nameOf(tensor: tf.Tensor, what: string): string {
    const [id] = nativeBackend().getInputTensorIds([tensor]);
    const name = this.names.get(id);
    if (name === undefined)
      throw new TraceError(
        `${this.label}: ${what} is a tensor from outside the function; compute it inside, or pass it as an argument or state.`,
      );
    return this.float(name);
  }

  refuseRead(): never {
    throw new TraceError(
      `${this.label}: the function reads a tensor's value in JavaScript (dataSync, arraySync, print, or an op that does), which would be frozen into the graph; compute with tensor ops, or pass the value as an argument.`,
    );
  }

  binding(): NativeBinding {
    const { native, tracer, label } = this;
    const recording: Partial<NativeBinding> = {
      createTensor: (shape, dtype, values) => {
        if (dtype !== DataType.int64 && !this.madeInside.has(values as object)) {
          throw new TraceError(
            `${label}: the function uses a tensor of shape [${shape.join()}] made outside of it; pass it as an argument, or name it in the state.`,
          );
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
            throw new TraceError(
              `${label}: the op ${operation} uses a tensor made outside of the function; pass it as an argument, or name it in the state.`,
            );
          }
          return input;
        });
        const [{ dtype, shape }] = results;
        const quicker =
          operation === 'BatchMatMulV2' &&
          shape.length === 2 &&
          dtype === DataType.float32 &&
          !tracer.mixed &&
          nativeMatrixProducts();
        this.record(quicker ? 'LabMatMul' : operation, attributes, inputs, results);
        return results;
      },
      tensorDataSync: () => this.refuseRead(),
    };
    // A copy: the addon's own properties are read-only.
    const copy: Record<string, unknown> = {};
    for (const key of Object.getOwnPropertyNames(native)) {
      const value = (native as unknown as Record<string, unknown>)[key];
      copy[key] = typeof value === 'function' ? value.bind(native) : value;
    }
    return { ...copy, ...recording } as unknown as NativeBinding;
  }

  private record(
    operation: string,
    attributes: readonly OpAttribute[],
    inputs: string[],
    results: readonly TensorMetadata[],
  ): void {
    const { tracer, native } = this;
    const name = tracer.fresh(operation.replace(/[^A-Za-z0-9]/g, ''));
    const values = attributes.map((a): [string, AttributeValue] => [a.name, attributeValue(native, a)]);
    const present = new Set(attributes.map((a) => a.name));
    for (const [key, dtype] of inferredTypes[operation]?.([results[0].dtype, DataType.int32]) ?? []) {
      if (!present.has(key)) values.push([key, typeValue(dtype)]);
    }
    const attributesFor = (half: boolean) =>
      tracer.attributes(
        operation,
        half
          ? values.map(([key, value]): [string, AttributeValue] => [
              key,
              key === 'T' ? typeValue(DataType.bfloat16) : value,
            ])
          : values,
      );
    const nameResults = (first: string, rest: string) =>
      results.forEach((result, index) => {
        this.names.set(result.id, index === 0 ? first : `${rest}:${index}`);
      });
    const beside = tracer.mixed ? besideProducts[operation] : undefined;
    if (tracer.mixed && matrixProducts.has(operation) && results[0].dtype === DataType.float32) {
      const isSizes = (index: number) =>
        (operation === 'Conv2DBackpropInput' && index === 0) ||
        (operation === 'Conv2DBackpropFilter' && index === 1);
      const halves = inputs.map((input, index) => (isSizes(index) ? input : this.half(input)));
      if (isFilterGradient(operation, attributes))
        recordFilterGradient(tracer, native, `${name}.half`, halves, attributes, results[0].shape);
      else tracer.graph.node(`${name}.half`, operation, halves, attributesFor(true));
      this.halves.set(name, `${name}.half`);
      nameResults(name, name);
    } else if (tracer.mixed && shapeOnly.has(operation) && this.halves.has(inputs[0]!)) {
      // Values pass through unchanged: what is bfloat16 stays so.
      tracer.graph.node(
        `${name}.half`,
        operation,
        [this.half(inputs[0]!), ...inputs.slice(1)],
        attributesFor(true),
      );
      this.halves.set(name, `${name}.half`);
      nameResults(name, name);
    } else if (beside && beside.inputs.length > 0) {
      // A reader of products alone follows its inputs; one between products is bfloat16 throughout.
      const low = beside.output || beside.inputs.every((index) => this.halves.has(inputs[index]));
      const typed = inputs.map((input, index) =>
        low && beside.inputs.includes(index) ? this.half(input) : this.float(input),
      );
      tracer.graph.node(name, operation, typed, attributesFor(low));
      const first = low && beside.output ? `${name}.float` : name;
      if (first !== name) this.halves.set(first, name);
      nameResults(first, name);
    } else if (beside) {
      const typed = inputs.map((input) => this.float(input));
      this.undecided.set(name, {
        float: false,
        half: false,
        emit: (half) => tracer.graph.node(name, operation, typed, attributesFor(half)),
      });
      nameResults(name, name);
    } else {
      tracer.graph.node(
        name,
        operation,
        inputs.map((input) => this.float(input)),
        attributesFor(false),
      );
      nameResults(name, name);
    }
  }

  /** Makes the kernels whose type waited for their readers. */
  finish(): void {
    for (const [name, { float, half, emit }] of this.undecided) {
      const low = half && !float;
      emit(low);
      if (low)
        this.tracer.graph.node(`${name}.half`, 'Identity', [name], [['T', typeValue(DataType.bfloat16)]]);
      else if (half) this.castNode(`${name}.half`, name, DataType.float32, DataType.bfloat16);
    }
  }

  /** Name of a value in float32. */
  private float(name: string): string {
    const waiting = this.undecided.get(name);
    if (waiting) waiting.float = true;
    const half = this.halves.get(name);
    if (half !== undefined && !this.widened.has(name)) {
      this.widened.add(name);
      this.castNode(name, half, DataType.bfloat16, DataType.float32);
    }
    return name;
  }

  /** Name of a value in bfloat16. */
  private half(name: string): string {
    const waiting = this.undecided.get(name);
    if (waiting) {
      waiting.half = true;
      return `${name}.half`;
    }
    const ready = this.halves.get(name) ?? this.casts.get(name);
    if (ready !== undefined) return ready;
    const made = this.castNode(this.tracer.fresh('bfloat16'), name, DataType.float32, DataType.bfloat16);
    this.casts.set(name, made);
    return made;
  }

  private castNode(name: string, input: string, from: number, to: number): string {
    return this.tracer.graph.node(
      name,
      'Cast',
      [input],
      this.tracer.attributes('Cast', [
        ['SrcT', typeValue(from)],
        ['DstT', typeValue(to)],
      ]),
    );
  }
}
