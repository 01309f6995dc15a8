/** From single trials to what a study says: means, paired differences, the verdict. Pure functions over results. */
import { chanceLevelOf } from './ablation';
import { type Crossover, crossover } from './crossover';
import { type Observation, type PairedDifference, pairedDifference } from './pairedDifference';
import { armsOf, finishedTrials, type StudyResults, type TrialOutcome } from './results';
import { type Interval, mean, tInterval } from './statistics';
import { higherIsBetter } from './task';
import { type Verdict, verdictOf } from './verdict';

/** One arm at one budget. */
export interface Cell {
  readonly arm: string;
  readonly labelsPerClass: number;
  /** Finished trials by seed. */
  readonly trials: readonly TrialOutcome[];
  readonly failed: number;
  readonly missing: number;
  /** Over finished trials; undefined where there is none. */
  readonly mean?: number;
  /** Student's 95 % interval of the mean; undefined for fewer than two. */
  readonly interval?: Interval;
}

/** Arms by budgets; pairs that the study does not plan are left out. */
export function cells(results: StudyResults, metric: string): Cell[] {
  return armsOf(results).flatMap((arm) =>
    results.labelsPerClass.flatMap((labelsPerClass) => {
      const planned = results.trials.filter(
        (trial) => trial.arm === arm && trial.labelsPerClass === labelsPerClass,
      );
      if (planned.length === 0) return [];
      const trials = finishedTrials(results, arm, labelsPerClass);
      const values = trials.map((trial) => trial.metrics[metric]!);
      const interval = tInterval(values);
      return [
        {
          arm,
          labelsPerClass,
          trials,
          failed: planned.filter((trial) => trial.state === 'failed').length,
          missing: planned.filter((trial) => trial.state === 'missing').length,
          ...(values.length > 0 ? { mean: mean(values) } : {}),
          ...(interval ? { interval } : {}),
        },
      ];
    }),
  );
}

/** The planned trials' values of a metric, as the statistics take them. */
export function observations(results: StudyResults, metric: string): Observation[] {
  return results.trials.map(({ arm, labelsPerClass, seed, state, metrics }) => ({
    arm,
    labelsPerClass,
    seed,
    ...(state === 'finished' ? { value: metrics[metric]! } : {}),
  }));
}

export interface ReceiptedDifference extends PairedDifference {
  readonly runs: readonly string[];
}

/** The verdict's treatment against every other arm, at each budget that both are planned for. */
export function treatmentDifferences(results: StudyResults, metric: string): ReceiptedDifference[] {
  const { treatment } = results.verdict;
  const all = observations(results, metric);
  const others = armsOf(results).filter((arm) => arm !== treatment);
  return others.flatMap((reference) =>
    results.labelsPerClass.flatMap((labelsPerClass) => {
      // A control that runs on fewer seeds by plan lacks nothing.
      const seedsOf = (arm: string) =>
        new Set(all.filter((o) => o.arm === arm && o.labelsPerClass === labelsPerClass).map((o) => o.seed));
      const [a, b] = [seedsOf(treatment), seedsOf(reference)];
      const both = all.filter((o) => a.has(o.seed) && b.has(o.seed));
      if (!both.some((o) => o.arm === reference && o.labelsPerClass === labelsPerClass)) return [];
      const difference = pairedDifference(both, { treatment, reference, labelsPerClass });
      return [
        { ...difference, runs: runsOf(results, [treatment, reference], labelsPerClass, difference.seeds) },
      ];
    }),
  );
}

/** Ids of the trials of some arms at one budget. */
export function runsOf(
  results: StudyResults,
  arms: readonly string[],
  labelsPerClass: number,
  seeds: readonly number[],
): string[] {
  return results.trials
    .filter(
      (trial) =>
        arms.includes(trial.arm) && trial.labelsPerClass === labelsPerClass && seeds.includes(trial.seed),
    )
    .map((trial) => trial.run);
}

/** The verdict on the claim, by the rule stated in the ablation, from the first metric. */
export function studyVerdict(results: StudyResults): Verdict {
  const metric = results.task.metrics[0]!;
  const titles = Object.fromEntries(Object.entries(results.arms).map(([name, arm]) => [name, arm.title]));
  const { labelsPerClass, verdict: rule } = results;
  return verdictOf({
    observations: observations(results, metric),
    labelsPerClass,
    rule: rule.labelsPerClass
      ? { ...rule, labelsPerClass: rule.labelsPerClass.filter((budget) => labelsPerClass.includes(budget)) }
      : rule,
    metric,
    higherIsBetter: higherIsBetter(metric),
    titles,
  });
}

/** Up to how many labels the verdict's treatment helps, against its reference, over all budgets of the tier. */
export function studyCrossover(results: StudyResults): Crossover {
  const metric = results.task.metrics[0]!;
  const { treatment, reference } = results.verdict;
  const differences = treatmentDifferences(results, metric).filter((d) => d.reference === reference);
  const title = results.arms[treatment]?.title ?? treatment;
  return crossover(differences, { higherIsBetter: higherIsBetter(metric), title });
}

/** What is reached by chance, if all trials state it for this metric; undefined otherwise. */
export function chanceLevel(results: StudyResults, metric: string): number | undefined {
  const stated = results.trials.map((trial) => trial.facts[`${chanceLevelOf}${metric}`]);
  const [level, ...others] = new Set(stated.filter((value) => value !== undefined));
  return others.length === 0 && typeof level === 'number' ? level : undefined;
}
