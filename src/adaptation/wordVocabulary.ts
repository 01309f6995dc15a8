import { LabError } from '../errors';
import { wordHashes } from './wordHashes';

/** Word ids of texts: the most frequent words have 1, 2, ... in the order of frequency, all others share 0. */
export class WordVocabulary {
  private readonly ids = new Map<number, number>();

  /**
   * @param counts how often each word hash occurs
   * @param minimumCount words seen less often share id 0
   * @param limit how many words get an id of their own
   */
  constructor(counts: ReadonlyMap<number, number>, { minimumCount = 2, limit = 50_000 } = {}) {
    const kept = [...counts]
      .filter(([, count]) => count >= minimumCount)
      .sort(([a, m], [b, n]) => n - m || a - b)
      .slice(0, limit);
    for (const [word] of kept) this.ids.set(word, this.ids.size + 1);
  }

  /** Ids are 0 to size - 1. */
  get size(): number {
    return this.ids.size + 1;
  }

  /** Ids of word hashes, in order. */
  encode(words: Uint32Array): Int32Array {
    const encoded = new Int32Array(words.length);
    for (let k = 0; k < words.length; k++) encoded[k] = this.ids.get(words[k]) ?? 0;
    return encoded;
  }
}

/** How often each word occurs in texts, by hash. */
export function wordCounts(texts: Iterable<string>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const text of texts) {
    for (const word of wordHashes(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** @throws LabError naming the corpus where it has no word */
export function refuseEmpty(counts: ReadonlyMap<number, number>, corpus: string): void {
  if (counts.size === 0) throw new LabError(`${corpus} has no words; give it texts.`);
}
