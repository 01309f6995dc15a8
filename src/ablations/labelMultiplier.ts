/** What pretraining is worth in labels: how many times as many the baseline needs to score the same. */
import { seededRandom } from '../data/seededRandom';
import { isMeasured, type Observation } from './pairedDifference';
import { mean } from './statistics';

/** A number that the measured budgets may only bound: 'atLeast' where the baseline never gets there. */
export interface Censored {
  readonly value: number;
  readonly bound: 'exact' | 'atLeast' | 'atMost';
}

export interface LabelMultiplier {
  readonly labelsPerClass: number;
  /** Mean score of the treatment at this budget, over the seeds used. */
  readonly score: number;
  /** Labels per class that the baseline's mean curve needs for that score. */
  readonly baselineLabels: Censored;
  /** baselineLabels / labelsPerClass */
  readonly multiplier: Censored;
  /** Percentile bootstrap over seeds, both arms resampled together; undefined for fewer than two complete seeds. */
  readonly interval?: { readonly low: Censored; readonly high: Censored; readonly level: number };
  /** Seeds with the treatment at this budget and the baseline at every budget. */
  readonly seeds: readonly number[];
  /** Planned seeds left out because one of those trials is missing or failed. */
  readonly missing: readonly number[];
}

export interface LabelMultiplierOptions {
  readonly treatment: string;
  /** The arm whose labels are counted. */
  readonly baseline: string;
  readonly higherIsBetter?: boolean;
  /** Default 0.95. */
  readonly level?: number;
  /** Default 2,000. */
  readonly resamples?: number;
  /** Seed of the resampling. Default 'label multiplier'. */
  readonly seed?: number | string;
}

/**
 * The label multiplier at each budget of the treatment. The baseline's mean scores are joined by straight lines over
 * log2(labels per class); the first point where the line reaches the treatment's mean score is read off. Nothing is
 * extrapolated: beyond the measured budgets the answer is a bound. Budgets without a complete seed are left out.
 */
export function labelMultipliers(
  observations: readonly Observation[],
  options: LabelMultiplierOptions,
): LabelMultiplier[] {
  const { treatment, baseline, higherIsBetter = true, level = 0.95, resamples = 2000 } = options;
  const sign = higherIsBetter ? 1 : -1;
  const scores = new Map<string, number>();
  for (const observation of observations) {
    if (isMeasured(observation)) scores.set(placeOf(observation), sign * observation.value);
  }
  const score = (arm: string, labelsPerClass: number, seed: number) =>
    scores.get(placeOf({ arm, labelsPerClass, seed }));
  const budgetsOf = (arm: string) =>
    distinct(observations.filter((o) => o.arm === arm).map((o) => o.labelsPerClass));
  const budgets = budgetsOf(baseline);
  return budgetsOf(treatment).flatMap((labelsPerClass) => {
    const planned = distinct(
      observations
        .filter((o) => o.arm === baseline || (o.arm === treatment && o.labelsPerClass === labelsPerClass))
        .map((o) => o.seed),
    );
    const seeds = planned.filter(
      (seed) =>
        score(treatment, labelsPerClass, seed) !== undefined &&
        budgets.every((budget) => score(baseline, budget, seed) !== undefined),
    );
    if (seeds.length === 0 || budgets.length === 0) return [];
    const labelsFor = (chosen: readonly number[]) =>
      labelsToReach(
        mean(chosen.map((seed) => score(treatment, labelsPerClass, seed)!)),
        budgets,
        budgets.map((budget) => mean(chosen.map((seed) => score(baseline, budget, seed)!))),
      );
    const baselineLabels = labelsFor(seeds);
    const times = ({ value, bound }: Censored): Censored => ({ value: value / labelsPerClass, bound });
    return [
      {
        labelsPerClass,
        score: mean(seeds.map((seed) => sign * score(treatment, labelsPerClass, seed)!)),
        baselineLabels,
        multiplier: times(baselineLabels),
        interval: resampled(seeds, (chosen) => times(labelsFor(chosen)), {
          level,
          resamples,
          seed: `${options.seed ?? 'label multiplier'}/${labelsPerClass}`,
        }),
        seeds,
        missing: planned.filter((seed) => !seeds.includes(seed)),
      },
    ];
  });
}

/**
 * Labels at which a curve first reaches a score, by straight lines over log2(labels).
 * @param budgets labels, ascending
 * @param curve the score at each of the budgets, larger is better
 */
export function labelsToReach(score: number, budgets: readonly number[], curve: readonly number[]): Censored {
  if (curve[0] >= score) return { value: budgets[0], bound: curve[0] === score ? 'exact' : 'atMost' };
  for (let k = 1; k < budgets.length; k++) {
    if (curve[k] < score) continue;
    const share = (score - curve[k - 1]) / (curve[k] - curve[k - 1]);
    const [from, to] = [Math.log2(budgets[k - 1]), Math.log2(budgets[k])];
    return { value: 2 ** (from + share * (to - from)), bound: 'exact' };
  }
  return { value: budgets[budgets.length - 1], bound: 'atLeast' };
}

/** '11.3', '>= 16' or '<= 0.25': three significant figures. */
export function formatCensored({ value, bound }: Censored): string {
  const number = String(Number(value.toPrecision(3)));
  return bound === 'exact' ? number : `${bound === 'atLeast' ? '>=' : '<='} ${number}`;
}

function resampled(
  seeds: readonly number[],
  estimate: (seeds: readonly number[]) => Censored,
  { level, resamples, seed }: { level: number; resamples: number; seed: string },
): LabelMultiplier['interval'] {
  if (seeds.length < 2) return undefined;
  const random = seededRandom(seed);
  const order = { atMost: -1, exact: 0, atLeast: 1 };
  const estimates = Array.from({ length: resamples }, () =>
    estimate(seeds.map(() => seeds[random.integer(seeds.length)])),
  ).sort((a, b) => order[a.bound] - order[b.bound] || a.value - b.value);
  // Censored estimates cannot be averaged with their neighbours, so the ends are resamples themselves, rounded outwards.
  const tail = ((1 - level) / 2) * (resamples - 1);
  return { low: estimates[Math.floor(tail)], high: estimates[Math.ceil(resamples - 1 - tail)], level };
}

function placeOf({
  arm,
  labelsPerClass,
  seed,
}: Pick<Observation, 'arm' | 'labelsPerClass' | 'seed'>): string {
  return JSON.stringify([arm, labelsPerClass, seed]);
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
