/** What a verdict is computed from and what it says, as data. */
import type { ControlOutcome } from './control';
import type { CensoredInterval } from './crossing';
import type { Interval } from './interval';
import type { LabelMultiplier } from './labelMultiplier';
import type { Level, Observation } from './observation';
import type { PairedDifference } from './pairedDifference';
import type { Trend } from './trend';
import type { VerdictRule } from './verdictRule';
import type { AxisWords } from './wording';

export type Finding = 'supports' | 'contradicts' | 'inconclusive';

/** What one hypothesis of the rule came out as. */
export interface Judged {
  readonly finding: Finding;
  /**
   * The t interval at the confidence that Holm's correction tests this hypothesis at; undefined for fewer than two
   * independent values, or where all are equal.
   */
  readonly correctedInterval?: Interval;
  /** Holm-adjusted p that the difference is just the smallest that matters; undefined for fewer than two independent values. */
  readonly adjustedP?: number;
}

/** One level's part in the verdict. */
export interface LevelFinding extends Partial<Judged> {
  readonly level: Level;
  /** With the uncorrected interval; a rule with a trend reports it and has no finding here. */
  readonly difference: PairedDifference;
}

/** The trend's part in the verdict. */
export interface TrendFinding extends Judged {
  readonly trend: Trend;
}

/** The label multiplier's part in the verdict. */
export interface MultiplierFinding {
  readonly finding: Finding;
  readonly at: number;
  readonly atLeast: number;
  /** Undefined where no seed is complete. */
  readonly multiplier?: LabelMultiplier;
  /** At the confidence that Holm's correction tests it at. */
  readonly correctedInterval?: CensoredInterval;
  /** Holm-adjusted p that the multiplier is just `atLeast`; undefined where the measured levels cannot tell. */
  readonly adjustedP?: number;
}

export interface Verdict {
  readonly finding: Finding;
  /** What was tested and how, as the rule states it. */
  readonly question: string;
  /** Why, from which numbers; and how the treatment stands against the control, if the rule names one. */
  readonly sentence: string;
  readonly metric: string;
  readonly levels: readonly LevelFinding[];
  readonly trend?: TrendFinding;
  readonly multiplier?: MultiplierFinding;
  readonly control?: ControlOutcome;
}

export interface VerdictInput {
  /** Planned trials of the study, failed and missing ones included; other arms are ignored. */
  readonly observations: readonly Observation[];
  /** The study's levels, used where the rule names none. */
  readonly levels: readonly Level[];
  readonly rule: VerdictRule;
  readonly metric: string;
  readonly higherIsBetter: boolean;
  /** Words for the levels; absent where a study has no axis. */
  readonly axis?: AxisWords;
  /** Titles of arms for the sentence; names where absent. */
  readonly titles?: Readonly<Record<string, string>>;
  /** Chance of any wrong finding over all hypotheses of the rule together. Default 0.05. */
  readonly alpha?: number;
}

/** What a verdict's sentences are made of. */
export type VerdictParts = Pick<Verdict, 'finding' | 'levels' | 'trend' | 'multiplier' | 'control'>;
