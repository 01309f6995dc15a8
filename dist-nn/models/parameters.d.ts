import { tf } from '../engine/native';
/** Trainable tensors by name, in a fixed order. Names are paths such as 'encoder.layers.0.attention.query.weight'. */
export type Parameters = Readonly<Record<string, tf.Variable>>;
/** How a new tensor is filled. */
export type Initializer = 'zeros' | 'ones' | {
    readonly normal: number;
};
/** Collects a model's tensors; each is filled from its own seeded stream, so adding one does not change the others. */
export declare class ParameterBuilder {
    private readonly prefix;
    private readonly seed;
    private readonly entries;
    constructor(prefix: string, seed: number);
    /** Adds a tensor of the given shape. `normal` is the standard deviation. */
    add(name: string, shape: number[], initializer: Initializer): tf.Variable;
    build(): Parameters;
}
/** The values that `add` starts from, row-major. */
export declare function initialValues(shape: readonly number[], initializer: Initializer, seed: string): Float32Array;
/** Number of scalars in all tensors. */
export declare function countParameters(parameters: Parameters): number;
