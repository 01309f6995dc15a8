/** Where the mean difference of two arms changes sign along a numeric axis. */
import { type Censored, type CensoredInterval, fallThroughZero, fallThroughZeroInterval } from './crossing';
import { independentValues } from './independence';
import { mean } from './mean';
import type { PairedDifference } from './pairedDifference';
import { type Scale, toScale } from './scale';

export interface SignChange {
  /** Whether the treatment goes from better to worse as levels rise, or the other way round. */
  readonly to: 'worse' | 'better';
  /** Read off the mean differences of the seeds that finished all levels. */
  readonly estimate: Censored;
  /** {@link fallThroughZeroInterval}; undefined for fewer than two independent repeats that finished all levels. */
  readonly interval?: CensoredInterval;
}

/** How often the mean differences change sign from level to level; levels of a mean of 0 or without one are passed over. */
export function signChangeCount(differences: readonly PairedDifference[]): number {
  return countChanges(differences.map((difference) => difference.mean ?? 0));
}

/**
 * Places the sign change of a difference that has exactly one, among the seeds that finished all levels; undefined for none
 * or several. That the means change sign does not show that the difference does: its interval tells how sure it is.
 * @param differences of one comparison at numeric levels
 * @throws LabError for a level without a place on the scale, or one that is given twice
 */
export function signChangeOver(
  differences: readonly PairedDifference[],
  options: { readonly scale: Scale; readonly higherIsBetter?: boolean; readonly confidence?: number },
): SignChange | undefined {
  const { scale, higherIsBetter = true, confidence } = options;
  const sorted = differences
    .map((difference) => ({ difference, place: toScale(difference.level, scale) }))
    .sort((a, b) => a.place - b.place)
    .flatMap(({ difference }) => (difference.seeds.length > 0 ? [difference] : []));
  const seeds =
    sorted[0]?.seeds.filter((seed) => sorted.every((difference) => difference.seeds.includes(seed))) ?? [];
  const indices = seeds.map((seed) => sorted.map((difference) => difference.seeds.indexOf(seed)));
  const runs = indices.map((index) => sorted.flatMap(({ pretrainingRuns }, k) => pretrainingRuns[index[k]]));
  const columns = sorted.map((difference, k) =>
    independentValues(
      indices.map((index) => (higherIsBetter ? 1 : -1) * difference.differences[index[k]]),
      runs,
    ),
  );
  const means = columns.map(({ values }) => (values.length > 0 ? mean(values) : 0));
  if (countChanges(means) !== 1) return undefined;
  const start = means.findIndex((value) => value !== 0);
  const falling = Math.sign(means[start]);
  const curve = {
    levels: sorted.slice(start).map(({ level }) => level as number),
    scale,
    rows: columns[0].values.map((_, row) => columns.slice(start).map(({ values }) => falling * values[row])),
  };
  const interval = fallThroughZeroInterval(curve, confidence);
  return {
    to: falling > 0 ? 'worse' : 'better',
    estimate: fallThroughZero(curve),
    ...(interval && { interval }),
  };
}

function countChanges(values: readonly number[]): number {
  const signs = values.map(Math.sign).filter((sign) => sign !== 0);
  return signs.filter((sign, k) => k > 0 && sign !== signs[k - 1]).length;
}
