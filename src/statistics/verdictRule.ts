/** The rule of a verdict: what a study claims of which arms, stated before it runs. */
import { LabError } from '../errors';
import type { Level } from './observation';

export interface VerdictRule<ArmName extends string = string> {
  readonly treatment: ArmName;
  readonly reference: ArmName;
  /** Present: what is judged is how much more the treatment gains over the reference than these two arms differ by. */
  readonly moreThan?: { readonly treatment: ArmName; readonly reference: ArmName };
  /** An arm that got pretraining's compute without pretraining: the verdict says whether the treatment is ahead of it. */
  readonly control?: ArmName;
  /** Levels that the claim is about. Absent: all of the study's. */
  readonly levels?: readonly Level[];
  /** What the claim predicts of the metric. */
  readonly expects: 'better' | 'worse';
  /**
   * 'all': the claim is about each level, so one level against it contradicts it. 'any': it says that there is such a level,
   * so only all levels against it contradict it. Default 'all'.
   */
  readonly requires?: 'all' | 'any';
  /** Differences smaller than this do not matter, in units of the metric. Default 0. */
  readonly smallestDifferenceThatMatters?: number;
  /**
   * Present: the claim is that the difference at `to` is better (or worse) than that at `from`. Levels are then reported and
   * not judged.
   */
  readonly trend?: { readonly from: Level; readonly to: Level };
  /** Present: the claim also says that at `at` labels the treatment is worth more than `atLeast` times as many. */
  readonly multiplier?: { readonly at: number; readonly atLeast: number };
}

/** Each arm whose trials a verdict by this rule is computed from, once. */
export function judgedArms({ treatment, reference, moreThan, control }: VerdictRule): string[] {
  const others = moreThan ? [moreThan.treatment, moreThan.reference] : [];
  return [...new Set([treatment, reference, ...others, ...(control === undefined ? [] : [control])])];
}

/** @throws LabError for a rule that cannot be judged */
export function checkVerdictRule(rule: VerdictRule): void {
  const refuse = (what: string): never => {
    throw new LabError(`The verdict rule ${what}.`);
  };
  const { treatment, reference, moreThan, control, levels, trend, multiplier } = rule;
  if (treatment === reference) refuse(`compares the arm '${treatment}' with itself; name two arms`);
  if (moreThan && moreThan.treatment === moreThan.reference)
    refuse(`compares the arm '${moreThan.treatment}' with itself in moreThan; name two arms`);
  if (control === treatment) refuse(`names '${control}' as treatment and as control; name another arm`);
  if (levels && new Set(levels).size < levels.length) refuse(`names a level twice: ${levels.join(', ')}`);
  const smallest = rule.smallestDifferenceThatMatters ?? 0;
  if (!(smallest >= 0 && Number.isFinite(smallest)))
    refuse(`has ${smallest} as the smallest difference that matters; give a number from 0 on`);
  if (trend && trend.from === trend.to) refuse(`has a trend from ${trend.from} to itself; give two levels`);
  if (!multiplier) return;
  if (![multiplier.at, multiplier.atLeast].every((value) => value > 0 && Number.isFinite(value)))
    refuse(`asks for a multiplier of ${multiplier.atLeast} at ${multiplier.at} labels; give numbers above 0`);
  if (rule.expects === 'worse')
    refuse('expects the treatment to be worse and to save labels; leave the multiplier out');
  if (moreThan)
    refuse('has moreThan and a multiplier, which counts labels of one pair of arms; leave one out');
}
