/** Affine maps and normalisations of rows, with their variables given. */
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

/** x W + b of rows [rows, from]: [rows, to]. The thin matrices are applied one after the other: W + scale * down * up is never made. */
export function linear(x: tf.Tensor, { weight, bias, adapter }: Linear): tf.Tensor {
  const by = (rows: tf.Tensor, matrix: tf.Tensor) =>
    tf.matMul(rows as tf.Tensor2D, matrix as tf.Tensor2D) as tf.Tensor;
  let product = by(x, weight);
  if (adapter) product = product.add(by(by(x, adapter.down).mul(adapter.scale), adapter.up));
  return bias ? product.add(bias) : product;
}

/** Scale [width], and shift [width] where there is one: without, the mean is not subtracted either. */
export interface Norm {
  readonly scale: tf.Tensor;
  readonly shift?: tf.Tensor;
  /** Added to the variance (the mean square without shift) under the root. */
  readonly epsilon: number;
}

/**
 * Layer normalisation over the last dimension (Ba et al. 2016, eq. 4), or, without a shift, root mean square
 * normalisation (Zhang & Sennrich 2019, eq. 4). The lab's fused kernel has one epsilon; published models have several.
 */
export function normalised(x: tf.Tensor, { scale, shift, epsilon }: Norm): tf.Tensor {
  if (!shift) return x.mul(x.square().mean(-1, true).add(epsilon).rsqrt()).mul(scale);
  const centred = x.sub(x.mean(-1, true));
  return centred.mul(centred.square().mean(-1, true).add(epsilon).rsqrt()).mul(scale).add(shift);
}
