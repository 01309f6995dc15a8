/**
 * A tokenizer that loses nothing: words are what stands between spaces, with their case, accents and punctuation, cut into
 * learned pieces. For languages whose capitals and accents count, and for text that has to be written, not read alone.
 */

import { LabError } from '../errors';
import { interruptible } from '../interruptible';
import { continuation, learnWordPieces } from './wordPieceTraining';

export interface CasedTokenizerOptions {
  /** Pieces in all, with the special tokens; fewer come out where the text has fewer. */
  readonly vocabularySize: number;
  /** Pairs of pieces seen less often are not merged. Default 2. */
  readonly minimumFrequency?: number;
  /** Special tokens beside padding, unknown and mask: starts and ends of sequences, languages. */
  readonly special?: readonly string[];
}

const own = ['[PAD]', '[UNK]', '[MASK]'] as const;

/** Longer words are not cut but unknown: no language writes such. */
const longestWord = 100;

export class CasedTokenizer {
  private readonly idOf: ReadonlyMap<string, number>;
  private readonly known = new Map<string, readonly number[]>();

  /**
   * @param pieces in the order of their ids: special tokens first, pieces that go on inside a word with '##' before them
   * @param special how many of them are special
   */
  constructor(
    readonly pieces: readonly string[],
    readonly special: number,
  ) {
    this.idOf = new Map(pieces.map((piece, id) => [piece, id]));
  }

  get vocabularySize(): number {
    return this.pieces.length;
  }

  /** The id of a special token: '[PAD]', '[MASK]', or one that training was given. @throws LabError for another name */
  token(name: string): number {
    const id = this.idOf.get(name);
    if (id === undefined || id >= this.special)
      throw new LabError(
        `There is no special token '${name}': there are ${this.pieces.slice(0, this.special).join(', ')}.`,
      );
    return id;
  }

  /** Ids of the text's pieces; a word with a character that training never saw is '[UNK]' where it stands. */
  encode(text: string): Int32Array {
    return Int32Array.from(
      wordsOf(text).flatMap((word) => {
        const ids = this.known.get(word) ?? this.cut(word);
        this.known.set(word, ids);
        return ids;
      }),
    );
  }

  /** The text of the ids, words parted by a space; special tokens left out, unknown ones as '⁇'. */
  decode(ids: ArrayLike<number>): string {
    let text = '';
    for (const id of Array.from(ids)) {
      const piece = this.pieces[id];
      if (piece === undefined)
        throw new LabError(`There is no piece ${id}: ids go from 0 to ${this.pieces.length - 1}.`);
      if (id === this.idOf.get('[UNK]')) text += ' ⁇';
      else if (id >= this.special)
        text += piece.startsWith(continuation) ? piece.slice(continuation.length) : ` ${piece}`;
    }
    return text.trim();
  }

  /** Longest pieces first, as WordPiece cuts. */
  private cut(word: string): number[] {
    const characters = [...word];
    const unknown = [this.token('[UNK]')];
    if (characters.length > longestWord) return unknown;
    const ids: number[] = [];
    for (let start = 0; start < characters.length; ) {
      let end = characters.length;
      let id: number | undefined;
      for (; end > start; end--) {
        const part = characters.slice(start, end).join('');
        id = this.idOf.get(start === 0 ? part : continuation + part);
        if (id !== undefined && id >= this.special) break;
        id = undefined;
      }
      if (id === undefined) return unknown;
      ids.push(id);
      start = end;
    }
    return ids;
  }
}

/** What stands between spaces, in Unicode's composed form. */
function wordsOf(text: string): string[] {
  return text
    .toWellFormed()
    .normalize('NFC')
    .split(/\s+/)
    .filter((word) => word !== '');
}

/**
 * Learns pieces by merging the most frequent pair of neighbours again and again (Sennrich et al. 2016, section 3.2).
 * @throws LabError when the vocabulary is too small for the special tokens and the characters
 */
export function trainCasedTokenizer(
  texts: readonly string[],
  { vocabularySize, minimumFrequency = 2, special = [] }: CasedTokenizerOptions,
): CasedTokenizer {
  const names = [...own, ...special];
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const pieces = interruptible(() =>
    learnWordPieces(counts, names, { size: vocabularySize, minimumFrequency, alphabetLimit: 1000 }),
  );
  if (pieces.length > vocabularySize)
    throw new LabError(
      `The text has ${pieces.length} characters and special tokens, more than vocabularySize ${vocabularySize}: raise it.`,
    );
  return new CasedTokenizer(pieces, names.length);
}
