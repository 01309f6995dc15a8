/** The verdict of a study: computed from paired differences over seeds and the rule stated before the study ran. */
import type { VerdictRule } from './ablation';
import { type Observation, type PairedDifference } from './pairedDifference';
import { type Interval } from './statistics';
export type Finding = 'supports' | 'contradicts' | 'inconclusive';
/** One budget's part in the verdict. */
export interface BudgetFinding {
    readonly labelsPerClass: number;
    readonly finding: Finding;
    readonly difference: PairedDifference;
    /** The t interval at the level that Holm's correction tests this budget at; undefined for fewer than two pairs. */
    readonly correctedInterval?: Interval;
    /** Holm-adjusted p that the difference is just the smallest that matters; undefined for fewer than two pairs. */
    readonly adjustedP?: number;
}
export interface Verdict {
    readonly finding: Finding;
    /** What was tested and how, as the rule states it. */
    readonly question: string;
    /** Why, from which numbers. */
    readonly sentence: string;
    readonly metric: string;
    readonly budgets: readonly BudgetFinding[];
}
export interface VerdictInput {
    /** Planned trials of the study, failed and missing ones included; other arms are ignored. */
    readonly observations: readonly Observation[];
    /** The tier's budgets, used where the rule names none. */
    readonly labelsPerClass: readonly number[];
    readonly rule: VerdictRule & {
        /**
         * 'all': the claim is about each budget, so one budget against it contradicts it. 'any': it says that there is such a
         * budget, so only all budgets against it contradict it. Default 'all'.
         */
        readonly requires?: 'all' | 'any';
    };
    readonly metric: string;
    readonly higherIsBetter: boolean;
    /** Titles of arms for the sentence; names where absent. */
    readonly titles?: Readonly<Record<string, string>>;
    /** Chance of any wrong finding over all budgets together. Default 0.05. */
    readonly alpha?: number;
}
/**
 * Judges a claim. At each budget the paired t interval, at the level of Holm's correction for all budgets, must lie beyond
 * the smallest difference that matters on the predicted side to support the claim, and short of it to contradict it;
 * fewer than two pairs decide nothing.
 */
export declare function verdictOf(input: VerdictInput): Verdict;
/** The arms whose trials a verdict by this rule is computed from. */
export declare function judgedArms({ treatment, reference, moreThan }: VerdictRule): string[];
