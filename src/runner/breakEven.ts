/** Both ways to a score, with a reader's prices: by pretraining, and from scratch with more compute or more labels. */
import { LabError } from '../errors';
import type { Level } from '../form/axis';
import { chanceLevelOf } from '../form/result';
import { labelPriceThatRepays, type Repayment, tasksThatRepay } from '../statistics/breakEven';
import type { Censored } from '../statistics/crossing';
import { mean } from '../statistics/mean';
import { assumedWatts, deviceOf } from './ledger';
import { finishedTrials, type StudyResults } from './results';
import {
  computeAtLabels,
  computeToMatch,
  labelsToMatch,
  pretrainingCompute,
  type Reached,
  trialCompute,
} from './taskCosts';

/** A reader's own prices, in one currency; what is left out costs nothing. */
export interface Prices {
  /** Of one labelled example. */
  readonly perLabel?: number;
  readonly perKilowattHour?: number;
  /** Of an hour of the machine, beside its energy. */
  readonly perHour?: number;
  /** Power drawn while it computes: measured (`measuredPower`), else an assumption of 65 W, with a GPU 400 W. */
  readonly watts?: number;
  /** Tasks that share one pretraining. Default 1. */
  readonly tasks?: number;
  /** As amounts are written: 'EUR'. Default none. */
  readonly currency?: string;
}

/** Which arms are weighed, where they are not those of the study's verdict. */
export interface Weighed {
  readonly treatment?: string;
  /** Arms from scratch, of different compute. Default: the verdict's reference, and what has pretraining's compute. */
  readonly scratch?: readonly string[];
}

export type Unit = 'operations' | 'seconds' | 'watt-hours' | 'money';

/** One way to score as well from scratch, in one unit, at one level. */
export interface Balance {
  readonly level: Level;
  /** Mean score of the treatment, which scratch is to reach. */
  readonly score: number;
  readonly by: 'more compute' | 'more labels';
  readonly unit: Unit;
  readonly once: number;
  readonly pretrained: number;
  readonly scratch: Censored;
  /** What scratch costs at the two ends of the interval of what it needs; the lower cost first. */
  readonly range?: readonly [Censored, Censored];
  /** From how many tasks on pretraining costs no more. */
  readonly repaid: Repayment;
  /** The same at the two ends: the soonest first. */
  readonly repaidRange?: readonly [Repayment, Repayment];
  /** By more labels alone: the price of a label that repays, for the stated number of tasks. */
  readonly labelPrice?: Repayment;
  readonly runs: readonly string[];
}

/**
 * Break-even at every level, by both ways. Labels cost by more compute the same on both sides, so they weigh there in no
 * unit; by more labels only money can weigh labels against compute.
 * @throws LabError for a price that is negative or no number, or arms that do not fit
 */
export function balances(results: StudyResults, prices: Prices = {}, weighed: Weighed = {}): Balance[] {
  refusePrices(prices);
  const { verdict, arms } = results;
  const { treatment = verdict.treatment } = weighed;
  const scratch =
    weighed.scratch ??
    [verdict.reference, ...Object.keys(arms).filter((arm) => arms[arm]!.matches !== undefined)].filter(
      (arm) => arms[arm]!.from === undefined,
    );
  if (arms[treatment]?.from === undefined)
    throw new LabError(
      `The arm '${treatment}' of '${results.id}' starts from no pretraining: name one that does.`,
    );
  if (scratch.length === 0)
    throw new LabError(
      `'${results.id}' compares pretrained arms with each other and none with scratch: there is nothing that pretraining would have to repay.`,
    );
  return results.levels.flatMap((level) => [
    ...byCompute(results, prices, { treatment, scratch, level }),
    ...byLabels(results, prices, { treatment, baseline: scratch[0]!, level }),
  ]);
}

function byCompute(
  results: StudyResults,
  prices: Prices,
  given: { treatment: string; scratch: readonly string[]; level: Level },
): Balance[] {
  const needed = computeToMatch(results, given);
  const spent = spentBy(results, given.treatment, given.level);
  if (!needed || !spent) return [];
  const measured = given.scratch.flatMap((arm) => trialCompute(results, arm, given.level) ?? []);
  // Seconds of scratch's operations, as its own runs took them.
  const pace =
    measured.reduce((sum, { seconds }) => sum + seconds, 0) /
    measured.reduce((sum, { flops }) => sum + flops, 0);
  const units: Unit[] = ['operations', 'seconds', 'watt-hours', 'money'];
  return units.map((unit) => {
    const cost = (flops: number, seconds: number) => costIn(unit, flops, seconds, results, prices);
    const costOf = ({ value, bound }: Censored): Censored => ({ value: cost(value, value * pace), bound });
    return {
      ...{ level: given.level, score: spent.score, by: 'more compute' as const, unit },
      ...weigh(
        cost(spent.once.flops, spent.once.seconds),
        cost(spent.each.flops, spent.each.seconds),
        costOf,
        needed,
      ),
      runs: [...spent.once.runs, ...needed.runs],
    };
  });
}

