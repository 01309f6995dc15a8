/** Figures of what pretraining stages measured, such as the loss on text that must not be forgotten. */
import type { StudyResults } from '../ablations/results';
import { Figure } from './figure';
export interface StageChangeOptions {
    /** A metric of the stages: 'generalLoss'. */
    readonly metric: string;
    /** The stage that the others started from. */
    readonly before: string;
    /** The quantity with its unit: 'rise of the loss on general text (nats)'. */
    readonly quantity: string;
    readonly title: string;
}
/**
 * How much a metric changed from one stage to each that started from it: a row a stage, a faint mark a seed, the mean and
 * Student's 95 % interval of the paired differences. Undefined where no stage has both numbers.
 */
export declare function stageChanges(results: StudyResults, options: StageChangeOptions): Figure | undefined;
