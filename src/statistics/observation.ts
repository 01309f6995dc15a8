/** What the statistics of a study are computed from: one number a trial, at its place. */
import { LabError } from '../errors';

/** A place on a study's axis: a count (8 labels), a setting (3 layers) or the name of a category. */
export type Level = number | string;

/** One planned trial's value of one metric. */
export interface Observation {
  readonly arm: string;
  readonly level: Level;
  readonly seed: number;
  /** Absent if the trial failed or has not run: counted as missing, never taken for 0. */
  readonly value?: number;
  /**
   * The pretraining run that the trial started from, or several; by their ids. Trials that share one are not independent
   * of each other. Absent for trials that start from nothing.
   */
  readonly cluster?: string | readonly string[];
}

/** A value that is there and is a number: a NaN metric is a failed trial. */
export function isMeasured(
  observation: Observation,
): observation is Observation & { readonly value: number } {
  return observation.value !== undefined && Number.isFinite(observation.value);
}

/** The pretraining runs that a trial started from. */
export function pretrainingRunsOf({ cluster }: Observation): readonly string[] {
  return cluster === undefined ? [] : typeof cluster === 'string' ? [cluster] : cluster;
}

/** Observations by arm and level, then by seed. */
export class ObservationTable {
  private readonly cells = new Map<string, Map<number, Observation>>();

  /** @throws LabError for two observations of one trial, or a level that is not a number */
  constructor(observations: readonly Observation[]) {
    for (const observation of observations) {
      const { arm, level, seed } = observation;
      if (Number.isNaN(level)) throw new LabError(`The arm '${arm}' has an observation at the level NaN.`);
      const key = cellKey(arm, level);
      const cell = this.cells.get(key) ?? new Map<number, Observation>();
      if (cell.has(seed))
        throw new LabError(
          `The arm '${arm}' has two observations at level ${level} with seed ${seed}; give one a trial.`,
        );
      this.cells.set(key, cell.set(seed, observation));
    }
  }

  /** Planned trials of one arm at one level by seed; empty where none is planned. */
  at(arm: string, level: Level): ReadonlyMap<number, Observation> {
    return this.cells.get(cellKey(arm, level)) ?? new Map();
  }
}

/** Levels at which an arm is planned: numbers ascending, then names as they come. */
export function levelsOf(observations: readonly Observation[], arm: string): Level[] {
  return sortedLevels(observations.filter((o) => o.arm === arm).map(({ level }) => level));
}

/** Each level once: numbers ascending, then names as they come. */
export function sortedLevels(levels: readonly Level[]): Level[] {
  const all = [...new Set(levels)];
  const numbers = all.filter((level) => typeof level === 'number').sort((a, b) => a - b);
  return [...numbers, ...all.filter((level) => typeof level === 'string')];
}

function cellKey(arm: string, level: Level): string {
  return JSON.stringify([arm, level]);
}
