import { softmaxCrossEntropy } from '../engine/kernels/softmaxCrossEntropy';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import { ParameterBuilder, type Parameters } from '../models/parameters';

/** Added to an embedding's similarity with itself, which is no candidate. */
const excluded = -1e9;

/**
 * NT-Xent, the normalised temperature-scaled cross-entropy of SimCLR (Chen, Kornblith, Norouzi & Hinton 2020, eq. 1 and
 * algorithm 1): each embedding has to find the other view of its image among all others of the batch.
 * @param first embeddings of one view [n, width]; @param second of the other view, in the same order
 * @param temperature above 0
 * @returns scalar mean over the 2n embeddings, in nats; log(2n - 1) where all embeddings are equal
 */
export function ntXent(first: tf.Tensor, second: tf.Tensor, temperature: number): tf.Tensor {
  const n = first.shape[0] as number;
  const joint = tf.concat([first, second], 0);
  const unit = joint.mul(joint.square().sum(1, true).add(1e-12).rsqrt()) as tf.Tensor2D;
  const similarities = tf.matMul(unit, unit, false, true).mul(1 / temperature);
  const scores = similarities.add(tf.eye(2 * n).mul(excluded));
  const partners = Int32Array.from({ length: 2 * n }, (_, index) => (index + n) % (2 * n));
  return softmaxCrossEntropy(scores, tf.tensor1d(partners, 'int32')).mean();
}

/** Settings of {@link contrastive}. */
export interface ContrastiveOptions {
  /** Columns of the encoder's features. */
  readonly featureWidth: number;
  /** Default 0.5 (Chen et al. 2020, appendix B.9, for small images). */
  readonly temperature?: number;
  /** Hidden and output width of the projection head. Default featureWidth and 64. */
  readonly projection?: readonly [number, number];
  readonly seed?: number;
}

/** SimCLR: a projection head of one hidden layer above an encoder, and NT-Xent. The head is thrown away afterwards. */
export interface Contrastive {
  readonly name: 'contrastive';
  parameters(): Parameters;
  /** Scalar loss of two views' features, [n, featureWidth] each. */
  loss(first: tf.Tensor, second: tf.Tensor): tf.Tensor;
  /** Floating-point operations of a forward pass over n pairs. */
  forwardFlops(n: number): number;
}

/** @throws LabError if the temperature is not above 0 */
export function contrastive(options: ContrastiveOptions): Contrastive {
  const { featureWidth, temperature = 0.5, projection = [featureWidth, 64], seed = 1 } = options;
  if (!(temperature > 0))
    throw new LabError(`The temperature is ${temperature}; choose a number above 0, such as 0.5.`);
  const [hidden, output] = projection;
  const builder = new ParameterBuilder('projection', seed);
  const layer = (name: string, from: number, to: number) => ({
    weight: builder.add(`${name}.weight`, [from, to], { normal: Math.sqrt(2 / from) }),
    bias: builder.add(`${name}.bias`, [to], 'zeros'),
  });
  const inner = layer('hidden', featureWidth, hidden);
  const outer = layer('output', hidden, output);
  const project = (features: tf.Tensor) => {
    const raised = tf
      .matMul(features as tf.Tensor2D, inner.weight as unknown as tf.Tensor2D)
      .add(inner.bias)
      .relu();
    return tf.matMul(raised as tf.Tensor2D, outer.weight as unknown as tf.Tensor2D).add(outer.bias);
  };
  return {
    name: 'contrastive',
    parameters: () => builder.build(),
    loss: (first, second) => ntXent(project(first), project(second), temperature),
    forwardFlops: (n) => 4 * n * (featureWidth * hidden + hidden * output) + 8 * n * n * output,
  };
}
