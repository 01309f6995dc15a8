import { type AttributeValue, GraphDefinition } from './graphDef';
import { tf } from './native';
import { type RecordedGraph } from './recorder';
/** Arithmetic of matrix products and convolutions: weights, sums and everything else stay float32. */
export type Precision = 'float32' | 'mixed-bfloat16';
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
export declare function requireTensors(name: string, results: Readonly<Record<string, unknown>>): void;
/** Builds one graph: variables for the state, and any number of traced functions over them. */
export declare class Tracer implements RecordedGraph {
    private readonly options;
    readonly graph: GraphDefinition;
    private readonly state;
    /** Nodes by what they hold, in the order of their making. */
    private readonly constants;
    private count;
    constructor(state: Readonly<Record<string, tf.Variable>>, options: TracerOptions);
    /** Names to feed and fetch to write all state at once, in the state's order. */
    readonly writeInputs: () => string[];
    readonly writeOutput = "state.written";
    readonly readOutputs: () => string[];
    private declareVariable;
    /** The graph as it stands, as a SavedModel message. */
    message(): Uint8Array;
    /**
     * Runs `body` eagerly once and records it. The state's values are the same after as before.
     * @param variant tells the recordings of one function for several argument shapes apart
     * @throws TraceError naming what cannot be compiled; the graph is then as it was before
     */
    trace(name: string, variant: number, body: (args: Record<string, tf.Tensor>) => Record<string, tf.Tensor>, args: Readonly<Record<string, tf.Tensor>>): TracedFunction;
    private record;
    /** @internal Attributes with this graph's XLA mark. */
    attributes(operation: string, attributes: readonly (readonly [string, AttributeValue])[]): readonly (readonly [string, AttributeValue])[];
    /** @internal A fresh node name. */
    fresh(label: string): string;
    get mixed(): boolean;
    /** @internal A constant; equal constants are one node, large uniform ones a Fill. */
    constant(shape: readonly number[], dtype: number, values: ArrayLike<number>): string;
}
