/** How much of the loss's gradient reaches each layer. */
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { Parameters } from '../models/parameters';

export interface LayerGradient {
  /** The parameter's name. */
  readonly layer: string;
  /** Euclidean norm of the gradient. */
  readonly norm: number;
  /** The same by the parameter's own norm: what a step of gradient descent changes it by, relative to it. */
  readonly relative: number;
}

/**
 * Gradient norms of the named parameters at the present weights.
 * @param loss scalar; it depends on every named parameter
 * @param layers names among the parameters, in the order in which they are told
 * @throws LabError for a name that is no parameter, or one that the loss does not depend on
 */
export function layerGradients(
  parameters: Parameters,
  loss: () => tf.Tensor,
  layers: readonly string[] = Object.keys(parameters),
): LayerGradient[] {
  const unknown = layers.find((name) => !Object.hasOwn(parameters, name));
  if (unknown !== undefined)
    throw new LabError(
      `There is no parameter '${unknown}': the names are ${Object.keys(parameters).join(', ')}.`,
    );
  const norms = tf.tidy(() => {
    const { grads } = tf.variableGrads(
      () => loss() as tf.Scalar,
      layers.map((name) => parameters[name]!),
    );
    return layers.map((name) => {
      const gradient = grads[parameters[name]!.name];
      if (!gradient) throw new LabError(`The loss does not depend on the parameter '${name}'.`);
      return [gradient, parameters[name]!].map((tensor) => Math.sqrt(tensor.square().sum().dataSync()[0]!));
    });
  });
  return norms.map(([norm, own], at) => ({ layer: layers[at]!, norm: norm!, relative: norm! / own! }));
}
