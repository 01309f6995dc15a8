/** One vector a text: the mean of its states, as sentence transformers take it (Reimers & Gurevych 2019, section 3). */
import { tf } from '../engine/native';
import { breathe } from '../stop';
import type { PublishedModel, TextInput } from './publishedModel';
import type { PublishedTokenizer, TextOrPair } from './publishedTokenizer';

/**
 * @param maxLength in tokens; longer texts are cut. Default: the tokenizer's
 * @returns rows of length 1, [texts, width]: their inner product is the cosine
 */
export async function sentenceEmbeddings(
  model: PublishedModel<TextInput>,
  tokenizer: PublishedTokenizer,
  texts: readonly TextOrPair[],
  { maxLength, batchSize = 32 }: { readonly maxLength?: number; readonly batchSize?: number } = {},
): Promise<number[][]> {
  tokenizer.requireFits(model);
  const rows: number[][] = [];
  for (let start = 0; start < texts.length; start += batchSize) {
    const vectors = tf.tidy(() => {
      const batch = tokenizer.encode(texts.slice(start, start + batchSize), maxLength);
      return meanStates(model.forward(batch).states, batch.mask).arraySync() as number[][];
    });
    rows.push(...vectors);
    await breathe();
  }
  return rows;
}

/** @param states [batch, time, width], @param mask [batch, time]; returns [batch, width], each of length 1 */
function meanStates(states: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const stands = mask.cast('float32').expandDims(2);
  const mean = states.mul(stands).sum(1).div(stands.sum(1));
  return mean.div(mean.norm(2, 1, true));
}
