/** A study: computes what is missing of an ablation at a tier, and shows what came out. */
import type { MimeBundle } from '../report/display';
import type { Figure } from '../report/figure';
import { type ClaimCard, VerdictCard } from '../report/studyCards';
import type { Table } from '../report/table';
import type { Ablation } from './ablation';
import { type PlanOptions, type StudyPlan } from './plan';
import type { RunOutcome, StudyResults } from './results';
import { type StaleRun } from './staleness';
import { type DamagedRun } from './store';
export interface StudyOptions<ArmName extends string = string> extends Omit<PlanOptions, 'arms'> {
    readonly arms?: readonly ArmName[];
    /** Where runs are kept; default .lab/runs. */
    readonly store?: string;
}
/** The results of a study, and the forms in which a reader meets them. Each form can be given to `show`. */
export declare class Study {
    readonly ablation: Ablation;
    /** The plain numbers, each with its run's id. */
    readonly data: StudyResults;
    /** Records that were found damaged and computed again. */
    readonly damaged: readonly DamagedRun[];
    /** Plans the same study from the code and data as they are now. */
    private readonly replan;
    constructor(ablation: Ablation, 
    /** The plain numbers, each with its run's id. */
    data: StudyResults, 
    /** Records that were found damaged and computed again. */
    damaged: readonly DamagedRun[], 
    /** Plans the same study from the code and data as they are now. */
    replan: () => Promise<StudyPlan>);
    /** What is claimed, by whom, and what was expected here. */
    get claim(): ClaimCard;
    /** Arms by budgets, for the first metric. */
    get results(): Table;
    /** Arms by budgets, for another of the task's metrics. */
    resultsOf(metric: string): Table;
    /** supports, contradicts or inconclusive, and from which numbers. */
    get verdict(): VerdictCard;
    /** Parameters, FLOPs, seconds, memory and energy of each arm. */
    get ledger(): Table;
    /** Every run with its id. */
    get receipts(): Table;
    get environment(): Table;
    /** The metric over labels per class, each seed a dot. */
    labelCurve(metric?: string): Figure;
    /** The treatment minus every other arm, with intervals. */
    pairedDifferences(metric?: string): Figure;
    /** The numbers of {@link pairedDifferences}. */
    differences(metric?: string): Table;
    /** How many times the labels the reference needs to match the treatment. */
    labelMultipliers(): Table;
    /** Validation loss over steps; undefined where no trial recorded it. */
    convergence(labelsPerClass?: number): Figure | undefined;
    /** Runs that failed, with their messages. */
    get failed(): readonly RunOutcome[];
    get missing(): readonly RunOutcome[];
    /** Runs behind these results that no longer match the code, data or configuration. */
    stale(): Promise<StaleRun[]>;
    /** Results table, multipliers and verdict as text. */
    toText(): string;
    toDisplay(): MimeBundle;
    /** For machines: the plain results and the verdict. */
    toJSON(): {
        results: StudyResults;
        verdict: VerdictCard['verdict'];
    };
}
/**
 * Runs a study: reads finished runs, computes missing ones (failed ones are tried again), with a progress bar.
 * @throws StoppedError on request; the same call goes on from there
 * @throws LabError for unknown arms, tiers, or a store that cannot be used
 */
export declare function study<ArmName extends string>(ablation: Ablation<ArmName>, options?: StudyOptions<ArmName>): Promise<Study>;
/** What the store holds of a study, computing nothing: trials that it lacks are missing. */
export declare function storedStudy<ArmName extends string>(ablation: Ablation<ArmName>, options?: StudyOptions<ArmName>): Promise<Study>;
/** A study over results that were recorded earlier. */
export declare function recordedStudy(ablation: Ablation, results: StudyResults, storeFolder?: string): Study;
