/** From single trials to what a study says: means, paired differences, the verdict. Pure functions over results. */
import { type Crossover } from './crossover';
import { type Observation, type PairedDifference } from './pairedDifference';
import { type StudyResults, type TrialOutcome } from './results';
import { type Interval } from './statistics';
import { type Verdict } from './verdict';
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
export declare function cells(results: StudyResults, metric: string): Cell[];
/** The planned trials' values of a metric, as the statistics take them. */
export declare function observations(results: StudyResults, metric: string): Observation[];
export interface ReceiptedDifference extends PairedDifference {
    readonly runs: readonly string[];
}
/** The verdict's treatment against every other arm, at each budget that both are planned for. */
export declare function treatmentDifferences(results: StudyResults, metric: string): ReceiptedDifference[];
/** Ids of the trials of some arms at one budget. */
export declare function runsOf(results: StudyResults, arms: readonly string[], labelsPerClass: number, seeds: readonly number[]): string[];
/** The verdict on the claim, by the rule stated in the ablation, from the first metric. */
export declare function studyVerdict(results: StudyResults): Verdict;
/** Up to how many labels the verdict's treatment helps, against its reference, over all budgets of the tier. */
export declare function studyCrossover(results: StudyResults): Crossover;
/** The fact's value if all trials that state it agree, as chance levels do. */
export declare function commonFact(results: StudyResults, name: string): number | undefined;
