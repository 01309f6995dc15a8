/**
 * Words as a linear tagger sees them: the word, its neighbours, its beginnings and ends and its shape, each a column of
 * zeros and ones (after Ratnaparkhi 1996, table 1, without the tags before it).
 */
import { type SparseMatrix, SparseMatrixBuilder } from '../data/sparseMatrix';

/** Longest beginnings and ends of a word that are features. */
const longestAffix = 4;

/** Features of word `at` of a sentence, by name. */
export function wordContext(words: readonly string[], at: number): string[] {
  const word = words[at]!;
  const lower = (place: number) => (place < 0 ? '<start>' : (words[place]?.toLowerCase() ?? '<end>'));
  const own = lower(at);
  const letters = [...own];
  const features = [-2, -1, 0, 1, 2].map((offset) => `word ${offset} ${lower(at + offset)}`);
  features.push(`pair before ${lower(at - 1)} ${own}`, `pair after ${own} ${lower(at + 1)}`);
  for (let length = 1; length <= Math.min(longestAffix, letters.length); length++) {
    features.push(`begins ${letters.slice(0, length).join('')}`, `ends ${letters.slice(-length).join('')}`);
  }
  if (/\p{Lu}/u.test(word)) features.push(at === 0 ? 'capital at the start' : 'capital');
  if (/\p{Lu}{2}/u.test(word)) features.push('capitals');
  if (/\p{N}/u.test(word)) features.push('digit');
  if (word.includes('-')) features.push('hyphen');
  return features;
}

/** Columns learnt from sentences, and the features of others in them. */
export class WordContexts {
  private readonly columnOf: ReadonlyMap<string, number>;

  private constructor(names: Iterable<string>) {
    this.columnOf = new Map([...names].map((name, column) => [name, column]));
  }

  static fit(sentences: readonly (readonly string[])[]): WordContexts {
    const names = new Set<string>();
    for (const words of sentences)
      words.forEach((_, at) => {
        for (const name of wordContext(words, at)) names.add(name);
      });
    return new WordContexts(names);
  }

  get columns(): number {
    return this.columnOf.size;
  }

  /** [words, columns], sentence after sentence; features that fitting did not see are left out. */
  features(sentences: readonly (readonly string[])[]): SparseMatrix {
    const builder = new SparseMatrixBuilder(this.columns);
    for (const words of sentences)
      words.forEach((_, at) => {
        const columns = new Set(wordContext(words, at).flatMap((name) => this.columnOf.get(name) ?? []));
        for (const column of [...columns].sort((a, b) => a - b)) builder.push(column, 1);
        builder.endRow();
      });
    return builder.build();
  }
}
