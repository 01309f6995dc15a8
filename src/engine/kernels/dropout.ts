import { withGradient } from '../customGradient';
import { nativeKernels, type tf } from '../native';
import type { Randomness } from '../randomness';
import { rawOp, rawOps } from '../rawOp';

/**
 * Inverted dropout (Srivastava et al. 2014): zeroes each element with probability `rate` in [0, 1) and scales the rest
 * by 1 / (1 - rate). Returns `x` itself where `rate` is 0 or no randomness is given (evaluation).
 */
export function dropout(x: tf.Tensor, rate: number, randomness: Randomness | undefined): tf.Tensor {
  if (!randomness || rate === 0) return x;
  if (nativeKernels) {
    const flat = x.reshape([-1, x.shape[x.rank - 1] ?? 1]);
    const dropped = withGradient([flat, randomness.seeds()], (input, seeds) => ({
      value: rawOp('LabBiasDropoutResidual', [input, seeds], {
        ...typed(rate),
        B: { int: 0 },
        R: { int: 0 },
      }),
      saved: [seeds],
      gradient: (dy, [pair]) => [
        rawOps('LabBiasDropoutGrad', [dy, pair], typed(rate), 2)[0],
        pair.zerosLike(),
      ],
    }));
    return dropped.reshape(x.shape);
  }
  const keep = randomness
    .uniform(x.shape)
    .greaterEqual(rate)
    .cast('float32')
    .mul(1 / (1 - rate));
  return x.mul(keep);
}

const typed = (rate: number) => ({ T: { type: 'float32' }, rate: { float: rate } }) as const;

/**
 * residual + dropout(x + bias): the end of a residual branch. `x` and `residual` [rows, width], `bias` [width]; no
 * dropout where `rate` is 0 or no randomness is given. The lab's own kernel draws the same numbers as `dropout`.
 */
export function biasDropoutResidual(
  x: tf.Tensor,
  bias: tf.Tensor,
  residual: tf.Tensor,
  rate: number,
  randomness: Randomness | undefined,
): tf.Tensor {
  if (!nativeKernels || !randomness || rate === 0)
    return residual.add(dropout(x.add(bias), rate, randomness));
  return withGradient([x, bias, residual, randomness.seeds()], (input, added, kept, seeds) => ({
    value: rawOp('LabBiasDropoutResidual', [input, seeds, added, kept], {
      ...typed(rate),
      B: { int: 1 },
      R: { int: 1 },
    }),
    saved: [seeds],
    gradient: (dy, [pair]) => {
      const [dx, dBias] = rawOps('LabBiasDropoutGrad', [dy, pair], typed(rate), 2);
      return [dx, dBias, dy, pair.zerosLike()];
    },
  }));
}
