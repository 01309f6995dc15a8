/** Which words a model takes to be alike: the pieces whose vectors point most nearly the same way. */
import type { Tokenizer } from '../data/tokenizer';
import { LabError } from '../errors';

/**
 * @param vectors word vectors [vocabulary, dimensions], row-major
 * @param count how many. Default 6
 * @returns the pieces nearest by cosine, nearest first, without the word itself and special tokens
 * @throws LabError for a word that is more than one piece, or vectors of another vocabulary
 */
export function nearestWords(
  vectors: Float32Array,
  tokenizer: Tokenizer,
  word: string,
  count = 6,
): { piece: string; cosine: number }[] {
  const { vocabularySize, specialTokens } = tokenizer;
  const dimensions = vectors.length / vocabularySize;
  if (!Number.isInteger(dimensions))
    throw new LabError(`${vectors.length} numbers are no vectors for ${vocabularySize} pieces.`);
  const [own, ...others] = tokenizer.encode(word);
  if (own === undefined || others.length > 0 || own === specialTokens.unknown)
    throw new LabError(`'${word}' is not one piece of the vocabulary; choose a commoner word.`);
  const inner = (a: number, b: number) => {
    let sum = 0;
    for (let k = 0; k < dimensions; k++) sum += vectors[a * dimensions + k]! * vectors[b * dimensions + k]!;
    return sum;
  };
  const special = new Set(Object.values(specialTokens));
  const cosine = (id: number) => inner(own, id) / Math.sqrt(inner(own, own) * inner(id, id) + 1e-12);
  return Array.from({ length: vocabularySize }, (_, id) => id)
    .filter((id) => id !== own && !special.has(id))
    .map((id) => ({ piece: tokenizer.tokenOf(id), cosine: cosine(id) }))
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, count);
}
