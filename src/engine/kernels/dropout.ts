import type { tf } from '../native';
import type { Randomness } from '../randomness';

/**
 * Inverted dropout (Srivastava et al. 2014): zeroes each element with probability `rate` in [0, 1) and scales the rest
 * by 1 / (1 - rate). Returns `x` itself where `rate` is 0 or no randomness is given (evaluation).
 */
export function dropout(x: tf.Tensor, rate: number, randomness: Randomness | undefined): tf.Tensor {
  if (!randomness || rate === 0) return x;
  const keep = randomness
    .uniform(x.shape)
    .greaterEqual(rate)
    .cast('float32')
    .mul(1 / (1 - rate));
  return x.mul(keep);
}
