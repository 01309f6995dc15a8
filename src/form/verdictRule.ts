/** How the verdict is computed: paired differences treatment − reference over seeds, at the named levels. */
import type { Axis, CountedAxis, LevelOf } from './axis';

interface RuleHead<ArmName extends string, Level> {
  readonly treatment: ArmName;
  readonly reference: ArmName;
  /** Present: what is judged is how much more the treatment gains over the reference than these two arms differ by. */
  readonly moreThan?: { readonly treatment: ArmName; readonly reference: ArmName };
  /** The arm that got pretraining's compute without its weights: the verdict says whether the treatment is ahead of it, too. */
  readonly control?: ArmName;
  /** Levels that the claim is about. Absent: all of the tier's. */
  readonly levels?: readonly Level[];
  /** What the claim predicts of the first metric. */
  readonly expects: 'better' | 'worse';
  /**
   * 'all': the claim is about each level, so one level against it contradicts it. 'any': it says that there is such a
   * level, so only all levels against it contradict it. Default 'all'.
   */
  readonly requires?: 'all' | 'any';
  /** Differences smaller than this do not matter, in units of the metric; what lies within shows absence. Default 0. */
  readonly smallestDifferenceThatMatters?: number;
  /** The claim is about how the difference changes between two levels. */
  readonly trend?: { readonly from: Level; readonly to: Level };
}

/** The claim also asks for a label multiplier at a level, its lower bound above a number. */
export interface MultiplierRule {
  readonly at: number;
  readonly atLeast: number;
}

/** A label multiplier has a meaning only where labels are counted: elsewhere it does not compile. */
export type VerdictRule<ArmName extends string = string, A = Axis> = RuleHead<ArmName, LevelOf<A>> &
  (A extends CountedAxis ? { readonly multiplier?: MultiplierRule } : { readonly multiplier?: undefined });
