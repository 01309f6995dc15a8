/** T5's bias of relative positions (Raffel et al. 2020, section 2.1): one number a head and bucket of distances. */
import { gatherRows } from '../../engine/kernels/embedding';
import { gathered } from '../../engine/kernels/gathered';
import { tf } from '../../engine/native';

export interface RelativeForm {
  /** Whether keys stand on both sides of a query. */
  readonly bidirectional: boolean;
  readonly maxDistance: number;
}

/**
 * @param table [buckets, heads]
 * @returns [1, heads, time, keyTime], added to the scores
 */
export function relativeBias(table: tf.Tensor, time: number, keyTime: number, form: RelativeForm): tf.Tensor {
  const [buckets, heads] = table.shape as [number, number];
  const indices = Int32Array.from({ length: time * keyTime }, (_, at) =>
    relativeBucket((at % keyTime) - Math.floor(at / keyTime), buckets, form),
  );
  return gatherRows(table, tf.tensor(indices, [time * keyTime], 'int32'))
    .reshape([time, keyTime, heads])
    .transpose([2, 0, 1])
    .expandDims(0);
}

/**
 * The bias of queries at other positions than the first ones, against keys at positions 0 to capacity - 1.
 * @param places int32 [time]
 * @returns [1, heads, time, capacity]
 */
export function relativeBiasAt(
  table: tf.Tensor,
  places: tf.Tensor,
  capacity: number,
  form: RelativeForm,
): tf.Tensor {
  const [buckets, heads] = table.shape as [number, number];
  const time = places.shape[0] as number;
  const all = Int32Array.from({ length: capacity * capacity }, (_, at) =>
    relativeBucket((at % capacity) - Math.floor(at / capacity), buckets, form),
  );
  const indices = gathered(tf.tensor(all, [capacity, capacity], 'int32'), places);
  return gatherRows(table, indices.reshape([time * capacity]))
    .reshape([time, capacity, heads])
    .transpose([2, 0, 1])
    .expandDims(0);
}

/** Near distances have a bucket each, farther ones share logarithmically wider buckets. */
export function relativeBucket(
  distance: number,
  buckets: number,
  { bidirectional, maxDistance }: RelativeForm,
): number {
  const side = bidirectional ? buckets / 2 : buckets;
  const offset = bidirectional && distance > 0 ? side : 0;
  const away = bidirectional ? Math.abs(distance) : Math.max(0, -distance);
  const exact = side / 2;
  if (away < exact) return offset + away;
  const share = Math.log(Math.fround(away / exact)) / Math.log(maxDistance / exact);
  return offset + Math.min(side - 1, exact + Math.trunc(Math.fround(share * (side - exact))));
}
