import { tf } from '../native';
/**
 * Cross-entropy of each row in nats: logits [rows, classes] (plus `bias` [classes], where given), labels int32 [rows]
 * -> [rows]. Loss and gradient come from integer labels, so no one-hot matrix is made.
 */
export declare function softmaxCrossEntropy(logits: tf.Tensor, labels: tf.Tensor, bias?: tf.Tensor): tf.Tensor;
