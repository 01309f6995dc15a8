/** Where a measured curve falls through zero, with an interval that has its stated coverage at few repeats. */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { LabError } from '../errors';
import { checkShare } from './interval';
import { mean } from './mean';
import { fromScale, type Scale, toScale } from './scale';
import { tStatistic } from './studentT';

/** A number that the measured levels may only bound: 'atLeast' beyond the last, 'atMost' before the first. */
export interface Censored {
  readonly value: number;
  readonly bound: 'exact' | 'atLeast' | 'atMost';
}

/** An interval whose ends may lie outside what was measured. */
export interface CensoredInterval {
  readonly low: Censored;
  readonly high: Censored;
  readonly confidence: number;
}

/** Repeats of a curve: one row a repeat, one value a level. Rows must be independent of each other. */
export interface RepeatedCurve {
  /** Ascending. */
  readonly levels: readonly number[];
  readonly scale: Scale;
  readonly rows: readonly (readonly number[])[];
}

/**
 * The first level where the mean curve, joined by straight lines over the scale, is no longer above zero. Before the first
 * level and beyond the last one nothing is extrapolated.
 * @throws LabError for no rows, rows of another length, or levels that do not ascend
 */
export function fallThroughZero(curve: RepeatedCurve): Censored {
  check(curve);
  const { levels, rows } = curve;
  const rounding = roundingOf(rows);
  const means = levels.map((_, k) => mean(rows.map((row) => row[k])));
  const values = means.map((value) => (Math.abs(value) <= rounding ? 0 : value));
  if (values[0] <= 0) return { value: levels[0], bound: values[0] === 0 ? 'exact' : 'atMost' };
  const after = values.findIndex((value) => value <= 0);
  if (after < 0) return { value: levels[levels.length - 1], bound: 'atLeast' };
  const share = values[after - 1] / (values[after - 1] - values[after]);
  return { value: between(curve, after - 1, share), bound: 'exact' };
}

/**
 * Interval of {@link fallThroughZero}, by inverting the t test: it ends at the first and the last level at which the mean
 * curve cannot be told from zero. Since a line between two levels is a weighted sum of each repeat's own values, the test is
 * exact for normal repeats at every level, measured or between; so is the interval's coverage, where a bootstrap of few
 * repeats covers too seldom (Fieller 1954 has the same idea for a ratio). Undefined for fewer than two rows.
 */
export function fallThroughZeroInterval(
  curve: RepeatedCurve,
  confidence = 0.95,
): CensoredInterval | undefined {
  checkShare(confidence);
  check(curve);
  const { levels, rows } = curve;
  if (rows.length < 2) return undefined;
  const rounding = roundingOf(rows);
  const critical = tQuantile((1 + confidence) / 2, rows.length - 1);
  /** Lower (side -1) or upper (side 1) end of the mean curve's interval, a share of the way from level k to the next. */
  const end = (side: -1 | 1, k: number, share = 0) => {
    const values = at(rows, k, share);
    const centre = mean(values);
    const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
    const value = centre + side * critical * Math.sqrt(squares / (values.length - 1) / values.length);
    return Math.abs(value) <= rounding ? 0 : value;
  };
  const [first, last] = [levels[0], levels[levels.length - 1]];
  // The lower end is concave between two levels and the upper one convex, so each leaves zero there once at most.
  const fallen = levels.findIndex((_, k) => end(-1, k) <= 0);
  const risen = levels.findLastIndex((_, k) => end(1, k) >= 0);
  const low: Censored =
    fallen < 0
      ? { value: last, bound: 'atLeast' }
      : fallen === 0
        ? { value: first, bound: 'atMost' }
        : {
            value: between(
              curve,
              fallen - 1,
              turn((x) => end(-1, fallen - 1, x) > 0),
            ),
            bound: 'exact',
          };
  const high: Censored =
    risen < 0
      ? { value: first, bound: 'atMost' }
      : risen === levels.length - 1
        ? { value: last, bound: 'atLeast' }
        : {
            value: between(
              curve,
              risen,
              turn((x) => end(1, risen, x) >= 0),
            ),
            bound: 'exact',
          };
  return { low, high, confidence };
}

/**
 * The repeats at the level on which it hinges whether the fall comes after a stated level: where their mean is surely above
 * zero, the fall comes later; where it is surely below, it came before. Empty, which decides nothing, for a curve that is
 * above zero there and not above it earlier, or the other way round. Undefined where no measured level could tell: the
 * stated one lies beyond the last, or before the first and the curve has fallen there already.
 */
export function repeatsThatDecide(curve: RepeatedCurve, level: number): readonly number[] | undefined {
  check(curve);
  const { levels, scale, rows } = curve;
  const position = toScale(level, scale);
  const places = levels.map((each) => toScale(each, scale));
  if (position > places[places.length - 1]) return undefined;
  if (position < places[0]) {
    const start = at(rows, 0);
    return mean(start) > 0 ? start : undefined;
  }
  const k = Math.max(
    0,
    places.findLastIndex((place) => place <= position),
  );
  const share = position === places[k] ? 0 : (position - places[k]) / (places[k + 1] - places[k]);
  const here = at(rows, k, share);
  const above = mean(here) > 0;
  // A curve that dips earlier may have fallen there already; one that recovers later may fall there only.
  const others = levels.flatMap((_, j) =>
    (above ? places[j] < position : places[j] > position) ? [at(rows, j)] : [],
  );
  const sign = above ? 1 : -1;
  const strength = (values: readonly number[]) => sign * (tStatistic(values) ?? mean(values));
  const weakest = others.reduce(
    (least, values) => (strength(values) < strength(least) ? values : least),
    here,
  );
  return strength(weakest) > 0 ? weakest : [];
}

/** '11.3', '>= 16' or '<= 0.25': three significant figures. */
export function formatCensored({ value, bound }: Censored): string {
  const number = String(Number(value.toPrecision(3)));
  return bound === 'exact' ? number : `${bound === 'atLeast' ? '>=' : '<='} ${number}`;
}

/** Each repeat's value a share of the way from level k to the next. */
function at(rows: RepeatedCurve['rows'], k: number, share = 0): number[] {
  return rows.map((row) => (share === 0 ? row[k] : row[k] + share * (row[k + 1] - row[k])));
}

function between({ levels, scale }: RepeatedCurve, k: number, share: number): number {
  if (share === 0) return levels[k];
  if (share === 1) return levels[k + 1];
  const [from, to] = [toScale(levels[k], scale), toScale(levels[k + 1], scale)];
  return fromScale(from + share * (to - from), scale);
}

/** The share between 0 and 1 at which a condition that holds at 0 and not at 1 ends, by bisection. */
function turn(holds: (share: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let k = 0; k < 52; k++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return high;
}

/** Values that cannot be told from zero in floating point. */
function roundingOf(rows: RepeatedCurve['rows']): number {
  return 1e-12 * Math.max(...rows.map((row) => Math.max(...row.map(Math.abs))));
}

function check({ levels, scale, rows }: RepeatedCurve): void {
  const places = levels.map((level) => toScale(level, scale));
  if (places.length === 0 || places.some((place, k) => k > 0 && !(place > places[k - 1])))
    throw new LabError(`A curve needs levels that ascend, not ${levels.join(', ') || 'none'}.`);
  if (rows.length === 0) throw new LabError('A curve needs at least one repeat.');
  for (const row of rows) {
    if (row.length !== levels.length || !row.every(Number.isFinite))
      throw new LabError(
        `A repeat of a curve over ${levels.length} levels has the values ${row.join(', ')}; give a number a level.`,
      );
  }
}
