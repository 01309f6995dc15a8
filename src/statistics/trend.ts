/** How the difference of two arms changes along a study's axis. */
import { LabError } from '../errors';
import { type Contrast, contrast, contrastBySeed } from './contrast';
import { testOfMean } from './holm';
import { independentValues } from './independence';
import type { Interval } from './interval';
import { mean, withoutSpread } from './mean';
import { type Level, type Observation, ObservationTable } from './observation';
import { type Comparison, differenceTerms } from './pairedDifference';
import { type Scale, toScale } from './scale';
import { tInterval } from './studentT';

export interface Trend extends Contrast, Comparison {
  readonly from: Level;
  readonly to: Level;
}

/**
 * The paired difference at one level minus that at another, seed by seed. Seeds count that finished all cells of both.
 * @throws LabError if both levels are the same, or for two observations of one trial
 */
export function trendBetween(
  observations: readonly Observation[],
  { from, to, ...comparison }: Comparison & { readonly from: Level; readonly to: Level },
  options: { readonly confidence?: number } = {},
): Trend {
  if (from === to) throw new LabError(`The trend goes from level ${from} to itself; give two levels.`);
  const terms = [
    ...differenceTerms(comparison, to),
    ...differenceTerms(comparison, from).map((term) => ({ ...term, weight: -term.weight })),
  ];
  const { treatment, reference } = comparison;
  const found = contrast(observations, terms, {
    ...options,
    seed: `${treatment} - ${reference} from ${from} to ${to}`,
  });
  return { ...comparison, from, to, ...found };
}

export interface Slope {
  /** Change of the difference for each doubling of the level ('log') or each unit of it ('linear'); undefined without seeds. */
  readonly mean?: number;
  /** Undefined for fewer than two independent slopes, and where all are equal. */
  readonly interval?: Interval;
  /** Two-sided p that the slope is 0 ({@link testOfMean}). */
  readonly p?: number;
  /** Each seed's slope. */
  readonly slopes: readonly number[];
  /** Seeds that finished both arms at every level. */
  readonly seeds: readonly number[];
  /** Whether all seeds share a pretraining run, so that the slope holds given that run. */
  readonly conditional: boolean;
}

/**
 * Slope of the paired difference over all levels: a least-squares line for each seed, then Student's interval over the
 * seeds' slopes, or over the means of groups of seeds that share pretraining runs (analysis of summary measures; Matthews,
 * Altman, Campbell & Royston 1990). Says nothing of the shape: a difference that rises and falls can have any slope.
 * @throws LabError for fewer than two levels, or a level without a place on the scale
 */
export function slopeOver(
  observations: readonly Observation[],
  comparison: Comparison & { readonly levels: readonly number[]; readonly scale: Scale },
  options: { readonly confidence?: number } = {},
): Slope {
  const { levels, scale } = comparison;
  if (new Set(levels).size !== levels.length || levels.length < 2)
    throw new LabError(`A slope needs two or more different levels, not ${levels.join(', ') || 'none'}.`);
  const places = levels.map((level) => toScale(level, scale));
  const centre = mean(places);
  const squares = places.reduce((sum, place) => sum + (place - centre) ** 2, 0);
  const terms = levels.flatMap((level, k) =>
    differenceTerms(comparison, level).map((term) => ({
      ...term,
      weight: (term.weight * (places[k] - centre)) / squares,
    })),
  );
  const { seeds, differences, pretrainingRuns } = contrastBySeed(new ObservationTable(observations), terms);
  const { values, conditional } = independentValues(differences, pretrainingRuns);
  return {
    mean: values.length > 0 ? mean(values) : undefined,
    interval: withoutSpread(values) ? undefined : tInterval(values, options.confidence),
    p: testOfMean(values),
    slopes: differences,
    seeds,
    conditional,
  };
}
