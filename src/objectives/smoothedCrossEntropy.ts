import { softmaxCrossEntropy } from '../engine/kernels/softmaxCrossEntropy';
import { tf } from '../engine/native';

/**
 * Mean cross-entropy in nats of labels that are smoothed: the right one has 1 - smoothing of the probability, and all share
 * the rest alike (Szegedy et al. 2016, section 7; Vaswani et al. 2017, section 5.4 with 0.1).
 * @param logits [rows, classes]
 * @param labels int32 [rows]
 * @param weights [rows], 0 where a row does not count
 */
export function smoothedCrossEntropy(
  logits: tf.Tensor,
  labels: tf.Tensor,
  weights: tf.Tensor,
  smoothing: number,
): tf.Tensor {
  const hard = softmaxCrossEntropy(logits, labels);
  let losses = hard;
  if (smoothing > 0) {
    // -log p averaged over all classes.
    const even = tf.logSumExp(logits, 1).sub(logits.mean(1));
    losses = hard.mul(1 - smoothing).add(even.mul(smoothing));
  }
  return losses.mul(weights).sum().div(weights.sum().add(1e-8));
}
