/** Activations by the names that published configurations give them. */
import { withGradient } from '../../engine/customGradient';
import { gelu as tanhGelu } from '../../engine/kernels/gelu';
import type { tf } from '../../engine/native';
import { LabError } from '../../errors';
import { nearestName } from '../../nearestName';

export type Activation = (x: tf.Tensor) => tf.Tensor;

/** x Phi(x), with the error function (Hendrycks & Gimpel 2016, section 2). */
const gelu: Activation = (x) =>
  withGradient([x], (input) => {
    const share = input.mul(Math.SQRT1_2).erf().mul(0.5).add(0.5);
    return {
      value: input.mul(share),
      saved: [input, share],
      // Phi(x) + x phi(x), phi the normal density.
      gradient: (dy, [original, below]) => {
        const density = original
          .square()
          .mul(-0.5)
          .exp()
          .mul(1 / Math.sqrt(2 * Math.PI));
        return [dy.mul(original.mul(density).add(below))];
      },
    };
  });

const activations: { readonly [name: string]: Activation } = {
  gelu,
  gelu_new: tanhGelu,
  gelu_pytorch_tanh: tanhGelu,
  relu: (x) => x.relu(),
  /** x sigmoid(x) (Elfwing et al. 2018). */
  silu: (x) => x.mul(x.sigmoid()),
  swish: (x) => x.mul(x.sigmoid()),
  tanh: (x) => x.tanh(),
};

/** @throws LabError for a name that is not known, with the nearest one */
export function activation(name: string): Activation {
  const found = Object.hasOwn(activations, name) ? activations[name] : undefined;
  if (found) return found;
  const known = Object.keys(activations);
  throw new LabError(
    `The activation '${name}' is not known; ${nearestName(name, known) ? `did you mean '${nearestName(name, known)}'?` : `known are ${known.join(', ')}.`}`,
  );
}
