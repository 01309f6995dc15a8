import { LabError } from '../errors';

/**
 * Texts joined into blocks of exactly `length` tokens, a separator after each text; what is left over at the end is dropped
 * (the packing of Liu et al. 2019, RoBERTa, section 4.2). Equal numbers of steps are then equal numbers of tokens, whatever
 * the texts' lengths.
 * @throws LabError when the texts do not fill one block
 */
export function packedBlocks(
  sequences: readonly Int32Array[],
  { length, separator }: { readonly length: number; readonly separator: number },
): Int32Array[] {
  const tokens = sequences.reduce((sum, sequence) => sum + sequence.length + 1, 0);
  const count = Math.floor(tokens / length);
  if (count === 0)
    throw new LabError(`The texts hold ${tokens} tokens, too few for a block of ${length}; give more text.`);
  const joined = new Int32Array(tokens).fill(separator);
  let place = 0;
  for (const sequence of sequences) {
    joined.set(sequence, place);
    place += sequence.length + 1;
  }
  return Array.from({ length: count }, (_, block) => joined.slice(block * length, (block + 1) * length));
}
