/** What tests of a study's statistics share: observations made from tables of numbers. */
import type { Level, Observation } from '../../src/statistics/observation';

/** Values of arms by level, in the order of seeds 1, 2, …; undefined for a trial that failed. */
export type Scores = Readonly<Record<string, ReadonlyMap<Level, readonly (number | undefined)[]>>>;

/** One observation a value; `runOf` names the pretraining runs that a trial started from. */
export function observed(
  scores: Scores,
  runOf: (arm: string, seed: number, level: Level) => Observation['cluster'] = () => undefined,
): Observation[] {
  return Object.entries(scores).flatMap(([arm, levels]) =>
    [...levels].flatMap(([level, values]) =>
      values.map((value, k): Observation => {
        const cluster = runOf(arm, k + 1, level);
        return {
          arm,
          level,
          seed: k + 1,
          ...(value !== undefined && { value }),
          ...(cluster !== undefined && { cluster }),
        };
      }),
    ),
  );
}

/** Two arms whose differences by level are given; the reference scores 0.5. */
export function differing(
  differences: readonly (readonly [Level, readonly (number | undefined)[]])[],
  [treatment, reference] = ['pretrained', 'scratch'],
): Scores {
  const of = (value: (difference: number | undefined) => number | undefined) =>
    new Map(differences.map(([level, values]) => [level, values.map(value)]));
  return {
    [treatment]: of((difference) => (difference === undefined ? undefined : 0.5 + difference)),
    [reference]: of(() => 0.5),
  };
}
