import type { ImageCollection, LabelledImages } from '../data/images';
import type { DenseMatrix } from '../data/sparseMatrix';
import { type Engine, type Precision } from '../engine/program';
import type { HeadValues } from '../models/classificationHead';
import type { ImageClassifier } from '../models/imageClassifier';
import { type Augmentation } from '../objectives/augmentation';
import type { CurvePoint } from './trainingLoop';
/** Settings of {@link ImageClassifierTrainer}. */
export interface ImageTrainerOptions {
    /** Images in a training batch; a smaller training set is repeated within a batch. Default 64. */
    readonly batchSize?: number;
    /** Changes made to training images; absent: none. */
    readonly augmentation?: Augmentation;
    /** Default 0.01. */
    readonly weightDecay?: number;
    readonly engine?: Engine;
    readonly precision?: Precision;
}
/** Settings of {@link ImageClassifierTrainer.finetune}. */
export interface FinetuneImagesOptions {
    readonly train: LabelledImages;
    readonly steps: number;
    /** Peak learning rates: pretrained weights move slowly, the new head fast. */
    readonly encoderLearningRate: number;
    readonly headLearningRate: number;
    /** Seeds batch order, augmentation and the head's initial weights. */
    readonly seed: number;
    readonly validation?: {
        readonly images: LabelledImages;
        readonly everySteps: number;
    };
    /** Head to start from, such as a linear probe's (Kumar et al. 2022, LP-FT); default small random weights. */
    readonly head?: HeadValues;
}
export interface FinetuneImagesResult {
    /** Mean cross-entropy in nats on the validation set, from step 0 (before training) on. */
    readonly validationLoss: readonly CurvePoint[];
    readonly seconds: number;
    readonly trainingFlops: number;
    readonly trainableParameters: number;
    readonly steps: number;
}
/** Fine-tunes one image classifier again and again: the program compiles once; see ClassifierTrainer, its sibling for text. */
export declare class ImageClassifierTrainer {
    readonly classifier: ImageClassifier;
    private readonly optimizer;
    private readonly random;
    private readonly program;
    private readonly batchSize;
    constructor(classifier: ImageClassifier, options?: ImageTrainerOptions);
    /**
     * Trains on labelled images from the classifier's present weights, with a fresh head and optimiser.
     * @throws LabError if there is nothing to train on, or the loss stops being a number; StoppedError on request
     */
    finetune(options: FinetuneImagesOptions): Promise<FinetuneImagesResult>;
    private get stepFlops();
    /** How many training steps cost this many floating-point operations. */
    stepsFor(flops: number): number;
    /** Scores [images, classes], row-major, without augmentation. */
    logits(images: ImageCollection): Float32Array;
    /** Raw features [images, featureWidth], without augmentation. */
    features(images: ImageCollection): DenseMatrix;
    /** Call after changing the classifier's tensors from outside. */
    reload(): void;
    dispose(): void;
    private inBatches;
}
