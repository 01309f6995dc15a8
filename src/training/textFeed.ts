import { tf } from '../engine/native';
import type { AttentionDirection, TransformerEncoder } from '../models/transformerEncoder';
import { evaluationBatch, type Feed } from './feed';

/** Token ids of each text. */
export type TokenSequences = readonly Int32Array[];

/** Settings of {@link textFeed}. */
export interface TextFeedOptions {
  /** Texts in a training batch; a smaller training set is repeated within a batch. Default 32. */
  readonly batchSize?: number;
  /**
   * Lengths that training batches are padded to, each compiled once; longer texts are cut at the largest. With several,
   * texts of like length share a batch. Default the encoder's maxLength alone.
   */
  readonly lengths?: readonly number[];
}

/** Texts as int32 tensors [batch, time] of token ids for a transformer encoder. */
export function textFeed(
  encoder: TransformerEncoder<AttentionDirection>,
  options: TextFeedOptions = {},
): Feed<TokenSequences> {
  const { batchSize = 32 } = options;
  const { maxLength, paddingToken } = encoder.config;
  const lengths = [...(options.lengths ?? [maxLength])].sort((a, b) => a - b);
  const longest = lengths[lengths.length - 1]!;
  const lengthOf = (sequences: TokenSequences, chosen: readonly number[]): number => {
    const needed = chosen.reduce((most, index) => Math.max(most, sequences[index]!.length), 0);
    return lengths.find((length) => length >= needed) ?? longest;
  };
  return {
    noun: 'texts',
    batchSize,
    ...(lengths.length > 1 && {
      sizeOf: (sequences: TokenSequences) => (example: number) => sequences[example]!.length,
    }),
    trainingBatch: (sequences, chosen) =>
      padded(sequences, chosen, batchSize, lengthOf(sequences, chosen), paddingToken),
    forwardFlops: (sequences, chosen) => encoder.forwardFlops(batchSize, lengthOf(sequences, chosen)),
    *evaluationBatches(sequences) {
      // Short texts together: two lengths, two compiled shapes, half the work.
      const short = Math.ceil(maxLength / 2);
      for (const [length, fits] of [
        [short, (n: number) => n <= short],
        [maxLength, (n: number) => n > short],
      ] as const) {
        const all = [...sequences.keys()].filter((row) => fits(sequences[row]!.length));
        for (let start = 0; start < all.length; start += evaluationBatch) {
          const rows = all.slice(start, start + evaluationBatch);
          yield { rows, batch: () => padded(sequences, rows, evaluationBatch, length, paddingToken) };
        }
      }
    },
  };
}

/** Token ids as an int32 tensor [rows, length]; long sequences are cut, missing rows are padding throughout. */
function padded(
  sequences: TokenSequences,
  chosen: readonly number[],
  rows: number,
  length: number,
  padding: number,
): tf.Tensor {
  const values = new Int32Array(rows * length).fill(padding);
  chosen.forEach((index, row) => {
    const sequence = sequences[index]!;
    values.set(sequence.length > length ? sequence.subarray(0, length) : sequence, row * length);
  });
  return tf.tensor2d(values, [rows, length], 'int32');
}
