import type { DenseMatrix } from '../data/sparseMatrix';
import { type Engine, type Precision } from '../engine/program';
import type { TextClassifier } from '../models/textClassifier';
import type { CurvePoint } from './trainingLoop';
/** Token ids and labels of labelled texts, side by side. */
export interface LabelledSequences {
    readonly sequences: readonly Int32Array[];
    readonly labels: Int32Array;
}
/** Settings of {@link ClassifierTrainer.finetune}. */
export interface FinetuneOptions {
    readonly train: LabelledSequences;
    readonly steps: number;
    /** Peak learning rates: pretrained weights move slowly, the new head fast. */
    readonly encoderLearningRate: number;
    readonly headLearningRate: number;
    /** Default 10 % of the steps. */
    readonly warmupSteps?: number;
    /** Seeds batch order, the head's initial weights and dropout. */
    readonly seed: number;
    /** Where to measure the loss while training. */
    readonly validation?: LabelledSequences & {
        readonly everySteps: number;
    };
    /** End with the weights of the lowest validation loss instead of the last ones. Default false. */
    readonly keepBest?: boolean;
    /** Called after each step with its training loss. */
    readonly onStep?: (step: number, loss: number) => void;
    /** Head to start from, such as a linear probe's (Kumar et al. 2022, LP-FT); default small random weights. */
    readonly head?: {
        readonly weight: Float32Array;
        readonly bias: Float32Array;
    };
}
export interface FinetuneResult {
    /** Mean cross-entropy in nats on the validation set, from step 0 (before training) on. */
    readonly validationLoss: readonly CurvePoint[];
    readonly seconds: number;
    readonly trainingFlops: number;
    readonly trainableParameters: number;
    readonly steps: number;
}
/** Settings of {@link ClassifierTrainer}. */
export interface ClassifierTrainerOptions {
    /** Texts in a training batch; a smaller training set is repeated within a batch. Default 32. */
    readonly batchSize?: number;
    /**
     * Lengths that training batches are padded to, each compiled once; longer texts are cut at the largest. With several,
     * texts of like length share a batch. Default the encoder's maxLength alone.
     */
    readonly lengths?: readonly number[];
    /** Of the encoder. Default 0.01. */
    readonly weightDecay?: number;
    /** Of the head, which learns from few labels. Default 0.01. */
    readonly headWeightDecay?: number;
    /** Which parameters move, by name; the others keep their values. Default all. */
    readonly trains?: (name: string) => boolean;
    readonly engine?: Engine;
    readonly precision?: Precision;
}
/**
 * Fine-tunes one classifier again and again: the program compiles once, and each trial starts from the weights that
 * the classifier's tensors hold when `finetune` is called. Afterwards they hold the trained ones.
 */
export declare class ClassifierTrainer {
    readonly classifier: TextClassifier;
    private readonly optimizer;
    private readonly random;
    private readonly program;
    private readonly trained;
    private readonly batchSize;
    /** In ascending order. */
    private readonly lengths;
    constructor(classifier: TextClassifier, options?: ClassifierTrainerOptions);
    /**
     * Trains on labelled texts from the classifier's present weights, with a fresh head and optimiser.
     * @throws LabError if there is nothing to train on, or the loss stops being a number; StoppedError on request
     */
    finetune(options: FinetuneOptions): Promise<FinetuneResult>;
    /** The length that a training batch is padded to. */
    private lengthOf;
    private sizeOf;
    /** Floating-point operations of one training step. */
    private stepFlops;
    /** How many training steps on these texts cost this many floating-point operations. */
    stepsFor(flops: number, train: LabelledSequences, seed: number): number;
    /** Scores [texts, classes], row-major, dropout off. */
    logits(sequences: readonly Int32Array[]): Float32Array;
    /** Raw pooled features [texts, featureWidth], dropout off. */
    features(sequences: readonly Int32Array[]): DenseMatrix;
    /** The class with the highest score of each text. */
    predict(sequences: readonly Int32Array[]): Int32Array;
    /** Mean cross-entropy in nats. */
    loss({ sequences, labels }: LabelledSequences): number;
    /** Call after changing the classifier's tensors from outside, before predicting. */
    reload(): void;
    dispose(): void;
    private inBatches;
}
