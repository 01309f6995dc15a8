/** How much a head can write, by its weights alone. */
import { tf } from '../engine/native';
import type { TransformerEncoder } from './transformerEncoder';

/**
 * Frobenius norm of each head's value projection times its part of the output projection, W_V W_O: the linear map from
 * what is attended to into the stream. It does not change where one is scaled up and the other down. Biases are left out.
 * @returns [layers][heads], 0 or above
 */
export function headMagnitudes(encoder: TransformerEncoder): number[][] {
  const { layers, heads, width } = encoder.config;
  const own = width / heads;
  return tf.tidy(() =>
    Array.from({ length: layers }, (_, layer) => {
      const project = encoder.parameters[`encoder.layers.${layer}.queryKeyValue.weight`] as tf.Tensor2D;
      const output = encoder.parameters[`encoder.layers.${layer}.attentionOutput.weight`] as tf.Tensor2D;
      return Array.from({ length: heads }, (_, head) => {
        const value = project.slice([0, 2 * width + head * own], [width, own]);
        return tf.norm(tf.matMul(value, output.slice([head * own, 0], [own, width]))).dataSync()[0]!;
      });
    }),
  );
}
