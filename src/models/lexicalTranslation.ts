/** Translation word by word, with probabilities that are counted from sentence pairs. */
import { LabError } from '../errors';

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word !== '');

/** Stands in every source, for words that have no partner there (Brown et al. 1993, section 4.1). */
const nobody = '';

/**
 * IBM model 1 (Brown et al. 1993, section 4.2): the probability that a word is translated by another, from pairs of
 * sentences that do not say which of their words belong together, by expectation maximisation.
 */
export class LexicalTranslation {
  private constructor(private readonly probabilities: ReadonlyMap<string, ReadonlyMap<string, number>>) {}

  /**
   * @param iterations of expectation and maximisation. Default 8
   * @throws LabError for no pairs, or lists of unequal length
   */
  static fit(sources: readonly string[], targets: readonly string[], iterations = 8): LexicalTranslation {
    if (sources.length === 0 || sources.length !== targets.length)
      throw new LabError(
        `There are ${sources.length} sources and ${targets.length} targets; give at least one pair, and as many of both.`,
      );
    const pairs = sources.map((source, row) => ({
      // In small letters, since a word at a sentence's start is the same word.
      from: [nobody, ...wordsOf(source.toLowerCase())],
      to: wordsOf(targets[row]!),
    }));
    let table = new Map<string, Map<string, number>>();
    for (let round = 0; round < iterations; round++) {
      const counts = new Map<string, Map<string, number>>();
      for (const { from, to } of pairs) {
        for (const target of to) {
          // Before the first round all words are as likely.
          const shares = from.map((source) => (round === 0 ? 1 : (table.get(source)?.get(target) ?? 0)));
          const sum = shares.reduce((total, share) => total + share, 0);
          if (sum === 0) continue;
          from.forEach((source, at) => {
            let row = counts.get(source);
            if (!row) {
              row = new Map();
              counts.set(source, row);
            }
            row.set(target, (row.get(target) ?? 0) + shares[at]! / sum);
          });
        }
      }
      for (const row of counts.values()) {
        const sum = [...row.values()].reduce((total, count) => total + count, 0);
        for (const [target, count] of row) row.set(target, count / sum);
      }
      table = counts;
    }
    return new LexicalTranslation(table);
  }

  /** How likely a word is translated by another; 0 where the two never stood in one pair. */
  probability(source: string, target: string): number {
    return this.probabilities.get(source.toLowerCase())?.get(target) ?? 0;
  }

  /** Each word by its likeliest partner, the first of equals; a word that was never seen stays as it is. */
  translate(text: string): string {
    return wordsOf(text)
      .map((word) => {
        const row = this.probabilities.get(word.toLowerCase());
        if (!row) return word;
        let best = word;
        let highest = 0;
        for (const [target, probability] of row)
          if (probability > highest) [best, highest] = [target, probability];
        return best;
      })
      .join(' ');
  }
}
