/** Compares recorded numbers with recomputed ones of the same environment, bit for bit. */
import { placeOf } from './places';
import type { RunOutcome, StudyResults } from './results';

export interface ComparedNumber {
  /** Arm or stage, level and seed. */
  readonly place: string;
  readonly quantity: string;
  readonly recorded: number | string | null;
  readonly recomputed: number | string | null;
  readonly agrees: boolean;
  readonly recordedRun: string;
}

export interface Comparison {
  readonly numbers: readonly ComparedNumber[];
  /** Runs that one side lacks, by place. */
  readonly onlyRecorded: readonly string[];
  readonly onlyRecomputed: readonly string[];
}

/** Compares every number (metrics, curves, facts, parameters, FLOPs, steps; not seconds nor rates per second). */
export function compareResults(recorded: StudyResults, recomputed: StudyResults): Comparison {
  const keyed = (results: StudyResults) =>
    new Map([...results.pretraining, ...results.trials].map((run) => [placeOf(run), run]));
  const [before, after] = [keyed(recorded), keyed(recomputed)];
  const numbers = [...before].flatMap(([key, run]) => {
    const again = after.get(key);
    return again ? compareRuns(run, again) : [];
  });
  const lacking = (these: Map<string, RunOutcome>, those: Map<string, RunOutcome>) =>
    [...these].filter(([key]) => !those.has(key)).map(([, run]) => placeOf(run));
  return { numbers, onlyRecorded: lacking(before, after), onlyRecomputed: lacking(after, before) };
}

/** Compares two executions of one run. */
export function compareRuns(recorded: RunOutcome, again: RunOutcome): ComparedNumber[] {
  const place = placeOf(recorded);
  const [before, after] = [quantities(recorded), quantities(again)];
  return [...new Set([...before.keys(), ...after.keys()])].map((quantity) => {
    const [a, b] = [before.get(quantity) ?? null, after.get(quantity) ?? null];
    return { place, quantity, recorded: a, recomputed: b, agrees: a === b, recordedRun: recorded.run };
  });
}

/** Everything that a run came to, apart from what time decides. */
function quantities(run: RunOutcome): Map<string, number | string> {
  const found = new Map<string, number | string>([['state', run.state]]);
  for (const [name, value] of Object.entries(run.metrics)) found.set(name, value);
  for (const [name, value] of Object.entries(run.facts)) {
    if (!name.endsWith('PerSecond')) found.set(`fact ${name}`, value);
  }
  for (const [name, points] of Object.entries(run.curves)) {
    for (const { step, value } of points) found.set(`curve ${name} at ${step}`, value);
  }
  if (run.ledger) {
    const { seconds: _seconds, ...ledger } = run.ledger;
    for (const [name, value] of Object.entries(ledger)) found.set(name, value);
  }
  return found;
}

/** Differences first, the largest first. */
export function differences(numbers: readonly ComparedNumber[]): ComparedNumber[] {
  const size = ({ recorded, recomputed }: ComparedNumber) =>
    typeof recorded === 'number' && typeof recomputed === 'number'
      ? Math.abs(recorded - recomputed)
      : Number.POSITIVE_INFINITY;
  return numbers.filter((number) => !number.agrees).sort((a, b) => size(b) - size(a));
}
