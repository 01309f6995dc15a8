import { withGradient } from '../customGradient';
import { tf } from '../native';
import { rawOps } from '../rawOp';

/**
 * Cross-entropy of each row in nats: logits [rows, classes], labels int32 [rows] -> [rows]. One kernel gives loss and
 * gradient from integer labels, so no one-hot matrix is made.
 */
export function softmaxCrossEntropy(logits: tf.Tensor, labels: tf.Tensor): tf.Tensor {
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
