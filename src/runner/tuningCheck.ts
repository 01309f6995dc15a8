/** What a tuning must have tried, as the study's own definition says; and what of a record of it is otherwise. */
import { fingerprintHash } from '../engine/fingerprintHash';
import type { Level } from '../form/axis';
import type { Study } from '../form/study';
import { type Choices, checkedChoices } from './choices';
import { tunedSection } from './chosenSettings';
import { candidatesOf, type Grid, untriedNeighbours } from './grid';
import { identify } from './identity';
import { higherIsBetter } from './metricWords';
import { bestCandidate, type Candidate, type CandidateScore, type TuningRecord } from './tuningRecord';

/** An arm at a level, and what is varied there. */
export interface TuningPlace {
  readonly arm: string;
  readonly level: Level;
  readonly grid: Grid;
}

/** Every tuned arm at every level at which it runs. */
export function tuningPlaces(
  study: Study,
  { tier, levels }: Pick<Choices, 'tier' | 'levels'>,
): TuningPlace[] {
  const { arms, grid, only } = study.tuning!;
  const { fewer, omits = [] } = study.tiers[tier];
  return arms
    .filter((arm) => !omits.includes(arm))
    .flatMap((arm) => {
      const names = only?.[arm] ?? Object.keys(grid);
      const own = Object.fromEntries(Object.entries(grid).filter(([name]) => names.includes(name)));
      const ran = (fewer?.[arm]?.levels ?? levels) as readonly Level[];
      return ran.map((level) => ({ arm, level, grid: own }));
    });
}

/** What is tried next at a place: the grid at first, then the neighbours of the best, until it is better than all. */
export function nextCandidates(
  { arm, level, grid }: TuningPlace,
  tried: readonly Candidate[],
  scores: Pick<TuningRecord, 'scores' | 'higherIsBetter'>,
): Candidate[] {
  if (tried.length === 0) return candidatesOf(grid);
  return untriedNeighbours(grid, bestCandidate(scores, arm, level), tried);
}

/** What is wrong with a recorded tuning, compared with the study's definition; one clause each. Executes nothing. */
export function tuningFaults(study: Study, record: TuningRecord): string[] {
  if (!study.tuning) return ['the study declares no tuning'];
  const { tuning, task } = study;
  const [metric] = task.metrics;
  const expected = {
    ...{ metric, higherIsBetter: higherIsBetter(metric!), section: tunedSection(study) },
    ...{ seeds: tuning.seeds, grid: tuning.grid },
  };
  const plain = (value: unknown) => identify(JSON.parse(JSON.stringify({ value })) as object);
  const faults = Object.entries(expected)
    .filter(([name, value]) => plain(record[name as keyof TuningRecord]) !== plain(value))
    .map(([name]) => `the ${name} of its tuning is not what the study says`);
  if (fingerprintHash(record.environment.facts) !== record.environment.hash)
    faults.push('the facts of the environment of its tuning are not those that the hash stands for');
  if (faults.length > 0) return faults;
  const places = tuningPlaces(study, checkedChoices(study, { tier: record.tier }));
  const known = new Set(places.map(({ arm, level }) => `${arm} ${level}`));
  const stray = record.scores.find(({ arm, level }) => !known.has(`${arm} ${level}`));
  return [
    ...(stray ? [`its tuning holds ${stray.arm} at ${stray.level}, which is not tuned there`] : []),
    ...places.flatMap((place) => {
      const fault = placeFault(place, record);
      return fault === undefined ? [] : [`its tuning of ${place.arm} at ${place.level} ${fault}`];
    }),
  ];
}

function placeFault(place: TuningPlace, record: TuningRecord): string | undefined {
  const { arm, level } = place;
  const scores = record.scores.filter((score) => score.arm === arm && score.level === level);
  const keyOf = (candidate: Candidate) => identify(candidate);
  const byCandidate = new Map<string, CandidateScore[]>();
  for (const score of scores) {
    const key = keyOf(score.candidate);
    byCandidate.set(key, [...(byCandidate.get(key) ?? []), score]);
  }
  const tried: Candidate[] = [];
  for (;;) {
    const soFar = new Set(tried.map(keyOf));
    const next = nextCandidates(place, tried, {
      scores: scores.filter(({ candidate }) => soFar.has(keyOf(candidate))),
      higherIsBetter: record.higherIsBetter,
    });
    if (next.length === 0) break;
    for (const candidate of next) {
      const seeds = (byCandidate.get(keyOf(candidate)) ?? []).map(({ seed }) => seed);
      if (seeds.join() !== record.seeds.join())
        return `lacks or repeats a trial of ${JSON.stringify(candidate)}`;
      tried.push(candidate);
    }
  }
  return byCandidate.size > tried.length ? 'holds settings that the grid does not lead to' : undefined;
}
