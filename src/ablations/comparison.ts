/** Compares recorded numbers with recomputed ones: bit for bit in the same environment, else within the seed spread. */
import { chanceLevelOf } from './ablation';
import type { RunOutcome, StudyResults, TrialOutcome } from './results';
import { placeOf } from './staleness';

/**
 * Between environments, chaos in training can at worst make a run as different as another seed would. The difference of
 * two such draws has √2 times the seeds' standard deviation; four of those are allowed for one number, three for a mean.
 */
const spreadsForNumber = 4 * Math.SQRT2;
const spreadsForMean = 3 * Math.SQRT2;

export interface ComparedNumber {
  /** Arm or stage, budget and seed; for a mean, arm and budget. */
  readonly place: string;
  readonly quantity: string;
  readonly recorded: number | string | null;
  readonly recomputed: number | string | null;
  /** 0: bit equality was asked for. */
  readonly tolerance: number;
  readonly agrees: boolean;
  readonly recordedRun: string;
}

export interface Comparison {
  /** Whether both sides were computed under one environment fingerprint, so that equality bit for bit is asked for. */
  readonly sameEnvironment: boolean;
  readonly numbers: readonly ComparedNumber[];
  /** Recorded runs that the other side does not contain. */
  readonly notCompared: number;
  readonly passed: boolean;
}

/**
 * Compares every recorded number (metrics, curves, facts, parameters, FLOPs, steps; not seconds nor rates per second).
 * @param matched arms that are given the compute of a pretraining stage and not its weights
 */
export function compareResults(
  recorded: StudyResults,
  recomputed: StudyResults,
  matched: ReadonlySet<string> = new Set(),
): Comparison {
  const hashes = new Set([...recorded.environments, ...recomputed.environments].map(({ hash }) => hash));
  const sameEnvironment = hashes.size === 1;
  const spread = new SeedSpread(recorded);
  const found = new Map(all(recomputed).map((run) => [placeOf(run.determinants), run]));
  const shared = all(recorded).filter((run) => found.has(placeOf(run.determinants)));
  const notCompared = all(recorded).length - shared.length;
  const numbers = shared.flatMap((run) =>
    compareRuns(run, found.get(placeOf(run.determinants))!, sameEnvironment ? undefined : spread),
  );
  if (!sameEnvironment) numbers.push(...compareMeans(recorded, recomputed, spread, matched));
  return { sameEnvironment, numbers, notCompared, passed: numbers.every((number) => number.agrees) };
}

/** Compares two executions of one run; without a spread, bit for bit. */
export function compareRuns(recorded: RunOutcome, again: RunOutcome, spread?: SeedSpread): ComparedNumber[] {
  const place = placeOf(recorded.determinants);
  const before = quantities(recorded);
  const after = quantities(again);
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((quantity) => {
    const [a, b] = [before.get(quantity) ?? null, after.get(quantity) ?? null];
    if (spread && (typeof a === 'string' || followsRounding(recorded, quantity))) return [];
    const tolerance = spread && !isExact(quantity) ? spreadsForNumber * spread.of(recorded, quantity) : 0;
    const agrees =
      a === b || (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= tolerance);
    return [{ place, quantity, recorded: a, recomputed: b, tolerance, agrees, recordedRun: recorded.run }];
  });
}

/**
 * What only the same environment repeats, beside texts (hashes of weights): curves, and of a linear model the penalty that
 * dev chose, how many iterations it took until its gradient was small enough, and their operations.
 */
function followsRounding({ facts }: RunOutcome, quantity: string): boolean {
  const linear = 'l2' in facts;
  return (
    quantity.startsWith('curve ') || (linear && ['steps', 'trainingFlops', 'fact l2'].includes(quantity))
  );
}

/** These are counted, not measured: every environment must agree. */
const counted = new Set(['state', 'trainableParameters', 'trainingFlops', 'steps']);
const isExact = (quantity: string) => counted.has(quantity) || quantity.startsWith(`fact ${chanceLevelOf}`);

