/** What a task costs by way of pretraining, and what it costs from scratch to score as well: from a study's own runs. */
import { LabError } from '../errors';
import type { Level } from '../form/axis';
import {
  type Censored,
  type CensoredInterval,
  fallThroughZero,
  fallThroughZeroInterval,
} from '../statistics/crossing';
import { independentValues } from '../statistics/independence';
import { labelMultipliers } from '../statistics/labelMultiplier';
import { mean } from '../statistics/mean';
import { observations } from './analysis';
import { higherIsBetter } from './metricWords';
import { finishedTrials, type RunOutcome, type StudyResults, type TrialOutcome } from './results';

/** Means over an arm's finished trials. */
export interface Compute {
  /** Floating-point operations of training. */
  readonly flops: number;
  /** Wall clock, evaluation included. */
  readonly seconds: number;
  readonly runs: readonly string[];
}

/** A number of operations, or of labels, at which scratch scores as well. */
export interface Reached {
  readonly value: Censored;
  readonly interval?: CensoredInterval;
  readonly runs: readonly string[];
}

/** What one trial of an arm trains, its pretraining left out. Undefined without a finished trial. */
export function trialCompute(results: StudyResults, arm: string, level: Level): Compute | undefined {
  return computeOf(finishedTrials(results, arm, level).map((trial) => [trial]));
}

/** What the stages cost that one trial of an arm starts from. Undefined without a finished trial or without a stage. */
export function pretrainingCompute(results: StudyResults, arm: string, level: Level): Compute | undefined {
  const { from } = results.arms[arm]!;
  if (from === undefined) return undefined;
  return computeOf(finishedTrials(results, arm, level).map((trial) => stagesOf(results, trial, from)));
}

/** A stage whose compute is only matched, or that is not among the results, is not counted. */
function stagesOf({ pretraining }: StudyResults, trial: TrialOutcome, from: string): RunOutcome[] {
  const found: RunOutcome[] = [];
  const pending = [trial.determinants.parents[from]];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const stage = pretraining.find(({ run }) => run === id);
    if (!stage || found.includes(stage)) continue;
    found.push(stage);
    pending.push(...Object.values(stage.determinants.parents));
  }
  return found;
}

function computeOf(trials: readonly (readonly RunOutcome[])[]): Compute | undefined {
  if (trials.length === 0) return undefined;
  const total = (of: (run: RunOutcome) => number) =>
    mean(trials.map((runs) => runs.reduce((sum, run) => sum + of(run), 0)));
  return {
    flops: total((run) => run.ledger?.trainingFlops ?? 0),
    seconds: total((run) => run.seconds ?? run.ledger?.seconds ?? 0),
    runs: [...new Set(trials.flat().map(({ run }) => run))],
  };
}

/**
 * Operations that scratch needs at a level to score as the treatment does there, with the same labels: arms from scratch
 * of different compute, joined by straight lines over the logarithm of their operations; beyond them a bound. Undefined
 * where no seed finished all of these arms.
 * @throws LabError for an arm that the study has not, or that starts from a stage
 */
export function computeToMatch(
  results: StudyResults,
  { treatment, scratch, level }: { treatment: string; scratch: readonly string[]; level: Level },
): Reached | undefined {
  for (const arm of scratch) {
    if (!results.arms[arm] || results.arms[arm].from !== undefined)
      throw new LabError(
        `'${arm}' is no arm of '${results.id}' that trains from scratch: name arms without a stage.`,
      );
  }
  const metric = results.task.metrics[0]!;
  const sign = higherIsBetter(metric) ? 1 : -1;
  const arms = scratch
    .flatMap((arm) => {
      const compute = trialCompute(results, arm, level);
      return compute ? [{ trials: finishedTrials(results, arm, level), ...compute }] : [];
    })
    .sort((a, b) => a.flops - b.flops)
    .filter(({ flops }, k, all) => flops > 0 && flops !== all[k - 1]?.flops);
  if (arms.length === 0) return undefined;
  const complete = finishedTrials(results, treatment, level).flatMap((trial) => {
    const others = arms.map(({ trials }) => trials.find(({ seed }) => seed === trial.seed));
    if (others.some((other) => other === undefined)) return [];
    const { from } = results.arms[treatment]!;
    const start = from === undefined ? undefined : trial.determinants.parents[from];
    return [
      {
        row: others.map((other) => sign * (trial.metrics[metric]! - other!.metrics[metric]!)),
        starts: start === undefined ? [] : [start],
        runs: [trial.run, ...others.map((other) => other!.run)],
      },
    ];
  });
  if (complete.length === 0) return undefined;
  const columns = arms.map((_, k) =>
    independentValues(
      complete.map(({ row }) => row[k]!),
      complete.map(({ starts }) => starts),
    ),
  );
  const curve = {
    ...{ levels: arms.map(({ flops }) => flops), scale: 'log' as const },
    rows: columns[0]!.values.map((_, unit) => columns.map(({ values }) => values[unit]!)),
  };
  const interval = fallThroughZeroInterval(curve);
  return {
    ...{ value: fallThroughZero(curve), runs: complete.flatMap(({ runs }) => runs) },
    ...(interval && { interval }),
  };
}

/** Labels that scratch needs, in the axis's own count, to score as the treatment at a level. Undefined off a counted axis. */
export function labelsToMatch(
  results: StudyResults,
  { treatment, baseline, level }: { treatment: string; baseline: string; level: Level },
): Reached | undefined {
  if (results.axis.kind !== 'counted') return undefined;
  const metric = results.task.metrics[0]!;
  const given = { treatment, baseline, higherIsBetter: higherIsBetter(metric) };
  const found = labelMultipliers(observations(results, metric), given).find((one) => one.level === level);
  if (!found) return undefined;
  const times = ({ value, bound }: Censored): Censored => ({ value: value * found.level, bound });
  const { interval } = found;
  return {
    value: found.baselineLabels,
    ...(interval && { interval: { ...interval, low: times(interval.low), high: times(interval.high) } }),
    runs: results.trials
      .filter(
        ({ arm, seed, level: at }) =>
          found.seeds.includes(seed) && (arm === baseline || (arm === treatment && at === level)),
      )
      .map(({ run }) => run),
  };
}

/** What an arm's trial takes at a number of labels: by straight lines between measured levels, held beyond them. */
export function computeAtLabels(results: StudyResults, arm: string, labels: number): Compute | undefined {
  const known = results.levels.flatMap((level) => {
    const compute = trialCompute(results, arm, level);
    return compute && typeof level === 'number' ? [{ level, compute }] : [];
  });
  if (known.length === 0) return undefined;
  const after = known.findIndex(({ level }) => level >= labels);
  if (after === 0) return known[0]!.compute;
  if (after < 0) return known.at(-1)!.compute;
  const [low, high] = [known[after - 1]!, known[after]!];
  const share = Math.log2(labels / low.level) / Math.log2(high.level / low.level);
  const between = (of: 'flops' | 'seconds') => low.compute[of] + share * (high.compute[of] - low.compute[of]);
  return {
    ...{ flops: between('flops'), seconds: between('seconds') },
    runs: [...low.compute.runs, ...high.compute.runs],
  };
}
