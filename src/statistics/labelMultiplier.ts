/** What pretraining is worth in labels: how many times as many the baseline needs to score the same. */
import { LabError } from '../errors';
import {
  type Censored,
  type CensoredInterval,
  fallThroughZero,
  fallThroughZeroInterval,
  type RepeatedCurve,
  repeatsThatDecide,
} from './crossing';
import { independentValues } from './independence';
import { mean } from './mean';
import {
  isMeasured,
  type Level,
  levelsOf,
  type Observation,
  ObservationTable,
  pretrainingRunsOf,
} from './observation';

export interface LabelMultiplier {
  /** Labels of the treatment. */
  readonly level: number;
  /** Mean score of the treatment at this level, over the seeds used. */
  readonly score: number;
  /** Labels that the baseline's mean curve needs for that score. */
  readonly baselineLabels: Censored;
  /** baselineLabels / level */
  readonly multiplier: Censored;
  /** {@link fallThroughZeroInterval}; undefined for fewer than two independent repeats. */
  readonly interval?: CensoredInterval;
  /** Seeds with the treatment at this level and the baseline at every level. */
  readonly seeds: readonly number[];
  /** Other seeds planned for the treatment at this level or for the baseline. */
  readonly missing: readonly number[];
  /** Independent repeats that the interval is computed from: seeds, or groups of seeds that share pretraining runs. */
  readonly repeats: number;
  /** Whether all seeds share a pretraining run, so that the interval holds given that run. */
  readonly conditional: boolean;
  /** Pretraining runs that more than one seed starts from. */
  readonly sharedRuns: number;
}

export interface MultiplierArms {
  readonly treatment: string;
  /** The arm whose labels are counted. */
  readonly baseline: string;
  /** Default true. */
  readonly higherIsBetter?: boolean;
}

/**
 * The label multiplier at each level of the treatment. The baseline's mean scores are joined by straight lines over
 * log2(labels); the first point where the line reaches the treatment's mean score is read off. Nothing is extrapolated:
 * beyond the measured levels the answer is a bound. Levels without a complete seed are left out.
 * @throws LabError for levels that are not counts above 0, or two observations of one trial
 */
export function labelMultipliers(
  observations: readonly Observation[],
  arms: MultiplierArms,
  options: { readonly confidence?: number } = {},
): LabelMultiplier[] {
  const table = new ObservationTable(observations);
  const levels = levelsOf(observations, arms.baseline);
  return levelsOf(observations, arms.treatment).flatMap((level) => {
    const lead = leadOver(table, arms, level, levels);
    if (!lead || lead.seeds.length === 0) return [];
    const labels = fallThroughZero(lead.curve);
    const interval = fallThroughZeroInterval(lead.curve, options.confidence);
    const times = ({ value, bound }: Censored): Censored => ({ value: value / lead.level, bound });
    return [
      {
        level: lead.level,
        score: lead.score,
        baselineLabels: labels,
        multiplier: times(labels),
        ...(interval && {
          interval: { ...interval, low: times(interval.low), high: times(interval.high) },
        }),
        seeds: lead.seeds,
        missing: lead.missing,
        repeats: lead.curve.rows.length,
        conditional: lead.conditional,
        sharedRuns: lead.sharedRuns,
      },
    ];
  });
}

/**
 * Independent repeats whose mean is above zero where the multiplier at a level exceeds `atLeast`, and below where it falls
 * short: how far the treatment is ahead of the baseline with that many times the labels ({@link repeatsThatDecide}).
 * Undefined where the measured levels could not tell or no seed is complete.
 * @throws LabError for levels that are not counts above 0, or two observations of one trial
 */
export function multiplierRepeats(
  observations: readonly Observation[],
  arms: MultiplierArms,
  { at, atLeast }: { readonly at: number; readonly atLeast: number },
): readonly number[] | undefined {
  const lead = leadOver(new ObservationTable(observations), arms, at, levelsOf(observations, arms.baseline));
  return lead && lead.seeds.length > 0 ? repeatsThatDecide(lead.curve, at * atLeast) : undefined;
}

/** The treatment at one level minus the baseline at each measured one, larger is better for the treatment. */
function leadOver(
  table: ObservationTable,
  { treatment, baseline, higherIsBetter = true }: MultiplierArms,
  treated: Level,
  measured: readonly Level[],
) {
  const sign = higherIsBetter ? 1 : -1;
  const level = labelCount(treated);
  const levels = measured.map(labelCount);
  if (levels.length === 0) return undefined;
  const treatments = table.at(treatment, level);
  const baselines = levels.map((each) => table.at(baseline, each));
  const planned = [...new Set([treatments, ...baselines].flatMap((cell) => [...cell.keys()]))].sort(
    (a, b) => a - b,
  );
  const complete = planned.flatMap((seed) => {
    const trials = [treatments, ...baselines].map((cell) => cell.get(seed));
    const values = trials.flatMap((trial) => (trial && isMeasured(trial) ? [trial.value] : []));
    if (values.length < trials.length) return [];
    const [score, ...scores] = values;
    const runs = [...new Set(trials.flatMap((trial) => pretrainingRunsOf(trial!)))];
    return [{ seed, score, runs, row: scores.map((other) => sign * (score - other)) }];
  });
  const seeds = complete.map(({ seed }) => seed);
  const runs = complete.map((each) => each.runs);
  const columns = levels.map((_, k) =>
    independentValues(
      complete.map(({ row }) => row[k]),
      runs,
    ),
  );
  const rows = columns[0].values.map((_, unit) => columns.map(({ values }) => values[unit]));
  const { conditional, sharedRuns } = columns[0];
  const scores = complete.map(({ score }) => score);
  const curve: RepeatedCurve = { levels, scale: 'log', rows };
  return {
    level,
    score: seeds.length > 0 ? mean(independentValues(scores, runs).values) : Number.NaN,
    curve,
    seeds,
    missing: planned.filter((seed) => !seeds.includes(seed)),
    conditional,
    sharedRuns,
  };
}

/**
 * Labels at which a curve first reaches a score, by straight lines over log2(labels).
 * @param levels labels, ascending
 * @param curve the score at each of the levels, larger is better
 */
export function labelsToReach(score: number, levels: readonly number[], curve: readonly number[]): Censored {
  return fallThroughZero({ levels, scale: 'log', rows: [curve.map((value) => score - value)] });
}

function labelCount(level: Level): number {
  if (typeof level !== 'number' || !(level > 0 && Number.isFinite(level)))
    throw new LabError(
      `A label multiplier was asked for at the level '${level}'; it needs counts of labels above 0.`,
    );
  return level;
}
