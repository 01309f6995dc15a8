import { tf } from './native';
import { type Precision } from './trace';
export { TraceError } from './recorder';
export type { Precision } from './trace';
/** Everything a program remembers between calls: parameters, optimiser moments, counters. Keys are unique names. */
export type State = Readonly<Record<string, tf.Variable>>;
/** A number is passed as a float32 scalar, so that it is an input of the graph and never frozen into it. */
export type Argument = tf.Tensor | number;
export type Engine = 'compiled' | 'eager';
type AnyFunction = (args: any) => Record<string, tf.Tensor>;
/** The type of a call: each argument may be a number instead of a scalar. */
export type Call<F extends AnyFunction> = (args: {
    [K in keyof Parameters<F>[0]]: Parameters<F>[0][K] | number;
}) => ReturnType<F>;
export interface ProgramOptions<F extends Record<string, AnyFunction>> {
    /** All tensors that live on between calls. Functions read them, and change them with `assign`. */
    readonly state: State;
    /** Each is pure but for `assign` to the state; takes tensors by name, returns tensors by name. */
    readonly functions: F;
    /** 'eager' runs op by op, for debugging. Default: LAB_ENGINE, else 'compiled'. */
    readonly engine?: Engine;
    /** 'mixed-bfloat16' runs matrix products and convolutions in bfloat16. Eager is always float32. Default 'float32'. */
    readonly precision?: Precision;
    /** Fuse what is not a matrix product with XLA. It costs seconds to compile: worth it for thousands of steps. Default false. */
    readonly xla?: boolean;
    /** How many sets of argument shapes one function may have before it is refused. Default 16. */
    readonly shapeLimit?: number;
}
export interface ProgramControls {
    /** Brings the state's tensors up to date with what the graph has computed. Call before reading or saving the state. */
    synchronize(): void;
    /** Tells the program that the state's tensors were changed from outside (new initial values, a loaded checkpoint). */
    reload(): void;
    /** Frees the graph. The state's tensors stay, up to date. */
    dispose(): void;
    /** Compiled graph as a SavedModel message, for Netron or TensorBoard; undefined when eager or before the first call. */
    graph(): Uint8Array | undefined;
    /** Seconds spent tracing and loading so far, and nodes in the graph. */
    readonly compilation: {
        readonly seconds: number;
        readonly nodes: number;
        readonly bytes: number;
    };
    readonly engine: Engine;
}
export type Program<F extends Record<string, AnyFunction>> = {
    readonly [K in keyof F]: Call<F[K]>;
} & {
    readonly program: ProgramControls;
};
/**
 * Compiles functions over shared state. Results are new tensors that the caller disposes.
 * @throws LabError when a function cannot be compiled (see TraceError) or meets more argument shapes than `shapeLimit`
 */
export declare function compile<const F extends Record<string, AnyFunction>>(options: ProgramOptions<F>): Program<F>;
