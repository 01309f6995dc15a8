/** The sign test: how many paired differences point each way, and how likely that is if both ways are. */

export interface SignCount {
  readonly positive: number;
  readonly negative: number;
  /** Differences of exactly 0, left out of the test. */
  readonly ties: number;
  /** Two-sided exact binomial p that both signs are equally likely; undefined if every difference is a tie. */
  readonly p: number | undefined;
}

/** How many differences have each sign, with the exact sign test (Conover 1999, section 3.4). */
export function signCount(differences: readonly number[]): SignCount {
  const positive = differences.filter((difference) => difference > 0).length;
  const negative = differences.filter((difference) => difference < 0).length;
  const ties = differences.length - positive - negative;
  const p = positive + negative > 0 ? binomialTest(positive, positive + negative) : undefined;
  return { positive, negative, ties, p };
}

/** Two-sided exact p of a fair coin: twice the smaller tail, at most 1. */
function binomialTest(successes: number, trials: number): number {
  const extreme = Math.min(successes, trials - successes);
  let [ways, tail] = [1, 0];
  for (let k = 0; k <= extreme; k++) {
    tail += ways;
    ways *= (trials - k) / (k + 1);
  }
  return Math.min(1, (2 * tail) / 2 ** trials);
}
