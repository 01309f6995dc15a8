import { withGradient } from '../customGradient';
import { nativeKernels, tf } from '../native';
import { rawOp } from '../rawOp';

/**
 * Rows of a table: `table` [rows, width], `indices` int32 of any shape -> [...indices.shape, width].
 * Its gradient sums the incoming rows by index. Out-of-range indices are the caller's fault: unlike tf.gather nothing
 * is read back to check them, so that the op can be compiled.
 */
export function gatherRows(table: tf.Tensor, indices: tf.Tensor): tf.Tensor {
  const [rows, width] = table.shape;
  const gathered = withGradient([table, indices.reshape([-1])], (source, flat) => ({
    value: rawOp('GatherV2', [source, flat, tf.scalar(0, 'int32')], {
      batch_dims: { int: 0 },
      Tparams: { type: 'float32' },
      Tindices: { type: 'int32' },
      Taxis: { type: 'int32' },
    }),
    saved: [flat],
    gradient: (dy, [index]) => [
      nativeKernels
        ? rawOp('LabSumRowsByIndex', [dy, index], { rows: { int: rows } })
        : rawOp('UnsortedSegmentSum', [dy, index, tf.scalar(rows, 'int32')], {
            T: { type: 'float32' },
            Tindices: { type: 'int32' },
            Tnumsegments: { type: 'int32' },
          }),
      tf.zerosLike(index),
    ],
  }));
  return gathered.reshape([...indices.shape, width]);
}
