import { describe, expect, it } from 'vitest';
import { BudgetedTop, byScore, type ScoredText } from '../../src/adaptation/budgetedTop';
import { seededRandom } from '../../src/data/seededRandom';

/** Sorts everything and takes texts until the next does not fit. */
function slowly(entries: readonly ScoredText[], budget: number): ScoredText[] {
  const once = [...new Map(entries.map((entry) => [entry.key, entry])).values()].sort(byScore);
  const chosen: ScoredText[] = [];
  let total = 0;
  for (const entry of once) {
    if (total + entry.tokens > budget) break;
    chosen.push(entry);
    total += entry.tokens;
  }
  return chosen;
}

function randomEntries(seed: number): ScoredText[] {
  const random = seededRandom(`entries/${seed}`);
  const entries = Array.from({ length: 200 }, (_, key) => ({
    text: String(key),
    key,
    tokens: 1 + random.integer(9),
    // Few different scores, so that ties are met.
    score: random.integer(40),
  }));
  const repeated = entries.slice(0, 60);
  return random.shuffle([...entries, ...repeated]);
}

describe('BudgetedTop', () => {
  it.each([1, 2, 3, 4, 5])(
    'gives what sorting everything gives, in any order of offers (seed %i)',
    (seed) => {
      const entries = randomEntries(seed);
      for (const budget of [1, 7, 50, 333, 5000]) {
        const top = new BudgetedTop(budget);
        for (const entry of entries) top.offer(entry);
        expect(top.selected()).toEqual(slowly(entries, budget));
        const backwards = new BudgetedTop(budget);
        for (const entry of [...entries].reverse()) backwards.offer(entry);
        expect(backwards.selected()).toEqual(top.selected());
      }
    },
  );

  it('keeps no more than the budget and one text over it', () => {
    const top = new BudgetedTop(50);
    for (const entry of randomEntries(9)) {
      top.offer(entry);
      const kept = (top as unknown as { heap: ScoredText[] }).heap;
      const total = kept.reduce((sum, { tokens }) => sum + tokens, 0);
      expect(total - Math.min(...kept.map(({ tokens }) => tokens))).toBeLessThan(50 + 9);
    }
  });

  it('has a threshold only once the budget is reached', () => {
    const top = new BudgetedTop(3);
    expect(top.threshold).toBe(Number.NEGATIVE_INFINITY);
    top.offer({ text: 'a', key: 1, tokens: 2, score: 5 });
    expect(top.threshold).toBe(Number.NEGATIVE_INFINITY);
    top.offer({ text: 'b', key: 2, tokens: 2, score: 4 });
    expect(top.threshold).toBe(4);
  });

  it('ignores texts without tokens or without a score', () => {
    const top = new BudgetedTop(3);
    top.offer({ text: 'a', key: 1, tokens: 0, score: 5 });
    top.offer({ text: 'b', key: 2, tokens: 1, score: Number.NaN });
    expect(top.selected()).toEqual([]);
  });
});
