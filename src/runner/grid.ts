/** The settings that tuning tries: a grid that grows while the best lies at its end. */
import type { Level } from '../form/axis';
import type { Json } from '../form/json';
import { type GridDimension, isNumeric, type NumericDimension } from '../form/tier';
import { identify } from './identity';
import { type Candidate, candidateMeans, type TuningRecord } from './tuningRecord';

export type Grid = { readonly [setting: string]: GridDimension };

/** All combinations, the first setting varying slowest. */
export function candidatesOf(grid: Grid): Candidate[] {
  return Object.entries(grid).reduce<Candidate[]>(
    (candidates, [setting, dimension]) =>
      candidates.flatMap((candidate) =>
        (isNumeric(dimension) ? dimension.values : dimension).map((value: Json) => ({
          ...candidate,
          [setting]: value,
        })),
      ),
    [{}],
  );
}

/** The next value to one side of a candidate's, among those tried anywhere or beyond them. */
interface Neighbour {
  readonly setting: string;
  readonly side: 'lower' | 'higher';
  /** Undefined where the grid may not go further. */
  readonly value: number | undefined;
}

function neighboursOf(grid: Grid, candidate: Candidate, tried: readonly Candidate[]): Neighbour[] {
  return Object.entries(grid).flatMap(([setting, dimension]): Neighbour[] => {
    const value = candidate[setting];
    if (!isNumeric(dimension) || typeof value !== 'number') return [];
    const values = [...new Set(tried.map((other) => Number(other[setting])))].sort((a, b) => a - b);
    const place = values.indexOf(value);
    const [lowest, highest] = dimension.within;
    return [
      { setting, side: 'lower', value: place > 0 ? values[place - 1] : below(values, lowest) },
      {
        ...{ setting, side: 'higher' },
        value: place < values.length - 1 ? values[place + 1] : above(values, highest),
      },
    ];
  });
}

/** Two significant figures, so that a grid of 1, 4, 16 goes on as 63 no less readably than it began. */
const readable = (value: number) => Number(value.toPrecision(2));

function above(values: readonly number[], highest: number): number | undefined {
  const [last, before] = [values.at(-1)!, values.at(-2)];
  const next = Math.min(highest, readable(last * (before === undefined ? 2 : last / before)));
  return next > last ? next : undefined;
}

function below(values: readonly number[], lowest: number): number | undefined {
  const [first, after] = [values[0]!, values[1]];
  const next = Math.max(lowest, readable(first / (after === undefined ? 2 : after / first)));
  return next < first ? next : undefined;
}

/**
 * Candidates beside the best one that were not tried: one setting a step lower or higher, the others as they are. None
 * where the best is better than all of them, or the grid may not grow.
 */
export function untriedNeighbours(grid: Grid, best: Candidate, tried: readonly Candidate[]): Candidate[] {
  const known = new Set(tried.map((candidate) => identify(candidate)));
  return neighboursOf(grid, best, tried)
    .filter(({ value }) => value !== undefined)
    .map(({ setting, value }) => ({ ...best, [setting]: value! }))
    .filter((candidate) => !known.has(identify(candidate)));
}

/** A choice at the end of what may be tried, with the reason why nothing beyond was. */
export interface ChoiceAtEnd {
  readonly arm: string;
  readonly level: Level;
  readonly setting: string;
  readonly value: number;
  readonly side: 'lowest' | 'highest';
  /** In words. */
  readonly because: string;
}

/** Choices of a tuning beyond which the grid may not go. */
export function choicesAtEnds(
  record: TuningRecord,
  chosen: ReadonlyMap<string, ReadonlyMap<Level, Candidate>>,
): ChoiceAtEnd[] {
  return [...chosen].flatMap(([arm, levels]) =>
    [...levels].flatMap(([level, candidate]) => {
      const tried = candidateMeans(record.scores, arm, level).map((one) => one.candidate);
      const varied = (setting: string) => new Set(tried.map((one) => one[setting])).size > 1;
      return neighboursOf(record.grid, candidate, tried)
        .filter(({ setting, value }) => value === undefined && varied(setting))
        .map(({ setting, side }): ChoiceAtEnd => {
          const { because: above } = record.grid[setting] as NumericDimension;
          const because = side === 'lower' ? 'the grid begins there' : above;
          const end = side === 'lower' ? 'lowest' : 'highest';
          return { arm, level, setting, value: candidate[setting] as number, side: end, because };
        });
    }),
  );
}
