import { withGradient } from '../customGradient';
import { nativeKernels, tf } from '../native';
import { rawOps } from '../rawOp';

/**
 * Cross-entropy of each row in nats: logits [rows, classes] (plus `bias` [classes], where given), labels int32 [rows]
 * -> [rows]. Loss and gradient come from integer labels, so no one-hot matrix is made.
 */
export function softmaxCrossEntropy(logits: tf.Tensor, labels: tf.Tensor, bias?: tf.Tensor): tf.Tensor {
  if (nativeKernels) return native(logits, labels, bias);
  return composed(bias ? logits.add(bias) : logits, labels);
}

function native(logits: tf.Tensor, labels: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor {
  const attributes = { T: { type: 'float32' }, B: { int: bias ? 1 : 0 } } as const;
  return withGradient(bias ? [logits, labels, bias] : [logits, labels], (scores, targets, ...added) => {
    const [loss, logSums] = rawOps('LabCrossEntropy', [scores, targets, ...added], attributes, 2);
    return {
      value: loss,
      saved: [scores, targets, logSums, ...added],
      gradient: (dy, saved) => {
        const [slope, biasSlope] = rawOps('LabCrossEntropyGrad', [dy, ...saved], attributes, 2);
        return [slope, tf.zerosLike(saved[1]), ...(bias ? [biasSlope] : [])];
      },
    };
  });
}

function composed(logits: tf.Tensor, labels: tf.Tensor): tf.Tensor {
  return withGradient([logits, labels], (scores, targets) => {
    const [loss, slope] = rawOps(
      'SparseSoftmaxCrossEntropyWithLogits',
      [scores, targets],
      { T: { type: 'float32' }, Tlabels: { type: 'int32' } },
      2,
    );
    return {
      value: loss,
      saved: [slope, targets],
      gradient: (dy, [perLogit, indices]) => [perLogit.mul(dy.expandDims(-1)), tf.zerosLike(indices)],
    };
  });
}
