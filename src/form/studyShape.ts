/** What a study is made of, its parts typed as far as they are known. */
import type { Axis } from './axis';
import type { Claim } from './claim';
import type { Cards, StudyData } from './dataRecipe';
import type { Arm, Stage } from './recipe';
import type { Task } from './task';
import type { Tier, TierName, Tuning } from './tier';
import type { VerdictRule } from './verdictRule';

/** What other cards change of a study beside its data. */
export interface OnCards<ArmName extends string = string> {
  readonly task?: Task<never>;
  readonly limits?: readonly string[];
  readonly tiers?: {
    readonly [Name in TierName]?: {
      readonly levels?: readonly number[];
      /** Arms that say nothing on these cards, in the place of those that the tier omits. */
      readonly omits?: readonly ArmName[];
    };
  };
  readonly verdict?: Partial<VerdictRule<ArmName>>;
}

export interface StudyHead<ArmName extends string, A> {
  /** As on the command line and in file names: 'pretraining-versus-scratch'. */
  readonly id: string;
  readonly title: string;
  readonly claim: Claim;
  /** What is varied. Absent: nothing is, the study has one level. */
  readonly axis?: A;
  readonly verdict: VerdictRule<ArmName, A>;
  /** Absent where nothing is tuned. */
  readonly tuning?: Tuning<ArmName>;
  /** What the study does not show; one sentence each. */
  readonly limits: readonly string[];
  /** Changes on other cards than its own. */
  readonly onCards?: (cards: Cards) => OnCards<ArmName>;
}

/** A study as the runner holds it: the types of data and settings forgotten. */
export interface Study extends Omit<StudyHead<string, Axis>, 'verdict' | 'axis'> {
  readonly axis: Axis;
  /** Of a study on other cards: the id of the study, and the cards that are other than its own. */
  readonly on?: { readonly study: string; readonly cards: Cards };
  /** The file, or the notebook's cell ('cell 3'), that defined it. */
  readonly file?: string;
  readonly verdict: VerdictRule;
  readonly data: StudyData;
  readonly task: Task<never>;
  readonly stages: { readonly [name: string]: Stage };
  readonly arms: { readonly [name: string]: Arm };
  readonly tiers: { readonly [Name in TierName]: Tier };
}
