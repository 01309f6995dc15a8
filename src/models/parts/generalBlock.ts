/**
 * A transformer block in the forms in which models are published. The lab's own encoders (transformerBlock.ts) are its
 * pre-norm form with fused kernels; they are to be built from it when their studies are next recorded.
 */
import type { tf } from '../../engine/native';
import type { Activation } from './activation';
import {
  type AttentionForm,
  type AttentionWeights,
  headAttention,
  type Recall,
  type Rows,
} from './headAttention';
import { type Linear, linear, type Norm, normalised } from './linear';
import type { Rotation } from './rotary';

export interface FeedForward {
  readonly expand: Linear;
  /** Multiplied with the activated part (Shazeer 2020, eq. 5), where the model has it. */
  readonly gate?: Linear;
  readonly contract: Linear;
}

/** A residual branch: what it computes, how it is normalised, and the scale of its output where the model has one. */
interface Branch {
  readonly norm: Norm;
  /** LayerScale (Touvron et al. 2021, section 2.2): [width]. */
  readonly layerScale?: tf.Tensor;
}

export interface GeneralBlock {
  readonly attention: AttentionWeights & Branch;
  /** Attention to another sequence's states. */
  readonly cross?: AttentionWeights & Branch;
  readonly feedForward: FeedForward & Branch;
}

export interface BlockForm extends AttentionForm {
  /** Whether a branch's input is normalised, or the sum with its output (Vaswani et al. 2017). */
  readonly norm: 'before' | 'after';
  readonly activation: Activation;
}

export interface BlockInput {
  /** Added to the scores of the block's own sequence. */
  readonly added: tf.Tensor;
  readonly rotation?: Rotation;
  /** Of the block's own sequence, where keys and values are kept between calls. */
  readonly recall?: Recall;
  /** What is done to a branch's output while training: dropout. */
  readonly drop?: (branch: tf.Tensor) => tf.Tensor;
  /** Another sequence, and what is added to the scores of its keys. */
  readonly source?: Rows & { readonly added: tf.Tensor; readonly recall?: Recall };
}

/** States [batch * time, width] after the block. */
export function applyBlock(states: Rows, block: GeneralBlock, form: BlockForm, input: BlockInput): tf.Tensor {
  const { attention, cross, feedForward } = block;
  const at = (rows: tf.Tensor): Rows => ({ ...states, rows });
  const branch = (x: tf.Tensor, { norm, layerScale }: Branch, compute: (rows: tf.Tensor) => tf.Tensor) => {
    const output = compute(form.norm === 'before' ? normalised(x, norm) : x);
    const computed = input.drop?.(output) ?? output;
    const sum = x.add(layerScale ? computed.mul(layerScale) : computed);
    return form.norm === 'before' ? sum : normalised(sum, norm);
  };
  let x = branch(states.rows, attention, (rows) =>
    headAttention(at(rows), attention, form, input.added, input.rotation, undefined, input.recall),
  );
  const { source } = input;
  if (cross && source)
    x = branch(x, cross, (rows) =>
      headAttention(at(rows), cross, form, source.added, undefined, source, source.recall),
    );
  return branch(x, feedForward, (rows) => {
    const expanded = linear(rows, feedForward.expand);
    const active = form.activation(expanded);
    return linear(
      feedForward.gate ? active.mul(linear(rows, feedForward.gate)) : active,
      feedForward.contract,
    );
  });
}
