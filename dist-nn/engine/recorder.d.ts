/**
 * The recorder of kernel calls: every op that runs while a function is traced becomes a node of the graph, in the
 * precision that the program asks for.
 */
import { LabError } from '../errors';
import { type NativeBinding } from './binding';
import { type AttributeValue, type GraphDefinition } from './graphDef';
import type { tf } from './native';
/** Thrown when a function cannot be compiled as written. */
export declare class TraceError extends LabError {
    readonly name: string;
}
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
    attributes(operation: string, attributes: readonly (readonly [string, AttributeValue])[]): readonly (readonly [string, AttributeValue])[];
}
/** The addon seen through a recording glass. */
export declare class Recorder {
    private readonly tracer;
    private readonly native;
    private readonly label;
    /** Which node's output each live tensor is, by the addon's tensor id. */
    readonly names: Map<number, string>;
    /** Value arrays that were made into tensors inside the function: they may become constants. */
    readonly madeInside: WeakSet<object>;
    private readonly casts;
    /** Outputs that the graph has in bfloat16, by the name that their float32 value has if anything asks for it. */
    private readonly halves;
    private readonly widened;
    /** Kernels that may give float32 or bfloat16, whichever is asked for: made when all their readers are known. */
    private readonly undecided;
    constructor(tracer: RecordedGraph, native: NativeBinding, label: string);
    nameOf(tensor: tf.Tensor, what: string): string;
    refuseRead(): never;
    binding(): NativeBinding;
    private record;
    /** Makes the kernels whose type waited for their readers. */
    finish(): void;
    /** Name of a value in float32. */
    private float;
    /** Name of a value in bfloat16. */
    private half;
    private castNode;
}
