import { type tf } from '../native';
import type { Randomness } from '../randomness';
/**
 * Inverted dropout (Srivastava et al. 2014): zeroes each element with probability `rate` in [0, 1) and scales the rest
 * by 1 / (1 - rate). Returns `x` itself where `rate` is 0 or no randomness is given (evaluation).
 */
export declare function dropout(x: tf.Tensor, rate: number, randomness: Randomness | undefined): tf.Tensor;
/**
 * residual + dropout(x + bias): the end of a residual branch. `x` and `residual` [rows, width], `bias` [width]; no
 * dropout where `rate` is 0 or no randomness is given. The lab's own kernel draws the same numbers as `dropout`.
 */
export declare function biasDropoutResidual(x: tf.Tensor, bias: tf.Tensor, residual: tf.Tensor, rate: number, randomness: Randomness | undefined): tf.Tensor;
