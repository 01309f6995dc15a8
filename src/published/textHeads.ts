/** Heads that text encoders of the BERT kind share. */
import type { tf } from '../engine/native';
import { type Activation, activation } from '../models/parts/activation';
import { type Linear, linear, normalised, product } from '../models/parts/linear';
import { asRows } from './stack';
import type { TakenWeights } from './takenWeights';

export type Head = (states: tf.Tensor) => tf.Tensor;

/** Where the parts of a masked-language head stand in the file. */
export interface MaskedHeadNames {
  readonly dense: string;
  readonly norm: string;
  readonly bias: string;
}

/** Transform, normalise, then score against the table of tokens (Devlin et al. 2019, appendix; tied as in the originals). */
export function maskedLanguageHead(
  weights: TakenWeights,
  names: MaskedHeadNames,
  table: tf.Tensor,
  sizes: { readonly width: number; readonly epsilon: number; readonly activation: Activation },
): Head {
  const [vocabulary, tableWidth] = table.shape as [number, number];
  const dense = weights.linear(names.dense, sizes.width, tableWidth);
  const norm = weights.norm(names.norm, tableWidth, sizes.epsilon);
  const bias = weights.tensor(names.bias, [vocabulary]);
  return (states) => {
    const { rows, batch, time } = asRows(states);
    const transformed = normalised(sizes.activation(linear(rows, dense)), norm);
    return tiedScores(transformed, table).add(bias).reshape([batch, time, vocabulary]);
  };
}

/** Rows against a table of tokens [vocabulary, width]. */
export function tiedScores(rows: tf.Tensor, table: tf.Tensor): tf.Tensor {
  return product(rows, table, true);
}

/** The first position's state through the linear maps, with an activation after each but the last. */
export function firstPositionHead(maps: readonly Linear[], between: string): Head {
  const active = activation(between);
  return (states) => {
    const first = firstPosition(states);
    return maps.reduce((x: tf.Tensor, map, k) => {
      const mapped = linear(x, map);
      return k < maps.length - 1 ? active(mapped) : mapped;
    }, first);
  };
}

/** [batch, width] of [batch, time, width]. */
export function firstPosition(states: tf.Tensor): tf.Tensor {
  const [batch, , width] = states.shape as [number, number, number];
  return states.slice([0, 0, 0], [batch, 1, width]).reshape([batch, width]);
}

/** One linear map at every position. */
export function everyPositionHead(map: Linear): Head {
  return (states) => {
    const { rows, batch, time } = asRows(states);
    return linear(rows, map).reshape([batch, time, map.weight.shape[1] as number]);
  };
}
