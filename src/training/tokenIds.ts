/** Whether token ids fit an encoder, and how many texts are longer than it reads: asked before any graph runs. */
import { LabError } from '../errors';
import { notice } from '../notices';

/** Sizes of the encoder that ids are for. */
interface Reader {
  readonly vocabularySize: number;
  readonly maxLength: number;
}

/**
 * @param sequences token ids of each text
 * @throws LabError naming the first text that holds an id which the encoder's token table does not have
 */
export function refuseUnknownTokens(
  sequences: readonly ArrayLike<number>[],
  { vocabularySize }: Pick<Reader, 'vocabularySize'>,
): void {
  for (const [row, ids] of sequences.entries()) {
    for (let k = 0; k < ids.length; k++) {
      const id = ids[k]!;
      if (Number.isInteger(id) && id >= 0 && id < vocabularySize) continue;
      throw new LabError(
        `Text ${row} has the token id ${id}, but the encoder's table has ${vocabularySize} tokens (0 to ${vocabularySize - 1}): encode the texts with the tokenizer that the encoder was made for.`,
      );
    }
  }
}

/** @throws LabError where a tokenizer and an encoder are not of one size */
export function refuseOtherVocabulary(
  tokenizer: { readonly vocabularySize: number },
  encoder: Pick<Reader, 'vocabularySize'>,
): void {
  if (tokenizer.vocabularySize === encoder.vocabularySize) return;
  throw new LabError(
    `The tokenizer has ${tokenizer.vocabularySize} tokens, but the encoder's table has ${encoder.vocabularySize}: make the encoder with the tokenizer's vocabularySize, or take the tokenizer that it was made for.`,
  );
}

/** How many texts have more tokens than are read of each. */
export function countCut(sequences: readonly { readonly length: number }[], longest: number): number {
  return sequences.filter(({ length }) => length > longest).length;
}

/**
 * Says once how many texts are cut, and from which length on; silent where none is.
 * @param what they are for: 'to train on'
 */
export function tellCut(
  sequences: readonly { readonly length: number }[],
  longest: number,
  what: string,
): void {
  const cut = countCut(sequences, longest);
  if (cut === 0) return;
  const most = sequences.reduce((length, ids) => Math.max(length, ids.length), 0);
  notice(
    `${cut} of ${sequences.length} texts ${what} ${cut === 1 ? 'has' : 'have'} more than ${longest} tokens (the longest ${most}) and ${cut === 1 ? 'is' : 'are'} cut there: an encoder with a larger maxLength reads more of them.`,
  );
}
