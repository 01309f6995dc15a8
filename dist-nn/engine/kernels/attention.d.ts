import { tf } from '../native';
/**
 * Multi-head self-attention (Vaswani et al. 2017, eq. 1) without its projections.
 * @param queryKeyValue [batch * time, 3 * width]: queries, keys and values side by side, heads side by side in each
 * @param bias [3 * width], added to them
 * @param mask [batch, time], added to the scores of each key: 0, or a large negative number for padding
 * @param heads number of heads; divides width
 * @param causal whether a position sees only itself and those before it (section 3.2.3); the fused kernel sees all
 * @returns [batch * time, width]
 */
export declare function attention(queryKeyValue: tf.Tensor, bias: tf.Tensor, mask: tf.Tensor, heads: number, causal?: boolean): tf.Tensor;
