/** The difference of two arms at one budget, seed by seed: what every claim of a study is judged by. */
import { bootstrapInterval } from './bootstrap';
import {
  effectSize,
  type Interval,
  mean,
  type SignCount,
  signCount,
  standardDeviation,
  tInterval,
  tTest,
} from './statistics';

/** One planned trial's value of one metric. */
export interface Observation {
  readonly arm: string;
  readonly labelsPerClass: number;
  readonly seed: number;
  /** Absent if the trial failed or has not run: counted as missing, never taken for 0. */
  readonly value?: number;
}

export interface PairedDifference {
  readonly treatment: string;
  readonly reference: string;
  readonly labelsPerClass: number;
  /** Seeds that both arms finished, ascending. */
  readonly seeds: readonly number[];
  /** treatment - reference, in the order of the seeds. */
  readonly differences: readonly number[];
  /** Planned seeds that at least one of the arms lacks. */
  readonly missing: readonly number[];
  /** Undefined if no seed is complete. */
  readonly mean?: number;
  /** n - 1; undefined for n < 2, as are the intervals, the effect size and p. */
  readonly standardDeviation?: number;
  readonly tInterval?: Interval;
  /** Bias-corrected and accelerated; too narrow at few seeds, see {@link bootstrapInterval}. */
  readonly bootstrapInterval?: Interval;
  readonly signs: SignCount;
  /** Cohen's d_z */
  readonly effectSize?: number;
  /** Two-sided paired t test against no difference, not corrected for other budgets. */
  readonly p?: number;
}

/** A value that is there and is a number: a NaN metric is a failed trial. */
export function isMeasured(
  observation: Observation,
): observation is Observation & { readonly value: number } {
  return observation.value !== undefined && Number.isFinite(observation.value);
}

/** Pairs two arms' trials by seed at one budget and describes the differences. */
export function pairedDifference(
  observations: readonly Observation[],
  comparison: { treatment: string; reference: string; labelsPerClass: number },
  options: { level?: number } = {},
): PairedDifference {
  const { treatment, reference, labelsPerClass } = comparison;
  const here = observations.filter((observation) => observation.labelsPerClass === labelsPerClass);
  const valuesOf = (arm: string) =>
    new Map(
      here
        .filter((observation) => observation.arm === arm)
        .map((o) => [o.seed, isMeasured(o) ? o.value : undefined]),
    );
  const [treated, referred] = [valuesOf(treatment), valuesOf(reference)];
  const planned = [...new Set([...treated.keys(), ...referred.keys()])].sort((a, b) => a - b);
  const complete = planned.filter(
    (seed) => treated.get(seed) !== undefined && referred.get(seed) !== undefined,
  );
  const differences = complete.map((seed) => treated.get(seed)! - referred.get(seed)!);
  const { level } = options;
  return {
    treatment,
    reference,
    labelsPerClass,
    seeds: complete,
    differences,
    missing: planned.filter((seed) => !complete.includes(seed)),
    mean: differences.length > 0 ? mean(differences) : undefined,
    standardDeviation: standardDeviation(differences),
    tInterval: tInterval(differences, level),
    bootstrapInterval: bootstrapInterval(differences, {
      seed: `${treatment} - ${reference} at ${labelsPerClass}`,
      level,
    }),
    signs: signCount(differences),
    effectSize: effectSize(differences),
    p: tTest(differences),
  };
}
