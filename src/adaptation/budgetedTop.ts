/** The highest-scored texts that fit a token budget, gathered from a stream in memory bounded by the budget. */

/** A text that may be selected. */
export interface ScoredText {
  readonly text: string;
  readonly tokens: number;
  readonly score: number;
  /** Equal for repetitions of a text; decides between equal scores, so that the order of the pool does not. */
  readonly key: number;
}

/** Sorts better texts first. */
export function byScore(a: ScoredText, b: ScoredText): number {
  return b.score - a.score || a.key - b.key;
}

/**
 * Keeps, of all texts offered, the shortest run of best ones that reaches the budget: a binary heap with the worst kept
 * text on top. What was let go can never be among the best again, so the answer is that of sorting everything.
 */
export class BudgetedTop {
  private readonly heap: ScoredText[] = [];
  private readonly kept = new Set<number>();
  private total = 0;

  constructor(private readonly budget: number) {}

  /** The score below which nothing can be kept any more; -Infinity until the budget is reached. */
  get threshold(): number {
    return this.total >= this.budget ? this.heap[0].score : Number.NEGATIVE_INFINITY;
  }

  /** Offers a text; repetitions of a kept text are ignored, as are texts without tokens. */
  offer(entry: ScoredText): void {
    if (entry.tokens === 0 || Number.isNaN(entry.score)) return;
    if (this.total >= this.budget && byScore(entry, this.heap[0]) > 0) return;
    if (this.kept.has(entry.key)) return;
    this.kept.add(entry.key);
    this.push(entry);
    this.total += entry.tokens;
    while (this.total - this.heap[0].tokens >= this.budget) {
      const worst = this.pop();
      this.kept.delete(worst.key);
      this.total -= worst.tokens;
    }
  }

  /** Best first; the tokens of all together are at most the budget. */
  selected(): ScoredText[] {
    const sorted = [...this.heap].sort(byScore);
    if (this.total > this.budget) sorted.pop();
    return sorted;
  }

  private push(entry: ScoredText): void {
    const { heap } = this;
    let place = heap.push(entry) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (byScore(heap[parent], entry) >= 0) break;
      heap[place] = heap[parent];
      place = parent;
    }
    heap[place] = entry;
  }

  private pop(): ScoredText {
    const { heap } = this;
    const worst = heap[0];
    const last = heap.pop()!;
    if (heap.length === 0) return worst;
    let place = 0;
    for (let child = 1; child < heap.length; child = 2 * place + 1) {
      if (child + 1 < heap.length && byScore(heap[child + 1], heap[child]) > 0) child++;
      if (byScore(last, heap[child]) >= 0) break;
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = last;
    return worst;
  }
}