function byLabels(
  results: StudyResults,
  prices: Prices,
  given: { treatment: string; baseline: string; level: Level },
): Balance[] {
  const needed = labelsToMatch(results, given);
  const spent = spentBy(results, given.treatment, given.level);
  const classes = labelsOfOne(results, given.level);
  if (!needed || !spent || classes === undefined) return [];
  const { perLabel = 0, tasks = 1 } = prices;
  const cost = ({ flops, seconds }: { flops: number; seconds: number }) =>
    costIn('money', flops, seconds, results, prices);
  const computeOf = (labels: number) => cost(computeAtLabels(results, given.baseline, labels)!);
  const costOf = ({ value, bound }: Censored): Censored => ({
    value: value * classes * perLabel + computeOf(value),
    bound,
  });
  const labels = Number(given.level) * classes;
  const once = cost(spent.once);
  return [
    {
      ...{ level: given.level, score: spent.score, by: 'more labels', unit: 'money' },
      ...weigh(once, labels * perLabel + cost(spent.each), costOf, needed),
      labelPrice: labelPriceThatRepays({
        ...{ once, tasks, labels, pretrained: cost(spent.each) },
        scratch: { value: computeOf(needed.value.value), bound: 'exact' },
        scratchLabels: { value: needed.value.value * classes, bound: needed.value.bound },
      }),
      runs: [...spent.once.runs, ...needed.runs],
    },
  ];
}

function weigh(once: number, pretrained: number, costOf: (needed: Censored) => Censored, needed: Reached) {
  const repaid = (scratch: Censored) => tasksThatRepay({ once, pretrained, scratch });
  const scratch = costOf(needed.value);
  const costs = { once, pretrained, scratch, repaid: repaid(scratch) };
  if (!needed.interval) return costs;
  const [low, high] = [costOf(needed.interval.low), costOf(needed.interval.high)].sort(
    (a, b) => a.value - b.value,
  ) as [Censored, Censored];
  return {
    ...costs,
    range: [low, high] as const,
    repaidRange: [repaid(high), repaid(low)] as const,
  };
}

function spentBy(results: StudyResults, arm: string, level: Level) {
  const once = pretrainingCompute(results, arm, level);
  const each = trialCompute(results, arm, level);
  const metric = results.task.metrics[0]!;
  const scores = finishedTrials(results, arm, level).map(({ metrics }) => metrics[metric]!);
  return once && each && { once, each, score: mean(scores) };
}

function costIn(unit: Unit, flops: number, seconds: number, results: StudyResults, prices: Prices): number {
  const { perKilowattHour = 0, perHour = 0, watts = assumedWatts[deviceOf(results)] } = prices;
  const hours = seconds / 3600;
  switch (unit) {
    case 'operations':
      return flops;
    case 'seconds':
      return seconds;
    case 'watt-hours':
      return hours * watts;
    case 'money':
      return hours * perHour + ((hours * watts) / 1000) * perKilowattHour;
  }
}

/** Labels behind one on the axis: the classes where it counts labels per class. Macro-F1 by chance is one over them. */
function labelsOfOne(results: StudyResults, level: Level): number | undefined {
  if (results.axis.name !== 'labelsPerClass') return 1;
  const stated = results.trials.find((trial) => trial.level === level && trial.state === 'finished');
  const chance = stated?.facts[`${chanceLevelOf}macroF1`];
  return typeof chance === 'number' && chance > 0 ? Math.round(1 / chance) : undefined;
}

function refusePrices({ currency, ...prices }: Prices): void {
  for (const [name, price] of Object.entries(prices)) {
    if (!(typeof price === 'number' && price >= 0 && Number.isFinite(price)))
      throw new LabError(`The price '${name}' is ${price}; give a number, 0 or more.`);
  }
  if (prices.tasks !== undefined && !(Number.isInteger(prices.tasks) && prices.tasks >= 1))
    throw new LabError(`'tasks' is ${prices.tasks}; give a whole number, 1 or more.`);
}
