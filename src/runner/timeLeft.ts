/** How long the rest of a study takes: runs of one kind take alike, and a record says how long each kind took elsewhere. */
import { LabError } from '../errors';
import type { TierName } from '../form/tier';
import type { PlannedRun } from './plan';
import { readResults } from './recordFile';

type Kind = Pick<PlannedRun, 'determinants' | 'level'>;

const kindOf = ({ determinants: { part, name }, level }: Kind) => `${part} ${name} ${level ?? ''}`;

/** Estimates from what was recorded, corrected by how fast this machine turns out to be. */
export class TimeLeft {
  private readonly taken = new Map<string, number[]>();
  private started = performance.now();

  /** @param recorded seconds by kind of run; undefined where nothing is recorded */
  constructor(
    private readonly pending: ReadonlySet<PlannedRun>,
    private readonly recorded: ReadonlyMap<string, number>,
  ) {}

  /** A run begins. */
  begin(): void {
    this.started = performance.now();
  }

  /** The run that began last has ended. */
  end(run: PlannedRun): void {
    const kind = kindOf(run);
    this.taken.set(kind, [...(this.taken.get(kind) ?? []), (performance.now() - this.started) / 1000]);
  }

  /** Seconds; undefined while nothing is known to estimate from. */
  seconds(): number | undefined {
    const pace = this.pace();
    const known = [...this.taken.values()].flat();
    const usual = known.length > 0 ? known.reduce((a, b) => a + b, 0) / known.length : undefined;
    let sum = 0;
    for (const run of this.pending) {
      const kind = kindOf(run);
      const own = this.taken.get(kind);
      const elsewhere = this.recorded.get(kind);
      const one = own
        ? own.reduce((a, b) => a + b, 0) / own.length
        : elsewhere === undefined
          ? usual
          : elsewhere * pace;
      if (one === undefined) return undefined;
      sum += one;
    }
    // The run that is under way counts among the pending ones.
    return Math.max(0, sum - (performance.now() - this.started) / 1000);
  }

  /** How many times as long runs take here as where they were recorded. */
  private pace(): number {
    let [here, there] = [0, 0];
    for (const [kind, seconds] of this.taken) {
      const elsewhere = this.recorded.get(kind);
      if (elsewhere === undefined) continue;
      here += seconds.reduce((a, b) => a + b, 0);
      there += elsewhere * seconds.length;
    }
    return there > 0 ? here / there : 1;
  }
}

/** Mean seconds of each kind of run in a study's record; empty where there is none that can be read. */
export function recordedSeconds(
  study: string,
  tier: TierName | undefined,
  folder: string | undefined,
): Map<string, number> {
  const sums = new Map<string, { seconds: number; runs: number }>();
  for (const run of tier === undefined ? [] : recordedRuns(study, tier, folder)) {
    if (run.seconds === undefined) continue;
    const kind = kindOf(run);
    const { seconds, runs } = sums.get(kind) ?? { seconds: 0, runs: 0 };
    sums.set(kind, { seconds: seconds + run.seconds, runs: runs + 1 });
  }
  return new Map([...sums].map(([kind, { seconds, runs }]) => [kind, seconds / runs]));
}

function recordedRuns(study: string, tier: TierName, folder: string | undefined) {
  try {
    const results = readResults(study, { tier, folder })?.results;
    return results ? [...results.pretraining, ...results.trials] : [];
  } catch (error) {
    // An estimate is no reason to fail.
    if (error instanceof LabError) return [];
    throw error;
  }
}
