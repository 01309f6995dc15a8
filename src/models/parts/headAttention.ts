/**
 * Attention of many heads in its general form: own numbers of heads for keys and values, keys from elsewhere, scores with
 * anything added. Where the engine's fused kernel computes the same, it does.
 */
import { attention } from '../../engine/kernels/attention';
import { tf } from '../../engine/native';
import { type Linear, linear, product } from './linear';
import { type Rotation, rotated } from './rotary';

export interface AttentionWeights {
  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;
  readonly output: Linear;
}

export interface AttentionForm {
  readonly heads: number;
  /** Heads of keys and values; each serves heads / keyValueHeads queries (Ainslie et al. 2023). Default: as many. */
  readonly keyValueHeads?: number;
  /** What queries are multiplied with. Default: 1 / sqrt(width of a head) (Vaswani et al. 2017, eq. 1). */
  readonly scale?: number;
}

/** Of [batch, heads, time of the keys, width of a head] each. */
export interface KeysAndValues {
  readonly key: tf.Tensor;
  readonly value: tf.Tensor;
}

/** Which keys and values are attended to, where they are kept between calls, from how the states at hand make them. */
export type Recall = (make: () => KeysAndValues) => KeysAndValues;

/** States as rows, and how they stand in the batch. */
export interface Rows {
  /** [batch * time, width]. */
  readonly rows: tf.Tensor;
  readonly batch: number;
  readonly time: number;
}

/**
 * @param states that ask
 * @param added to the scores, [batch or 1, heads or 1, time, time of the keys]: masks, biases of positions
 * @param rotation of queries and keys by their positions, where the model has one
 * @param source that keys and values come from; default `states`
 * @param recall of earlier keys and values; default: those of the source
 * @returns [batch * time, width]
 */
export function headAttention(
  states: Rows,
  weights: AttentionWeights,
  form: AttentionForm,
  added: tf.Tensor,
  rotation?: Rotation,
  source: Rows = states,
  recall?: Recall,
): tf.Tensor {
  const { heads, keyValueHeads = heads } = form;
  const { batch, time } = states;
  const hidesKeysAlone = added.shape.join() === [batch, 1, 1, time].join();
  const ordinary = keyValueHeads === heads && form.scale === undefined && source === states;
  if (hidesKeysAlone && ordinary && !rotation && !recall) {
    const { product, bias } = joinedProjections(states.rows, weights);
    return linear(attention(product, bias, added.reshape([batch, time]), heads), weights.output);
  }
  const split = (of: Rows, projection: Linear, count: number) => {
    const projected = linear(of.rows, projection);
    const headWidth = (projected.shape[1] as number) / count;
    return projected.reshape([of.batch, of.time, count, headWidth]).transpose([0, 2, 1, 3]);
  };
  const shared = (each: tf.Tensor) => repeated(each, heads / keyValueHeads);
  const turned = (each: tf.Tensor) => (rotation ? rotated(each, rotation) : each);
  const query = turned(split(states, weights.query, heads));
  const make = (): KeysAndValues => ({
    key: turned(split(source, weights.key, keyValueHeads)),
    value: split(source, weights.value, keyValueHeads),
  });
  const kept = recall?.(make) ?? make();
  const [key, value] = [shared(kept.key), shared(kept.value)];
  const headWidth = query.shape[3] as number;
  const scores = tf.matMul(query.mul(form.scale ?? 1 / Math.sqrt(headWidth)), key, false, true).add(added);
  const mixed = tf.matMul(tf.softmax(scores), value) as tf.Tensor;
  return linear(mixed.transpose([0, 2, 1, 3]).reshape([batch * time, heads * headWidth]), weights.output);
}

/** Queries, keys and values side by side, [rows, 3 * width], and what is still to be added to them, [3 * width]. */
function joinedProjections(rows: tf.Tensor, { query, key, value }: AttentionWeights) {
  const all = [query, key, value];
  const biases = all.map(({ weight, bias }) => bias ?? tf.zeros([weight.shape[1]!]));
  const bias = tf.concat(biases);
  if (all.some(({ adapter }) => adapter))
    return {
      bias,
      product: tf.concat(
        all.map(({ weight, adapter }) => linear(rows, { weight, adapter })),
        1,
      ),
    };
  const weight = tf.concat(
    all.map((one) => one.weight),
    1,
  );
  return { bias, product: product(rows, weight) };
}

/** [batch, heads, time, width] with each head `times` times in a row. */
function repeated(x: tf.Tensor, times: number): tf.Tensor {
  if (times === 1) return x;
  const [batch, heads, time, width] = x.shape as [number, number, number, number];
  return x
    .reshape([batch, heads, 1, time * width])
    .tile([1, 1, times, 1])
    .reshape([batch, heads * times, time, width]);
}

/** [1, 1, time, time]: added to the scores, it hides from each position those after it. */
export function hiddenFuture(time: number): tf.Tensor {
  const hidden = Float32Array.from({ length: time * time }, (_, at) =>
    at % time > Math.floor(at / time) ? hiddenScore : 0,
  );
  return tf.tensor(hidden, [1, 1, time, time]);
}

/** [batch, 1, 1, time]: added to the scores, it hides the positions where the mask [batch, time] is 0. */
export function hiddenPadding(mask: tf.Tensor): tf.Tensor {
  const [batch, time] = mask.shape as [number, number];
  return tf.scalar(1).sub(mask.cast('float32')).mul(hiddenScore).reshape([batch, 1, 1, time]);
}

/**
 * Hides from each query the positions after its own.
 * @param positions of the queries, [time]
 * @returns [1, 1, time, capacity], added to the scores of keys at positions 0 to capacity - 1
 */
export function hiddenAfter(positions: tf.Tensor, capacity: number): tf.Tensor {
  const time = positions.shape[0] as number;
  const after = tf.range(0, capacity).greater(positions.cast('float32').reshape([time, 1]));
  return after.cast('float32').mul(hiddenScore).reshape([1, 1, time, capacity]);
}

/** Large enough to vanish in softmax, small enough for bfloat16. */
const hiddenScore = -1e9;