function quantities(run: RunOutcome): Map<string, number | string> {
  const found = new Map<string, number | string>([['state', run.state]]);
  for (const [name, value] of Object.entries(run.metrics)) found.set(name, value);
  for (const [name, value] of Object.entries(run.facts)) {
    if (!name.endsWith('PerSecond')) found.set(`fact ${name}`, value);
  }
  for (const [name, points] of Object.entries(run.curves)) {
    for (const { step, value } of points) found.set(`curve ${name} at ${step}`, value);
  }
  const { seconds: _seconds, ...ledger } = run.ledger ?? { seconds: 0 };
  for (const [name, value] of Object.entries(ledger)) found.set(name, value as number);
  return found;
}

function compareMeans(
  recorded: StudyResults,
  again: StudyResults,
  spread: SeedSpread,
  matched: ReadonlySet<string>,
): ComparedNumber[] {
  return groups(recorded).flatMap((trials) => {
    const first = trials[0]!;
    const others = again.trials.filter(
      (trial) => trial.arm === first.arm && trial.labelsPerClass === first.labelsPerClass,
    );
    const seeds = new Set(others.map((trial) => trial.seed));
    const same = trials.filter((trial) => seeds.has(trial.seed));
    if (same.length < 2) return [];
    // What one pretraining run came out as moves all trials that start from it alike.
    const start = ({ arm, determinants: { parents }, seed }: TrialOutcome) =>
      (!matched.has(arm) && Object.values(parents).join()) || seed;
    const draws = new Set(same.map(start)).size;
    return recorded.task.metrics.map((metric) => {
      const [a, b] = [meanOf(same, metric), meanOf(others, metric)];
      const tolerance = (spreadsForMean * spread.of(first, metric)) / Math.sqrt(draws);
      return {
        place: `${first.arm}, ${first.labelsPerClass} labels, mean of ${same.length} seeds`,
        quantity: metric,
        recorded: a,
        recomputed: b,
        tolerance,
        agrees: Math.abs(a - b) <= tolerance,
        recordedRun: first.run,
      };
    });
  });
}

/** Standard deviation over seeds of one quantity of one arm, pooled over budgets. */
export class SeedSpread {
  constructor(private readonly results: StudyResults) {}

  /** An arm of one seed is given the spread of all arms together; 0 where there is none: then equality is asked for. */
  of(run: RunOutcome, quantity: string): number {
    const { name, part, parents } = run.determinants;
    const spread =
      part === 'trial'
        ? (this.pooled(quantity, (arm) => arm === name) ?? this.pooled(quantity, () => true) ?? 0)
        : 0;
    const value = quantities(run).get(quantity);
    if (spread > 0 || typeof value !== 'number') return spread;
    if (part === 'trial' && Object.keys(parents).length === 0) return 0;
    // What one pretraining run came out as, the same for all seeds: a tenth of the value, since nothing tells its spread.
    return (0.1 * Math.abs(value)) / spreadsForNumber;
  }

  private pooled(quantity: string, counts: (arm: string) => boolean): number | undefined {
    let squares = 0;
    let degrees = 0;
    for (const trials of groups(this.results)) {
      if (!counts(trials[0]!.arm)) continue;
      const values = trials
        .map((trial) => quantities(trial).get(quantity))
        .filter((value): value is number => typeof value === 'number');
      if (values.length < 2) continue;
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      squares += values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      degrees += values.length - 1;
    }
    return degrees > 0 ? Math.sqrt(squares / degrees) : undefined;
  }
}

function groups(results: StudyResults): TrialOutcome[][] {
  const found = new Map<string, TrialOutcome[]>();
  for (const trial of results.trials) {
    if (trial.state !== 'finished') continue;
    const key = `${trial.arm} ${trial.labelsPerClass}`;
    found.set(key, [...(found.get(key) ?? []), trial]);
  }
  return [...found.values()];
}

function meanOf(trials: readonly TrialOutcome[], metric: string): number {
  return trials.reduce((sum, trial) => sum + (trial.metrics[metric] ?? Number.NaN), 0) / trials.length;
}

function all(results: StudyResults): RunOutcome[] {
  return [...results.pretraining, ...results.trials];
}
