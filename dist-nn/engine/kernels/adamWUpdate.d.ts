import type { tf } from '../native';
/** What one AdamW step reads: lists in one order of parameters, and scalars. */
export interface AdamWStep {
    readonly parameters: readonly tf.Tensor[];
    readonly first: readonly tf.Tensor[];
    readonly second: readonly tf.Tensor[];
    readonly gradients: readonly tf.Tensor[];
    /** Learning rates, scalars. */
    readonly rates: readonly tf.Tensor[];
    /** Decoupled decay per unit of learning rate. */
    readonly weightDecays: readonly number[];
    /** Scalars: factor of the gradients; beta1^t and beta2^t after this step. */
    readonly clip: tf.Tensor;
    readonly power1: tf.Tensor;
    readonly power2: tf.Tensor;
    readonly beta1: number;
    readonly beta2: number;
    readonly epsilon: number;
}
/**
 * New parameters and moments after one step of AdamW (Loshchilov & Hutter 2019, algorithm 2), all in one of the lab's
 * own kernels: call it only where `nativeKernels` is true.
 */
export declare function adamWUpdate(step: AdamWStep): {
    parameters: tf.Tensor[];
    first: tf.Tensor[];
    second: tf.Tensor[];
};
/** Root of the sum of the squares of all elements, a scalar; one of the lab's own kernels. */
export declare function globalNorm(tensors: readonly tf.Tensor[]): tf.Tensor;
