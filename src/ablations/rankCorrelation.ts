/** Rank correlation of two quantities, one of which was measured several times, with a bootstrap interval. */
import { seededRandom } from '../data/seededRandom';
import { LabError } from '../errors';
import { checkLevel, type Interval, mean, quantileOfSorted } from './statistics';

/** Spearman's rank correlation, -1 to 1, ties with their mean rank; undefined where either side does not vary. */
export function spearman(x: readonly number[], y: readonly number[]): number | undefined {
  if (x.length !== y.length)
    throw new LabError(`Rank correlation needs pairs, not ${x.length} and ${y.length} values.`);
  const [a, b] = [ranks(x), ranks(y)];
  const centre = (x.length + 1) / 2;
  let [both, first, second] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    both += (a[k] - centre) * (b[k] - centre);
    first += (a[k] - centre) ** 2;
    second += (b[k] - centre) ** 2;
  }
  return first > 0 && second > 0 ? both / Math.sqrt(first * second) : undefined;
}

/** Ranks from 1; equal values share the mean of their ranks. */
function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
  const found = new Array<number>(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let k = start; k < end; k++) found[order[k]] = (start + 1 + end) / 2;
    start = end;
  }
  return found;
}

/** A fixed quantity of one case, and the repeats of the other one: a distance, and the gain with each seed. */
export interface RepeatedCase {
  readonly x: number;
  readonly repeats: readonly number[];
}

export interface RankCorrelation {
  /** Between x and the means of the repeats; undefined where either does not vary. */
  readonly correlation: number | undefined;
  /** Percentile bootstrap over cases and, within each, over repeats; undefined for fewer than four cases. */
  readonly interval: Interval | undefined;
  readonly cases: number;
}

/**
 * Spearman's correlation of x with the mean of the repeats. The interval draws cases with replacement, and repeats within
 * each drawn case (a two-stage bootstrap; Davison & Hinkley 1997, section 3.8), so that it tells of other corpora as well as
 * of other seeds; resamples without variation are left out. With few cases it is rough and wide.
 */
export function rankCorrelation(
  cases: readonly RepeatedCase[],
  options: { readonly seed: number; readonly level?: number; readonly resamples?: number },
): RankCorrelation {
  const { seed, level = 0.95, resamples = 4000 } = options;
  checkLevel(level);
  const correlation = spearman(
    cases.map(({ x }) => x),
    cases.map(({ repeats }) => mean(repeats)),
  );
  if (cases.length < 4 || correlation === undefined)
    return { correlation, interval: undefined, cases: cases.length };
  const random = seededRandom(`rank correlation/${seed}`);
  const drawn: number[] = [];
  for (let r = 0; r < resamples; r++) {
    const sample = cases.map(() => cases[random.integer(cases.length)]);
    const means = sample.map(({ repeats }) =>
      mean(repeats.map(() => repeats[random.integer(repeats.length)])),
    );
    const value = spearman(
      sample.map(({ x }) => x),
      means,
    );
    if (value !== undefined) drawn.push(value);
  }
  drawn.sort((a, b) => a - b);
  const [low, high] = [(1 - level) / 2, (1 + level) / 2].map((share) => quantileOfSorted(drawn, share));
  return { correlation, interval: { low, high, level }, cases: cases.length };
}
