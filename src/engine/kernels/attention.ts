import { withGradient } from '../customGradient';
import { nativeKernels, tf } from '../native';
import { rawOps } from '../rawOp';

/**
 * Multi-head self-attention (Vaswani et al. 2017, eq. 1) without its projections.
 * @param queryKeyValue [batch * time, 3 * width]: queries, keys and values side by side, heads side by side in each
 * @param bias [3 * width], added to them
 * @param mask [batch, time], added to the scores of each key: 0, or a large negative number for padding
 * @param heads number of heads; divides width
 * @param causal whether a position sees only itself and those before it (section 3.2.3); the fused kernel sees all
 * @returns [batch * time, width]
 */
export function attention(
  queryKeyValue: tf.Tensor,
  bias: tf.Tensor,
  mask: tf.Tensor,
  heads: number,
  causal = false,
): tf.Tensor {
  return nativeKernels && !causal
    ? native(queryKeyValue, bias, mask, heads)
    : composed(queryKeyValue.add(bias), mask, heads, causal);
}

function native(queryKeyValue: tf.Tensor, bias: tf.Tensor, mask: tf.Tensor, heads: number): tf.Tensor {
  const attributes = { T: { type: 'float32' }, heads: { int: heads } } as const;
  return withGradient([queryKeyValue, bias, mask], (input, added, maskValues) => {
    const [joined, logSums] = rawOps('LabAttention', [input, added, maskValues], attributes, 2);
    return {
      value: joined,
      saved: [input, added, maskValues, logSums],
      gradient: (dy, saved) => [
        ...rawOps('LabAttentionGrad', [dy, ...saved], attributes, 2),
        tf.zerosLike(saved[2]),
      ],
    };
  });
}

function composed(projected: tf.Tensor, mask: tf.Tensor, heads: number, causal: boolean): tf.Tensor {
  const [batch, time] = mask.shape;
  const width = (projected.shape[1] as number) / 3;
  const headWidth = width / heads;
  const [query, key, value] = tf.unstack(
    projected.reshape([batch, time, 3, heads, headWidth]).transpose([2, 0, 3, 1, 4]),
  ) as tf.Tensor4D[];
  const added = mask.reshape([batch, 1, 1, time]);
  const scores = tf
    .matMul(query.mul(1 / Math.sqrt(headWidth)), key, false, true)
    .add(causal ? added.add(laterPositions(time)) : added);
  const mixed = tf.matMul(tf.softmax(scores) as tf.Tensor4D, value);
  return mixed.transpose([0, 2, 1, 3]).reshape([batch * time, width]);
}

/** [time, time]: added to the scores, it hides from each position those after it. */
function laterPositions(time: number): tf.Tensor {
  const hidden = Float32Array.from({ length: time * time }, (_, at) =>
    at % time > Math.floor(at / time) ? -1e9 : 0,
  );
  return tf.tensor2d(hidden, [time, time]);
}
