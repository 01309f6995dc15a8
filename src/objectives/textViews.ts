/** Two views of one text, which contrast has to bring together. */
import type { seededRandom } from '../data/seededRandom';

/**
 * 'dropout': the text itself twice, told apart by dropout alone (Gao, Yao & Chen 2021, section 3). 'halves': what stands
 * before a place in the text and what stands after it, as neighbouring spans of one document (Giorgi et al. 2021, section 3).
 */
export type Views = 'dropout' | 'halves';

/** Shorter texts are not cut. */
const shortest = 4;

/** @param random draws where a text is cut: between a third and two thirds of it */
export function textViews(
  tokens: Int32Array,
  views: Views,
  random: ReturnType<typeof seededRandom>,
): readonly [Int32Array, Int32Array] {
  if (views === 'dropout' || tokens.length < shortest) return [tokens, tokens];
  const third = Math.floor(tokens.length / 3);
  const place = third + Math.floor(random.uniform() * (tokens.length - 2 * third + 1));
  const cut = Math.min(tokens.length - 1, Math.max(1, place));
  return [tokens.subarray(0, cut), tokens.subarray(cut)];
}
