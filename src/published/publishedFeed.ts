/** How texts reach a published model in training: as token ids in few lengths, so that few programs are compiled. */
import { tf } from '../engine/native';
import type { Feed } from '../training/feed';
import type { TokenSequences } from '../training/textFeed';
import type { PublishedModel, TextInput } from './publishedModel';

/** Stands where no token does: models such as GPT-2 have no token for padding. */
export const noToken = -1;

/** Texts in an evaluation batch: few, since all that a large model computes of them is held while its program is compiled. */
const evaluationBatch = 32;

export interface PublishedFeedOptions {
  /** Texts in a training batch. Default 32. */
  readonly batchSize?: number;
}

/** Batches int32 [texts, time], padded to a quarter, half or all of `maxLength`. */
export function publishedFeed(
  { model, maxLength }: { readonly model: PublishedModel<TextInput>; readonly maxLength: number },
  { batchSize = 32 }: PublishedFeedOptions = {},
): Feed<TokenSequences> {
  const lengths = [...new Set([4, 2, 1].map((part) => Math.ceil(maxLength / part)))];
  const lengthOf = (sequences: TokenSequences, chosen: readonly number[]) => {
    const needed = chosen.reduce((most, index) => Math.max(most, sequences[index]!.length), 0);
    return lengths.find((length) => length >= needed) ?? maxLength;
  };
  return {
    noun: 'texts',
    batchSize,
    sizeOf: (sequences) => (example) => sequences[example]!.length,
    trainingBatch: (sequences, chosen) => padded(sequences, chosen, batchSize, lengthOf(sequences, chosen)),
    // Two for each number of each matrix and token; attention's own products are left out.
    forwardFlops: (sequences, chosen) =>
      [...model.linears.values()].reduce((sum, { weight }) => sum + weight.size, 0) *
      (2 * batchSize * lengthOf(sequences, chosen)),
    *evaluationBatches(sequences) {
      for (const length of lengths) {
        const all = [...sequences.keys()].filter((row) => lengthOf(sequences, [row]) === length);
        for (let start = 0; start < all.length; start += evaluationBatch) {
          const rows = all.slice(start, start + evaluationBatch);
          yield { rows, batch: () => padded(sequences, rows, evaluationBatch, length) };
        }
      }
    },
  };
}

function padded(
  sequences: TokenSequences,
  chosen: readonly number[],
  rows: number,
  length: number,
): tf.Tensor {
  const values = new Int32Array(rows * length).fill(noToken);
  chosen.forEach((index, row) => {
    values.set(sequences[index]!.subarray(0, length), row * length);
  });
  return tf.tensor2d(values, [rows, length], 'int32');
}
