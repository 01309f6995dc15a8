import type { tf } from '../native';
import { rawOp, rawOps } from '../rawOp';

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
export function adamWUpdate(step: AdamWStep): {
  parameters: tf.Tensor[];
  first: tf.Tensor[];
  second: tf.Tensor[];
} {
  const count = step.parameters.length;
  const updated = rawOps(
    'LabAdamW',
    [
      ...step.parameters,
      ...step.first,
      ...step.second,
      ...step.gradients,
      ...step.rates,
      step.clip,
      step.power1,
      step.power2,
    ],
    {
      N: { int: count },
      beta1: { float: step.beta1 },
      beta2: { float: step.beta2 },
      epsilon: { float: step.epsilon },
      weight_decays: { float: [...step.weightDecays] },
    },
    3 * count,
  );
  return {
    parameters: updated.slice(0, count),
    first: updated.slice(count, 2 * count),
    second: updated.slice(2 * count),
  };
}

/** Root of the sum of the squares of all elements, a scalar; one of the lab's own kernels. */
export function globalNorm(tensors: readonly tf.Tensor[]): tf.Tensor {
  return rawOp('LabGlobalNorm', tensors, { N: { int: tensors.length } });
}
