/** Blocks one after the other, as every published transformer has them. */
import { gathered } from '../engine/kernels/gathered';
import type { tf } from '../engine/native';
import { applyBlock, type BlockForm, type BlockInput, type GeneralBlock } from '../models/parts/generalBlock';
import type { Rows } from '../models/parts/headAttention';
import { type Norm, normalised } from '../models/parts/linear';

export interface Stack {
  readonly blocks: readonly GeneralBlock[];
  readonly form: BlockForm;
  /** After the last block. */
  readonly finalNorm?: Norm;
}

/** States after the embeddings and each block, and the last after the final normalisation; all [batch, time, width]. */
export function throughStack(
  embedded: Rows,
  stack: Stack,
  input: BlockInput | ((layer: number) => BlockInput),
): { hidden: tf.Tensor[]; states: tf.Tensor } {
  const { batch, time } = embedded;
  const shaped = (rows: tf.Tensor) => rows.reshape([batch, time, rows.shape[1] as number]);
  let { rows } = embedded;
  const hidden = [shaped(rows)];
  for (const [layer, block] of stack.blocks.entries()) {
    const given = typeof input === 'function' ? input(layer) : input;
    rows = applyBlock({ rows, batch, time }, block, stack.form, given);
    hidden.push(shaped(rows));
  }
  return { hidden, states: stack.finalNorm ? normalised(hidden.at(-1)!, stack.finalNorm) : hidden.at(-1)! };
}

/** One position of states [batch, time, width], at an int32 scalar: [batch, 1, width]. */
export function positionAt(states: tf.Tensor, at: tf.Tensor): tf.Tensor {
  return gathered(states, at.reshape([1]), 1);
}

/** [batch, time, width] as rows. */
export function asRows(x: tf.Tensor): Rows {
  const [batch, time, width] = x.shape as [number, number, number];
  return { rows: x.reshape([batch * time, width]), batch, time };
}
