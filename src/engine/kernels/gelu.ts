import { withGradient } from '../customGradient';
import { nativeKernels, tf } from '../native';
import { rawOp, rawOps } from '../rawOp';

const rootTwoOverPi = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

/**
 * Gaussian error linear unit, tanh form (Hendrycks & Gimpel 2016, section 2):
 * 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))). Any shape.
 */
export function gelu(x: tf.Tensor): tf.Tensor {
  return withGradient([x], (input) => {
    const square = input.square();
    const half = input
      .mul(square.mul(cubic * rootTwoOverPi).add(rootTwoOverPi))
      .tanh()
      .add(1)
      .mul(0.5);
    return {
      value: input.mul(half),
      saved: [input, square, half],
      // With h = (1 + tanh u) / 2: d/dx (x h) = h + x * 2 h (1 - h) * du/dx.
      gradient: (dy, [original, squared, h]) => {
        const slope = squared.mul(6 * cubic * rootTwoOverPi).add(2 * rootTwoOverPi);
        const inner = original.mul(slope).mul(tf.scalar(1).sub(h)).add(1);
        return [dy.mul(h).mul(inner)];
      },
    };
  });
}

/** gelu(x + bias): `x` [rows, width], `bias` [width]. One pass over memory with the lab's own kernel. */
export function biasGelu(x: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  if (!nativeKernels) return gelu(x.add(bias));
  const attributes = { T: { type: 'float32' } } as const;
  return withGradient([x, bias], (input, added) => ({
    value: rawOp('LabBiasGelu', [input, added], attributes),
    saved: [input, added],
    gradient: (dy, saved) => rawOps('LabBiasGeluGrad', [dy, ...saved], attributes, 2),
  }));
}
