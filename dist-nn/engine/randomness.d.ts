import { tf } from './native';
import type { State } from './program';
/** Random tensors that repeat exactly: each draw is a pure function of (seed, step, site in the program). */
export interface Randomness {
    /** One int32 pair [seed, step]; belongs to the state of the program that draws. */
    readonly state: State;
    /** Uniform in [0, 1), float32, of the given shape. */
    uniform(shape: readonly number[]): tf.Tensor;
    /** The seed pair, int32 [2], of the next site: for kernels that draw the numbers of `uniform` themselves. */
    seeds(): tf.Tensor;
    /** Standard normal, float32, of the given shape. */
    normal(shape: readonly number[]): tf.Tensor;
    /** Ends a step: the next one draws new numbers. Call once in each function that draws. */
    advance(): void;
    /** Starts again from a seed, at step 0. */
    reset(seed: number): void;
}
/**
 * A stream of stateless random numbers (TensorFlow's StatelessRandomUniform and StatelessRandomNormal, counter-based
 * as in Salmon et al. 2011). The same seed gives the same numbers eagerly and compiled.
 */
export declare function randomness(seed: number, name?: string): Randomness;
