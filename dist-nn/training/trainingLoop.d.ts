import { tf } from '../engine/native';
import { type Engine, type Precision } from '../engine/program';
import { type Randomness } from '../engine/randomness';
import { type Parameters } from '../models/parameters';
/** One point of a training curve. */
export interface CurvePoint {
    readonly step: number;
    readonly value: number;
}
/** Settings that pretraining has whatever is pretrained on. */
export interface TrainingOptions {
    readonly steps: number;
    /** Peak learning rate of the warm-up and cosine schedule. Default 1e-3. */
    readonly learningRate?: number;
    /** Default 5 % of the steps. */
    readonly warmupSteps?: number;
    /** Default 0.01. */
    readonly weightDecay?: number;
    /** Seeds batch order and all random numbers of the steps. */
    readonly seed: number;
    readonly engine?: Engine;
    readonly precision?: Precision;
    readonly xla?: boolean;
    /** Where to keep the training state, so that a stopped run goes on exactly; removed when the run ends. */
    readonly checkpoint?: {
        readonly file: string;
        readonly everySteps: number;
    };
    /** Called after each step. */
    readonly onStep?: (step: number, loss: number) => void;
}
/** What is trained, on what. */
export interface TrainingTask<Batch, Inputs extends Readonly<Record<string, tf.Tensor>>> {
    /** As the progress bar says it: 'Masked language model'. */
    readonly label: string;
    readonly parameters: Parameters;
    /** The next batch; called once a step in order, also for the steps that a resumed run has behind it. */
    nextBatch(): Batch;
    /** Tensors of a batch; the loop disposes them. */
    inputs(batch: Batch, step: number): Inputs;
    /** Scalar loss of one step. */
    loss(inputs: Inputs, randomness: Randomness): tf.Tensor;
    /** Learning rate of a parameter, where it is not the schedule's `rate` itself. */
    rateOf?(name: string, rate: tf.Tensor): tf.Tensor;
    /** Examples of a batch, in the unit that the caller counts (tokens, images), and its floating-point operations. */
    counts(batch: Batch, inputs: Inputs): {
        readonly seen: number;
        readonly flops: number;
    };
}
/** What a finished loop tells. */
export interface TrainingRecord {
    /** Mean training loss over each stretch of 25 steps. */
    readonly losses: readonly CurvePoint[];
    readonly seconds: number;
    readonly seen: number;
    readonly trainingFlops: number;
    readonly trainableParameters: number;
    readonly steps: number;
}
/**
 * The loop that every pretraining shares: one compiled step with AdamW, warm-up and cosine, checkpoints, progress. The
 * parameters are changed in place.
 * @throws LabError if the loss stops being a number, naming the step; StoppedError on request, with the state kept
 */
export declare function trainingLoop<Batch, Inputs extends Readonly<Record<string, tf.Tensor>>>(task: TrainingTask<Batch, Inputs>, options: TrainingOptions): Promise<TrainingRecord>;
