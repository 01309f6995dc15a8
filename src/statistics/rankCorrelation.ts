/** Spearman's rank correlation, and how much of it a number of pairs could tell from chance. */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { LabError } from '../errors';
import { checkShare } from './interval';

/**
 * Spearman's rank correlation, -1 to 1, ties with their mean rank; undefined where either side does not vary.
 * @throws LabError for sides of different length, or a NaN
 */
export function spearman(x: readonly number[], y: readonly number[]): number | undefined {
  if (x.length !== y.length)
    throw new LabError(`Rank correlation needs pairs, not ${x.length} and ${y.length} values.`);
  return correlationOfRanks(ranks(x), ranks(y));
}

/** Pearson's correlation of two sides that are ranks from 1 already; undefined where either does not vary. */
export function correlationOfRanks(a: readonly number[], b: readonly number[]): number | undefined {
  const centre = (a.length + 1) / 2;
  let [both, first, second] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    both += (a[k] - centre) * (b[k] - centre);
    first += (a[k] - centre) ** 2;
    second += (b[k] - centre) ** 2;
  }
  return first > 0 && second > 0 ? both / Math.sqrt(first * second) : undefined;
}

/** Ranks from 1; equal values share the mean of their ranks. @throws LabError for a NaN, which has no rank */
export function ranks(values: readonly number[]): number[] {
  const missing = values.findIndex(Number.isNaN);
  if (missing >= 0)
    throw new LabError(
      `Value ${missing + 1} of ${values.length} is NaN, which has no rank; leave its pair out.`,
    );
  const order = [...values.keys()].sort((a, b) =>
    values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : 0,
  );
  const found = new Array<number>(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let k = start; k < end; k++) found[order[k]] = (start + 1 + end) / 2;
    start = end;
  }
  return found;
}

/** Up to here the distribution of Spearman's coefficient is counted out; beyond, its t approximation is close. */
const countedPairs = 12;

/**
 * The smallest |rho| whose two-sided permutation p is at most alpha, for so many independent pairs without ties; undefined
 * where even |rho| = 1 is not that rare. Exact up to 12 pairs, from the t approximation beyond.
 */
export function smallestTellableCorrelation(pairs: number, alpha = 0.05): number | undefined {
  checkShare(alpha, 'alpha');
  if (!Number.isInteger(pairs) || pairs < 2) return undefined;
  if (pairs > countedPairs) {
    const t = tQuantile(1 - alpha / 2, pairs - 2);
    return t / Math.sqrt(pairs - 2 + t * t);
  }
  const counts = squaredRankDifferences(pairs);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const largest = (pairs ** 3 - pairs) / 3;
  let [tail, smallest] = [0, undefined as number | undefined];
  // The sums of squares are symmetric around the middle and all even.
  for (let sum = 0; sum < largest / 2; sum += 2) {
    tail += 2 * counts[sum];
    if (tail / total > alpha) break;
    if (counts[sum] > 0) smallest = 1 - (2 * sum) / largest;
  }
  return smallest;
}

const counted = new Map<number, Float64Array>();

/** How many of the n! orders give each sum of squared rank differences. */
function squaredRankDifferences(n: number): Float64Array {
  const before = counted.get(n);
  if (before) return before;
  const sums = (n ** 3 - n) / 3 + 1;
  let byChosen = new Map<number, Float64Array>([[0, Float64Array.of(1, ...new Array(sums - 1).fill(0))]]);
  for (let rank = 0; rank < n; rank++) {
    const next = new Map<number, Float64Array>();
    for (const [chosen, counts] of byChosen) {
      for (let other = 0; other < n; other++) {
        if (chosen & (1 << other)) continue;
        const key = chosen | (1 << other);
        const square = (rank - other) ** 2;
        const reached = next.get(key) ?? new Float64Array(sums);
        for (let sum = 0; sum + square < sums; sum++) reached[sum + square] += counts[sum];
        next.set(key, reached);
      }
    }
    byChosen = next;
  }
  const [counts] = byChosen.values();
  counted.set(n, counts);
  return counts;
}
