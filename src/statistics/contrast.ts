/** A contrast: a weighted sum of a study's cells, seed by seed. Every claim of a study is judged by one. */
import { bootstrapInterval } from './bootstrap';
import { testOfMean } from './holm';
import { independentValues } from './independence';
import type { Interval } from './interval';
import { mean, standardDeviation, withoutSpread } from './mean';
import { isMeasured, type Level, type Observation, ObservationTable, pretrainingRunsOf } from './observation';
import { type SignCount, signCount } from './signTest';
import { effectSize, tInterval } from './studentT';

/** One arm at one level, times its weight: 1 for what is looked at, -1 for what it is compared with. */
export interface Term {
  readonly arm: string;
  readonly level: Level;
  readonly weight: number;
}

export interface Contrast {
  /** Seeds that finished every term, ascending. */
  readonly seeds: readonly number[];
  /** The weighted sum of each seed, in the order of the seeds. */
  readonly differences: readonly number[];
  /** Ids of the pretraining runs behind each seed. */
  readonly pretrainingRuns: readonly (readonly string[])[];
  /** Seeds planned for every term that failed or have not run in one. */
  readonly missing: readonly number[];
  /** Seeds planned for some of the terms only. */
  readonly unpaired: readonly number[];
  /**
   * What intervals and tests are computed from: the mean over the seeds of each group that shares pretraining runs, or the
   * differences where no seeds share any.
   */
  readonly independent: readonly number[];
  /** Whether all seeds share a pretraining run: then everything below holds given that run. */
  readonly conditional: boolean;
  /** Pretraining runs that more than one seed starts from. */
  readonly sharedRuns: number;
  /** Of the independent values; undefined if no seed is complete. */
  readonly mean?: number;
  /** Of the differences over seeds (divisor n - 1); undefined for n < 2. */
  readonly standardDeviation?: number;
  /** Undefined for fewer than two independent values, and where all are equal: their spread is unknown, not 0. */
  readonly tInterval?: Interval;
  /** Bias-corrected and accelerated; too narrow at few values, see {@link bootstrapInterval}. Undefined likewise. */
  readonly bootstrapInterval?: Interval;
  /** Of the differences; its p is that of the independent values. */
  readonly signs: SignCount;
  /** Mean of the differences over their standard deviation (Cohen's d_z). */
  readonly effectSize?: number;
  /** Two-sided p against 0 ({@link testOfMean}), not corrected for other tests; undefined for fewer than two values. */
  readonly p?: number;
}

export interface ContrastOptions {
  /** Default 0.95. */
  readonly confidence?: number;
  /** Seed of the bootstrap. */
  readonly seed: string;
}

/** Adds up the terms of each seed and describes the sums. @throws LabError for two observations of one trial */
export function contrast(
  observations: readonly Observation[],
  terms: readonly Term[],
  { confidence, seed }: ContrastOptions,
): Contrast {
  const { differences, pretrainingRuns, ...seeds } = contrastBySeed(
    new ObservationTable(observations),
    terms,
  );
  const { values, conditional, sharedRuns } = independentValues(differences, pretrainingRuns);
  const varied = !withoutSpread(values);
  return {
    ...seeds,
    differences,
    pretrainingRuns,
    independent: values,
    conditional,
    sharedRuns,
    mean: values.length > 0 ? mean(values) : undefined,
    standardDeviation: standardDeviation(differences),
    tInterval: varied ? tInterval(values, confidence) : undefined,
    bootstrapInterval: varied ? bootstrapInterval(values, { seed, confidence }) : undefined,
    signs: { ...signCount(differences), p: signCount(values).p },
    effectSize: effectSize(differences),
    p: testOfMean(values),
  };
}

/** The seeds of a contrast and their weighted sums, before any statistics. */
export type ContrastBySeed = Pick<
  Contrast,
  'seeds' | 'differences' | 'pretrainingRuns' | 'missing' | 'unpaired'
>;

/** Adds up the terms of each seed. */
export function contrastBySeed(table: ObservationTable, terms: readonly Term[]): ContrastBySeed {
  const cells = terms.map(({ arm, level }) => table.at(arm, level));
  const planned = [...new Set(cells.flatMap((cell) => [...cell.keys()]))].sort((a, b) => a - b);
  const unpaired = planned.filter((seed) => !cells.every((cell) => cell.has(seed)));
  const rows = planned
    .filter((seed) => !unpaired.includes(seed))
    .map((seed) => ({ seed, trials: cells.map((cell) => cell.get(seed)!) }));
  const complete = rows.flatMap(({ seed, trials }) => {
    const values = trials.flatMap((trial) => (isMeasured(trial) ? [trial.value] : []));
    return values.length === terms.length ? [{ seed, trials, values }] : [];
  });
  const seeds = complete.map(({ seed }) => seed);
  return {
    seeds,
    differences: complete.map(({ values }) =>
      values.reduce((sum, value, k) => sum + terms[k].weight * value, 0),
    ),
    pretrainingRuns: complete.map(({ trials }) => [...new Set(trials.flatMap(pretrainingRunsOf))]),
    missing: rows.map(({ seed }) => seed).filter((seed) => !seeds.includes(seed)),
    unpaired,
  };
}
