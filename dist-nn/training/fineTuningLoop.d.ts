import type { Parameters } from '../models/parameters';
import type { CurvePoint } from './trainingLoop';
/** What one fine-tuning does, whatever it is fed. */
export interface FineTuningTask {
    /** As the progress bar says it. */
    readonly label: string;
    /** How many labelled examples there are. */
    readonly examples: number;
    /** Examples of a batch; a smaller set is repeated within it. */
    readonly batchSize: number;
    readonly steps: number;
    /** Default 10 % of the steps. */
    readonly warmupSteps?: number;
    /** Seeds the order of the examples. */
    readonly seed: number;
    /** Size of an example where batches should hold examples of like size (lengths of texts), so that little is padded. */
    readonly sizeOf?: (example: number) => number;
    /** The weights to put back where `keepBest` is set; `synchronize` brings them up to date, `reload` is called after. */
    readonly parameters: Parameters;
    synchronize(): void;
    reload(): void;
    /**
     * One step on the chosen examples.
     * @param share of the peak learning rates, in (0, 1]
     * @returns the loss
     */
    train(chosen: readonly number[], share: number): number;
    /** Loss on a validation set, measured before the first step and then every so many. */
    readonly validation?: {
        readonly everySteps: number;
        loss(): number;
    };
    /** End with the weights of the lowest validation loss instead of the last ones. Default false. */
    readonly keepBest?: boolean;
    /** Called after each step with its training loss. */
    readonly onStep?: (step: number, loss: number) => void;
}
/**
 * The loop that every fine-tuning shares: order of examples, schedule, validation, best weights, progress.
 * @returns the validation losses, from step 0 (before training) on
 * @throws LabError if the loss stops being a number; StoppedError on request
 */
export declare function fineTuningLoop(task: FineTuningTask): Promise<CurvePoint[]>;
/**
 * Draws batches of indices for ever, every example once before any a second time. Given sizes, the examples of four batches (fewer
 * where there are not so many examples) are sorted by size and cut into batches, which come in random order.
 */
export declare function exampleStream(examples: number, batchSize: number, seed: number, sizeOf?: (example: number) => number): () => number[];
