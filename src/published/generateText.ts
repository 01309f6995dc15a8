/** Text that a causal model goes on with, token by token. */
import { seededRandom } from '../data/seededRandom';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import { breathe } from '../stop';
import type { PublishedModel, TextInput } from './publishedModel';
import type { PublishedTokenizer } from './publishedTokenizer';

export interface GenerationOptions {
  /** How many tokens at most. Default 40. */
  readonly maxTokens?: number;
  /** Logits are divided by it: below 1 surer, above 1 more daring. Default 0: always the likeliest token. */
  readonly temperature?: number;
  /** Only the so many likeliest tokens. Default: all. */
  readonly topK?: number;
  /** Only the likeliest tokens that together have this probability (Holtzman et al. 2020). Default 1. */
  readonly topP?: number;
  readonly seed?: number;
  /** Where generation ends: tokens such as '<|im_end|>'. */
  readonly stops?: readonly string[];
  /** Called with the text so far, after each token. */
  readonly onToken?: (text: string) => void;
}

/**
 * Goes on with a prompt. Every step reads the whole text anew: there is no cache of keys and values yet.
 * @returns what follows the prompt
 * @throws LabError for a model without logits over a vocabulary, or options out of range
 */
export async function generateText(
  model: PublishedModel<TextInput>,
  tokenizer: PublishedTokenizer,
  prompt: string,
  options: GenerationOptions = {},
): Promise<string> {
  const { maxTokens = 40, temperature = 0, topK, topP = 1, seed = 1, stops = [], onToken } = options;
  if (!(temperature >= 0)) throw new LabError(`The temperature is ${temperature}: choose 0 or more.`);
  if (topK !== undefined && !(Number.isInteger(topK) && topK > 0))
    throw new LabError(`topK is ${topK}: choose a whole number above 0.`);
  if (!(topP > 0 && topP <= 1)) throw new LabError(`topP is ${topP}: choose a number above 0, at most 1.`);
  tokenizer.requireFits(model);
  const random = seededRandom(`generate/${seed}`);
  const ends = new Set(stops.map((token) => tokenizer.idOf(token)));
  const { ids } = tokenizer.ids(prompt);
  if (ids.length === 0) throw new LabError('The prompt has no token: give at least one.');
  const begin = ids.length;
  while (ids.length < begin + maxTokens) {
    const next = chosen(lastLogits(model, ids), temperature, topK, topP, () => random.uniform());
    if (ends.has(next)) break;
    ids.push(next);
    onToken?.(tokenizer.decode(ids.slice(begin)));
    await breathe();
  }
  return tokenizer.decode(ids.slice(begin));
}

/** The logits of the last position, [vocabulary]. */
function lastLogits(model: PublishedModel<TextInput>, ids: readonly number[]): Float32Array {
  return tf.tidy(() => {
    const { logits } = model.forward({ tokens: tf.tensor2d(Int32Array.from(ids), [1, ids.length], 'int32') });
    if (logits?.shape.length !== 3)
      throw new LabError(
        `A model of the family '${model.family}' with this head writes no text: take a causal one.`,
      );
    const [, time, vocabulary] = logits.shape as [number, number, number];
    return logits.slice([0, time - 1, 0], [1, 1, vocabulary]).dataSync() as Float32Array;
  });
}

/** @param uniform draws from 0 to 1 */
export function chosen(
  logits: Float32Array,
  temperature: number,
  topK: number | undefined,
  topP: number,
  uniform: () => number,
): number {
  const order = Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]! || a - b);
  if (temperature === 0) return order[0]!;
  const kept = order.slice(0, topK);
  const weights = kept.map((id) => Math.exp((logits[id]! - logits[kept[0]!]!) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let last = 0;
  for (let share = weights[0]! / total; share < topP && last < kept.length - 1; )
    share += weights[++last]! / total;
  const nucleus = weights.slice(0, last + 1);
  let place = uniform() * nucleus.reduce((sum, weight) => sum + weight, 0);
  for (const [k, weight] of nucleus.entries()) {
    place -= weight;
    if (place < 0) return kept[k]!;
  }
  return kept[last]!;
}
