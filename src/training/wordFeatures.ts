import type { DenseMatrix } from '../data/sparseMatrix';
import { tf } from '../engine/native';
import type { Feed } from './feed';
import type { WordTokens } from './taggedTokens';
import type { TokenSequences } from './textFeed';

/**
 * What a model gives at the first piece of every word: [words, width], sentence after sentence.
 * @param run gives values for every position of a batch: [batch x time, width]
 */
export function wordFeatures(
  { examples, firsts }: WordTokens,
  feed: Pick<Feed<TokenSequences>, 'evaluationBatches'>,
  width: number,
  run: (batch: tf.Tensor) => tf.Tensor,
): DenseMatrix & { readonly values: Float32Array } {
  const starts = new Int32Array(firsts.length + 1);
  firsts.forEach((places, row) => {
    starts[row + 1] = starts[row]! + places.length;
  });
  const words = starts[firsts.length]!;
  const values = new Float32Array(words * width);
  for (const { rows, batch } of feed.evaluationBatches(examples)) {
    const inputs = batch();
    const time = inputs.shape[1]!;
    const output = run(inputs);
    const given = output.dataSync() as Float32Array;
    tf.dispose([inputs, output]);
    rows.forEach((sentence, row) => {
      firsts[sentence]!.forEach((first, word) => {
        const from = (row * time + first) * width;
        values.set(given.subarray(from, from + width), (starts[sentence]! + word) * width);
      });
    });
  }
  return { kind: 'dense', rows: words, columns: width, values };
}
