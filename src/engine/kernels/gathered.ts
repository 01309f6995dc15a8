import { tf } from '../native';
import { rawOp } from '../rawOp';

/**
 * As tf.gather, for float32 and int32 and without a gradient: nothing is read back to check the indices, so that it can be
 * compiled. Out-of-range indices are the caller's fault.
 */
export function gathered(x: tf.Tensor, indices: tf.Tensor, axis = 0): tf.Tensor {
  return rawOp('GatherV2', [x, indices, tf.scalar(axis, 'int32')], {
    batch_dims: { int: 0 },
    Tparams: { type: x.dtype as 'float32' | 'int32' },
    Tindices: { type: 'int32' },
    Taxis: { type: 'int32' },
  });
}
