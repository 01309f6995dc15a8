/**
 * Whether what a record says of time and place can be: nothing computes seconds, dates and machines again, so each is held
 * against what else the record says.
 */
import { fingerprintHash } from '../engine/fingerprintHash';
import { placeOf } from './places';
import type { RunOutcome, StudyResults } from './results';

interface TimedRun {
  readonly name: string;
  readonly place: string;
  /** Seconds since 1970. */
  readonly start: number;
  readonly seconds: number;
  /** Seconds of training within the run. */
  readonly training: number;
  /** Seconds until the next run started; undefined of the last one. */
  readonly gap?: number;
}

/**
 * Runs of one process follow each other, so that the time between their starts is the time that they took. Seconds that
 * were edited no longer fit the starts. One clause each.
 */
export function implausibleTimes(results: StudyResults): string[] {
  const timed = timedRuns(results);
  const unreadable = timed.find(({ start }) => !Number.isFinite(start));
  if (unreadable) return [`${unreadable.place} started at no time that can be read`];
  const longer = timed.find(({ training, seconds }) => training > seconds * 1.05 + 0.5);
  return [
    ...(longer ? [`${longer.place} trained longer than its run took`] : []),
    ...(implausibleMedian(timed) ?? implausibleParts(timed)),
  ];
}

function timedRuns({ pretraining, trials }: StudyResults): TimedRun[] {
  // A run that stands at several levels ran once.
  const once = new Map([...pretraining, ...trials].map((run): [string, RunOutcome] => [run.run, run]));
  const timed = [...once.values()]
    .filter((run) => run.startedAt !== undefined && run.seconds !== undefined)
    .map(({ startedAt, seconds, ledger, determinants, level }) => ({
      name: `${determinants.part} ${determinants.name}`,
      place: placeOf({ determinants, level }),
      start: Date.parse(startedAt!) / 1000,
      seconds: seconds!,
      training: ledger?.seconds ?? 0,
    }))
    .sort((a, b) => a.start - b.start);
  return timed.map((run, k) => {
    const next = timed[k + 1];
    return next ? { ...run, gap: Math.max(next.start - run.start, 1e-3) } : run;
  });
}

function implausibleMedian(timed: readonly TimedRun[]): string[] | undefined {
  const shares = timed.flatMap(({ seconds, gap }) => (gap && seconds > 0.2 ? [seconds / gap] : []));
  if (shares.length < 5) return undefined;
  const median = medianOf(shares);
  // A little goes into reading and writing; several processes at once overlap.
  if (median >= 0.8 && median <= 8) return undefined;
  return [
    `the seconds of its runs do not fit the times at which they started: in the median a run took ${Math.round(100 * median)} % of the time until the next one`,
  ];
}

/** Fewer runs of a part may follow a pause, over night or after Ctrl-C. */
const fewestRuns = 3;

/** One arm's or stage's seconds alone may have been made to look cheaper. */
function implausibleParts(timed: readonly TimedRun[]): string[] {
  const parts = new Map<string, TimedRun[]>();
  for (const run of timed) parts.set(run.name, [...(parts.get(run.name) ?? []), run]);
  return [...parts].flatMap(([name, runs]) => {
    const followed = runs.filter(({ gap, seconds }) => gap !== undefined && seconds > 0.2);
    if (followed.length < fewestRuns) return [];
    // What a run does not account for: reading and writing, some tenths of a second whatever the run takes.
    const idle = medianOf(followed.map(({ gap, seconds }) => gap! - seconds));
    const seconds = medianOf(followed.map((run) => run.seconds));
    return idle > 0.5 + 0.3 * seconds
      ? [
          `the seconds of ${name} do not fit the times at which its runs started: in the median the next run started ${idle.toFixed(1)} s after one that took ${seconds.toFixed(1)} s had ended`,
        ]
      : [];
  });
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** How far two clocks may be apart, in seconds. */
export const clockTolerance = 300;

/**
 * Whether a record was written after its runs, and neither in the future. One clause each.
 * @param recorded ISO 8601 date
 * @param now milliseconds since 1970
 */
export function implausibleDates(results: StudyResults, recorded: string, now = Date.now()): string[] {
  const starts = timedRuns(results).map(({ start }) => start);
  const latest = Math.max(...starts);
  // A date lasts until its end, anywhere on earth.
  const written = Date.parse(`${recorded}T23:59:59-12:00`) / 1000;
  if (Number.isNaN(written)) return [`it was recorded on '${recorded}', which is no date`];
  const tomorrow = now / 1000 + 36 * 3600;
  return [
    ...(written < latest ? [`it was recorded on ${recorded}, before its last run started`] : []),
    ...(Date.parse(recorded) / 1000 > tomorrow ? [`it was recorded on ${recorded}, which is to come`] : []),
    ...(latest > now / 1000 + clockTolerance ? ['a run of it started at a time that is to come'] : []),
  ];
}

/** Whether each environment is the one that its hash stands for, and the one of some run. One clause each. */
export function implausibleEnvironments(results: StudyResults): string[] {
  const used = new Set(
    [...results.pretraining, ...results.trials].flatMap(({ environment }) => environment ?? []),
  );
  const hashes = results.environments.map(({ hash }) => hash);
  return [
    ...results.environments
      .filter(({ hash, facts }) => fingerprintHash(facts) !== hash)
      .map(
        ({ hash }) =>
          `the facts of its environment ${hash.slice(0, 8)} are not those that the hash stands for`,
      ),
    ...(new Set(hashes).size < hashes.length ? ['it holds an environment twice'] : []),
    ...hashes
      .filter((hash) => !used.has(hash))
      .map((hash) => `it holds the environment ${hash.slice(0, 8)}, in which no run of it ran`),
  ];
}
