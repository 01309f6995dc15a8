/** Pairs of sequences, one to read and one to write, as batches of few shapes. */
import { exampleStream } from '../data/batches';
import { tf } from '../engine/native';

/** Token ids, without start and end; the two lists stand side by side. */
export interface SequencePairs {
  readonly sources: readonly Int32Array[];
  readonly targets: readonly Int32Array[];
}

export interface PairBatch {
  /** int32 [batch, time], what the encoder reads. */
  readonly source: tf.Tensor;
  /** int32 [batch, time], the start and what the decoder has written. */
  readonly written: tf.Tensor;
  /** int32 [batch, time], what it is to write: the target and the end, padding after it. */
  readonly next: tf.Tensor;
}

export interface PairTokens {
  readonly padding: number;
  readonly start: number;
  readonly end: number;
}

/** A batch padded to one length; longer sequences are cut, a cut target loses its end. */
export function pairBatch(
  { sources, targets }: SequencePairs,
  chosen: readonly number[],
  rows: number,
  length: number,
  { padding, start, end }: PairTokens,
): PairBatch {
  const filled = (of: (index: number) => ArrayLike<number>) => {
    const values = new Int32Array(rows * length).fill(padding);
    chosen.forEach((index, row) => {
      values.set(Array.from(of(index)).slice(0, length), row * length);
    });
    return tf.tensor2d(values, [rows, length], 'int32');
  };
  return {
    source: filled((index) => sources[index]!),
    written: filled((index) => [start, ...targets[index]!]),
    next: filled((index) => [...targets[index]!, end]),
  };
}

/** How long a pair is: the longer of its source and its target with start or end. */
export const pairLength = ({ sources, targets }: SequencePairs, index: number): number =>
  Math.max(sources[index]!.length, targets[index]!.length + 1);

/** Batches of pairs of like length for ever, every pair once an epoch; a set smaller than a batch is repeated in it. */
export function pairStream(
  pairs: SequencePairs,
  { batchSize, lengths, seed }: { batchSize: number; lengths: readonly number[]; seed: number },
): () => { readonly indices: readonly number[]; readonly length: number } {
  const sorted = [...lengths].sort((a, b) => a - b);
  const longest = sorted[sorted.length - 1]!;
  const sizeOf = (index: number) => pairLength(pairs, index);
  const next = exampleStream(pairs.sources.length, batchSize, seed, sizeOf);
  return () => {
    const indices = next();
    const needed = indices.reduce((most, index) => Math.max(most, sizeOf(index)), 0);
    return { indices, length: sorted.find((length) => length >= needed) ?? longest };
  };
}
