import type { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';

/** Something that holds examples in a fixed order: token ids of texts, images. */
export interface Examples {
  readonly length: number;
}

/** Examples with one label each, as indices of classes. */
export interface Labelled<Set extends Examples> {
  readonly examples: Set;
  readonly labels: Int32Array;
}

/** How examples of one kind reach a model: as batches of fixed shapes, so that few programs are compiled. */
export interface Feed<Set extends Examples> {
  /** What the examples are, in the plural, for messages: 'texts'. */
  readonly noun: string;
  /** Examples in a training batch. */
  readonly batchSize: number;
  /** Sizes of examples where batches should hold such of like size, so that little is padded. */
  sizeOf?(examples: Set): (example: number) => number;
  /** The chosen examples, `batchSize` of them, as one tensor. */
  trainingBatch(examples: Set, chosen: readonly number[]): tf.Tensor;
  /** Floating-point operations of the encoder's forward pass over that batch. */
  forwardFlops(examples: Set, chosen: readonly number[]): number;
  /** Changes made to a training batch, such as augmentation. */
  change?(batch: tf.Tensor, random: Randomness): tf.Tensor;
  /** All examples in batches of fixed shapes; row r of a batch is example rows[r], further rows are padding. */
  evaluationBatches(examples: Set): Iterable<{ readonly rows: readonly number[]; batch(): tf.Tensor }>;
}

/** Examples in an evaluation batch. */
export const evaluationBatch = 250;
