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
  // Texts of like length side by side, so that little is padded.
  const lengths = texts.map((text) => tokenizer.ids(text, maxLength).ids.length);
  const order = [...texts.keys()].sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  const rows: number[][] = [];
  for (let start = 0; start < texts.length; start += batchSize) {
    const chosen = order.slice(start, start + batchSize);
    const vectors = tf.tidy(() => {
      const batch = tokenizer.encode(
        chosen.map((row) => texts[row]!),
        maxLength,
      );
      return meanStatesOf(model, batch).arraySync() as number[][];
    });
    for (const [k, row] of chosen.entries()) rows[row] = vectors[k]!;
    await breathe();
  }
  return rows;
}

/** The mean state of each text, [batch, width], of length 1. @param mask [batch, time], 1 where a token stands */
export function meanStatesOf(
  model: PublishedModel<TextInput>,
  { tokens, mask }: { readonly tokens: tf.Tensor; readonly mask: tf.Tensor },
): tf.Tensor {
  const { states } = model.forward({ tokens, mask });
  const stands = mask.cast('float32').expandDims(2);
  const mean = states.mul(stands).sum(1).div(stands.sum(1));
  return mean.div(mean.norm(2, 1, true));
}
