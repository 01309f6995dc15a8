/**
 * Learns a WordPiece vocabulary by merging the most frequent pair of neighbouring pieces, again and again (byte-pair
 * encoding, Sennrich et al. 2016, with BERT's '##' on pieces that go on inside a word). Pair counts are kept up to date
 * merge by merge and the best pair comes from a heap, so each merge costs only the words that hold the pair.
 */

export interface VocabularyOptions {
  /** Pieces in all, special tokens included. */
  readonly size: number;
  /** Pairs seen less often are not merged. */
  readonly minimumFrequency: number;
  /** Characters kept, the most frequent first; words with others are not learned from and encode as unknown. */
  readonly alphabetLimit: number;
}

/** Longer words are not learned from; none of more than 100 characters is encoded in pieces anyway. */
const longestWord = 1000;

/** Marks a piece that goes on inside a word. */
export const continuation = '##';

/**
 * @param wordCounts distinct words after normalising and splitting, with how often each occurs
 * @param special tokens that stand first in the vocabulary
 * @returns the pieces in the order of their ids; the same for any order of wordCounts
 */
export function learnWordPieces(
  wordCounts: ReadonlyMap<string, number>,
  special: readonly string[],
  options: VocabularyOptions,
): string[] {
  // Words in code-unit order: ties are then broken the same way whatever order the corpus came in.
  const words = [...wordCounts.keys()].sort();
  const alphabet = frequentCharacters(wordCounts, options.alphabetLimit);
  const pieces: string[] = [...special];
  const ids = new Map(pieces.map((piece, id) => [piece, id]));
  const idOf = (piece: string): number => {
    let id = ids.get(piece);
    if (id === undefined) {
      id = pieces.length;
      pieces.push(piece);
      ids.set(piece, id);
    }
    return id;
  };
  for (const character of [...alphabet].sort()) idOf(character);

  const split: number[][] = [];
  const counts: number[] = [];
  for (const word of words) {
    const characters = [...word];
    if (characters.length > longestWord) continue;
    if (!characters.every((character) => alphabet.has(character))) continue;
    split.push(
      characters.map((character, place) => idOf(place === 0 ? character : continuation + character)),
    );
    counts.push(wordCounts.get(word)!);
  }

  const pairs = new PairCounts();
  split.forEach((word, index) => {
    for (let place = 1; place < word.length; place++) {
      pairs.add(word[place - 1]!, word[place]!, counts[index]!, index);
    }
  });
  pairs.queueChanged();
  while (pieces.length < options.size) {
    const best = pairs.takeBest();
    if (best === undefined || best.count < options.minimumFrequency) break;
    const { left, right } = best;
    const merged = idOf(pieces[left]! + pieces[right]!.slice(continuation.length));
    for (const index of best.words) {
      const word = split[index]!;
      const count = counts[index]!;
      for (let place = 0; place + 1 < word.length; place++) {
        if (word[place] !== left || word[place + 1] !== right) continue;
        if (place > 0) {
          pairs.add(word[place - 1]!, left, -count, index);
          pairs.add(word[place - 1]!, merged, count, index);
        }
        if (place + 2 < word.length) {
          pairs.add(right, word[place + 2]!, -count, index);
          pairs.add(merged, word[place + 2]!, count, index);
        }
        word.splice(place, 2, merged);
      }
    }
    pairs.queueChanged();
  }
  return pieces;
}

function frequentCharacters(wordCounts: ReadonlyMap<string, number>, limit: number): Set<string> {
  const counts = new Map<string, number>();
  for (const [word, count] of wordCounts) {
    for (const character of word) counts.set(character, (counts.get(character) ?? 0) + count);
  }
  const ordered = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return new Set(ordered.slice(0, limit).map(([character]) => character));
}

interface CountedPair {
  readonly left: number;
  readonly right: number;
  count: number;
  readonly words: Set<number>;
}

interface QueuedPair {
  readonly pair: CountedPair;
  /** The count when queued: an entry whose pair has another count by now is stale. */
  readonly count: number;
}

/** Counts of neighbouring pieces and a binary heap of them: highest count first, then lowest ids. */
class PairCounts {
  private readonly byKey = new Map<number, CountedPair>();
  private readonly heap: QueuedPair[] = [];
  private changed = new Set<CountedPair>();

  add(left: number, right: number, count: number, word: number): void {
    const key = left * 2 ** 24 + right;
    let pair = this.byKey.get(key);
    if (!pair) {
      pair = { left, right, count: 0, words: new Set() };
      this.byKey.set(key, pair);
    }
    pair.count += count;
    if (count > 0) pair.words.add(word);
    this.changed.add(pair);
  }

  queueChanged(): void {
    for (const pair of this.changed) if (pair.count > 0) this.push({ pair, count: pair.count });
    this.changed = new Set();
  }

  takeBest(): CountedPair | undefined {
    for (let top = this.pop(); top !== undefined; top = this.pop()) {
      if (top.count !== top.pair.count) continue;
      this.byKey.delete(top.pair.left * 2 ** 24 + top.pair.right);
      return top.pair;
    }
    return undefined;
  }

  private before(first: QueuedPair, second: QueuedPair): boolean {
    if (first.count !== second.count) return first.count > second.count;
    if (first.pair.left !== second.pair.left) return first.pair.left < second.pair.left;
    return first.pair.right < second.pair.right;
  }

  private push(entry: QueuedPair): void {
    const { heap } = this;
    let place = heap.length;
    heap.push(entry);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.before(entry, heap[parent]!)) break;
      heap[place] = heap[parent]!;
      place = parent;
    }
    heap[place] = entry;
  }

  private pop(): QueuedPair | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.before(heap[child + 1]!, heap[child]!)) child++;
      if (!this.before(heap[child]!, last)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = last;
    return top;
  }
}
