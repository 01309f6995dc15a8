import { tf } from '../native';
/**
 * Rows of a table: `table` [rows, width], `indices` int32 of any shape -> [...indices.shape, width].
 * Its gradient sums the incoming rows by index. Out-of-range indices are the caller's fault: unlike tf.gather nothing
 * is read back to check them, so that the op can be compiled.
 */
export declare function gatherRows(table: tf.Tensor, indices: tf.Tensor): tf.Tensor;
