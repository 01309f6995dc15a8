/** Affine maps and normalisations of rows, with their variables given. */
import { layerNormalization } from '../../engine/kernels/layerNormalization';
import { tf } from '../../engine/native';

/** A change of a matrix by two thin ones: scale * down * up (Hu et al. 2021, section 4.1). */
export interface LowRank {
  /** [from, rank]. */
  readonly down: tf.Tensor;
  /** [rank, to]. */
  readonly up: tf.Tensor;
  readonly scale: number;
}

/** A matrix [from, to], and a bias [to] where there is one. */
export interface Linear {
  readonly weight: tf.Tensor;
  readonly bias?: tf.Tensor;
  /** Added to the matrix, where the model is adapted. */
  readonly adapter?: LowRank;
}

/** So few rows do not repay the engine's product of large matrices, which copies its operands first. */
const fewRows = 16;

/** Product of rows [rows, from] and a matrix [from, to], or [to, from] read transposed. */
export function product(rows: tf.Tensor, matrix: tf.Tensor, transposed = false): tf.Tensor {
  const [count] = rows.shape as [number, number];
  if (count > fewRows) return tf.matMul(rows as tf.Tensor2D, matrix as tf.Tensor2D, false, transposed);
  return tf.matMul(rows.expandDims(0), matrix.expandDims(0), false, transposed).squeeze([0]);
}

/** x W + b of rows [rows, from]: [rows, to]. The thin matrices are applied one after the other: W + scale * down * up is never made. */
export function linear(x: tf.Tensor, { weight, bias, adapter }: Linear): tf.Tensor {
  let y = product(x, weight);
  if (adapter) y = y.add(product(product(x, adapter.down).mul(adapter.scale), adapter.up));
  return bias ? y.add(bias) : y;
}

/** Scale [width], and shift [width] where there is one: without, the mean is not subtracted either. */
export interface Norm {
  readonly scale: tf.Tensor;
  readonly shift?: tf.Tensor;
  /** Added to the variance (the mean square without shift) under the root. */
  readonly epsilon: number;
}

/** What the engine's layer normalisation adds to the variance. */
const ownEpsilon = 1e-5;

/**
 * Layer normalisation over the last dimension (Ba et al. 2016, eq. 4), or, without a shift, root mean square
 * normalisation (Zhang & Sennrich 2019, eq. 4). Published models have several epsilons and the engine's kernel has one:
 * x with epsilon e is normalised as x sqrt(1e-5 / e) with 1e-5.
 */
export function normalised(x: tf.Tensor, { scale, shift, epsilon }: Norm): tf.Tensor {
  if (!shift) return x.mul(x.square().mean(-1, true).add(epsilon).rsqrt()).mul(scale);
  const rows = x.reshape([-1, x.shape.at(-1)!]);
  const stretch = Math.sqrt(ownEpsilon / epsilon);
  return layerNormalization(stretch === 1 ? rows : rows.mul(stretch), scale, shift).reshape(x.shape);
}
