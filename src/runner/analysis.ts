/** From single trials to what a study says: means, paired differences, the verdict. Pure functions over results. */
import type { Level } from '../form/axis';
import { chanceLevelOf } from '../form/result';
import type { CensoredInterval } from '../statistics/crossing';
import type { Verdict } from '../statistics/findings';
import { independentValues } from '../statistics/independence';
import type { Interval } from '../statistics/interval';
import { type LabelMultiplier, labelMultipliers } from '../statistics/labelMultiplier';
import { mean } from '../statistics/mean';
import type { Observation } from '../statistics/observation';
import { type PairedDifference, pairedDifference } from '../statistics/pairedDifference';
import { tInterval } from '../statistics/studentT';
import { verdictOf } from '../statistics/verdict';
import { type WhereItHelps, whereItHelps } from '../statistics/whereItHelps';
import type { AxisWords } from '../statistics/wording';
import { higherIsBetter, metricTitle } from './metricWords';
import { armsOf, finishedTrials, type StudyResults, type TrialOutcome } from './results';

export type { CensoredInterval };

/** One arm at one level. */
export interface Cell {
  readonly arm: string;
  readonly level: Level;
  /** Finished trials by seed. */
  readonly trials: readonly TrialOutcome[];
  readonly failed: number;
  readonly missing: number;
  /** Over finished trials; undefined where there is none. */
  readonly mean?: number;
  /** Student's 95 % interval of the mean, clustered by pretraining run; undefined for fewer than two values. */
  readonly interval?: Interval;
  /** Whether all trials share a pretraining run, so that the interval holds given that run. */
  readonly conditional: boolean;
}

/** Arms by levels; pairs that the study does not plan are left out. */
export function cells(results: StudyResults, metric: string): Cell[] {
  return armsOf(results).flatMap((arm) =>
    results.levels.flatMap((level) => {
      const planned = results.trials.filter((trial) => trial.arm === arm && trial.level === level);
      if (planned.length === 0) return [];
      const trials = finishedTrials(results, arm, level);
      const values = trials.map((trial) => trial.metrics[metric]!);
      const { values: independent, conditional } = independentValues(values, trials.map(startsOf(results)));
      const interval = tInterval(independent);
      return [
        {
          ...{ arm, level, trials, conditional },
          failed: planned.filter((trial) => trial.state === 'failed').length,
          missing: planned.filter((trial) => trial.state === 'missing').length,
          ...(values.length > 0 && { mean: mean(values) }),
          ...(interval && { interval }),
        },
      ];
    }),
  );
}

/** The pretraining run that a trial started from. */
const startsOf =
  (results: StudyResults) =>
  ({ arm, determinants }: TrialOutcome): readonly string[] => {
    const { from } = results.arms[arm]!;
    const id = from === undefined ? undefined : determinants.parents[from];
    return id === undefined ? [] : [id];
  };

/** The planned trials' values of a metric, as the statistics take them. */
export function observations(results: StudyResults, metric: string): Observation[] {
  const starts = startsOf(results);
  return results.trials.map((trial) => {
    const { arm, level, seed, state, metrics } = trial;
    const cluster = starts(trial);
    return {
      ...{ arm, level, seed },
      ...(state === 'finished' && { value: metrics[metric]! }),
      ...(cluster.length > 0 && { cluster }),
    };
  });
}

/** The words for the levels; undefined where nothing is varied. */
export function axisWords({ axis }: Pick<StudyResults, 'axis'>): AxisWords | undefined {
  if (axis.title === '') return undefined;
  // 'labels per class': 'label per class' for one.
  const singular = axis.title.replace(/^([a-z]+)s\b/, '$1');
  return { title: axis.title, singular, form: axis.kind === 'counted' ? 'count' : 'setting' };
}

export interface ReceiptedDifference extends PairedDifference {
  readonly runs: readonly string[];
}

/** One arm against another at each level that both are planned for. */
export function differencesBetween(
  results: StudyResults,
  metric: string,
  treatment: string,
  reference: string,
): ReceiptedDifference[] {
  const all = observations(results, metric);
  return results.levels.flatMap((level) => {
    const planned = (arm: string) => all.some((o) => o.arm === arm && o.level === level);
    if (!planned(treatment) || !planned(reference)) return [];
    const difference = pairedDifference(all, { treatment, reference, level });
    return [{ ...difference, runs: runsOf(results, [treatment, reference], level, difference.seeds) }];
  });
}

/** The verdict's treatment against every other arm, at each level that both are planned for. */
export function treatmentDifferences(results: StudyResults, metric: string): ReceiptedDifference[] {
  const { treatment } = results.verdict;
  const others = armsOf(results).filter((arm) => arm !== treatment);
  return others.flatMap((reference) => differencesBetween(results, metric, treatment, reference));
}

/** Ids of the trials of some arms at one level. */
export function runsOf(
  results: StudyResults,
  arms: readonly string[],
  level: Level,
  seeds: readonly number[],
): string[] {
  return results.trials
    .filter((trial) => arms.includes(trial.arm) && trial.level === level && seeds.includes(trial.seed))
    .map((trial) => trial.run);
}

const titlesOf = ({ arms }: StudyResults) =>
  Object.fromEntries(Object.entries(arms).map(([name, arm]) => [name, arm.title]));

/** The verdict on the claim, by the rule stated in the study, from the first metric. */
export function studyVerdict(results: StudyResults): Verdict {
  const metric = results.task.metrics[0]!;
  const { levels, verdict: rule } = results;
  const asked = rule.levels?.filter((level) => (levels as readonly Level[]).includes(level));
  return verdictOf({
    ...{ observations: observations(results, metric), levels, titles: titlesOf(results) },
    rule: asked ? { ...rule, levels: asked } : rule,
    metric: metricTitle(metric),
    higherIsBetter: higherIsBetter(metric),
    axis: axisWords(results),
  });
}

/** At which levels the verdict's treatment helps, against its reference. Undefined where nothing is varied. */
export function studyEffects(results: StudyResults): WhereItHelps | undefined {
  const axis = axisWords(results);
  if (!axis) return undefined;
  const metric = results.task.metrics[0]!;
  const { treatment, reference, smallestDifferenceThatMatters: margin } = results.verdict;
  return whereItHelps(differencesBetween(results, metric, treatment, reference), {
    axis,
    higherIsBetter: higherIsBetter(metric),
    title: results.arms[treatment]?.title ?? treatment,
    ...(results.axis.scale !== 'category' && { scale: results.axis.scale }),
    ...(margin !== undefined && margin > 0 && { margin }),
  });
}

/** What the verdict's treatment is worth in labels; undefined where the axis does not count labels. */
export function studyMultipliers(results: StudyResults, metric: string): LabelMultiplier[] | undefined {
  if (results.axis.kind !== 'counted') return undefined;
  const { treatment, reference } = results.verdict;
  return labelMultipliers(observations(results, metric), {
    ...{ treatment, baseline: reference, higherIsBetter: higherIsBetter(metric) },
  });
}

/** What is reached by chance, if all trials state it for this metric; undefined otherwise. */
export function chanceLevel(results: StudyResults, metric: string): number | undefined {
  const stated = results.trials.map((trial) => trial.facts[`${chanceLevelOf}${metric}`]);
  const [level, ...others] = new Set(stated.filter((value) => value !== undefined));
  return others.length === 0 && typeof level === 'number' ? level : undefined;
}
