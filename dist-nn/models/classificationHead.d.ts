import type { DenseMatrix } from '../data/sparseMatrix';
import { tf } from '../engine/native';
import type { State } from '../engine/program';
import { FeatureScaling } from './featureScaling';
import { type Parameters } from './parameters';
/** Weights of a head: weight [featureWidth, classes] row-major over scaled features, and bias [classes]. */
export interface HeadValues {
    readonly weight: Float32Array;
    readonly bias: Float32Array;
}
/**
 * A linear classification head over features that are shifted and scaled by fixed statistics (see `standardize`), so
 * that it sees the same scale whatever the encoder below was trained on.
 */
export declare class ClassificationHead {
    readonly featureWidth: number;
    readonly classes: number;
    readonly parameters: Parameters;
    /** Fixed tensors: the features' means and inverse deviations. */
    readonly constants: State;
    private readonly weight;
    private readonly bias;
    private readonly mean;
    private readonly inverseDeviation;
    /**
     * @param featureWidth columns of the features
     * @param seed of the initial weights
     * @throws LabError for fewer than two classes
     */
    constructor(featureWidth: number, classes: number, seed: number);
    /** Gives the head fresh initial weights. */
    reset(seed: number): void;
    set({ weight, bias }: HeadValues): void;
    /** Class scores [batch, classes] of raw features [batch, featureWidth]. */
    logits(features: tf.Tensor): tf.Tensor;
    /**
     * Sets the fixed shift and scale from raw features [rows, featureWidth]: unlabelled examples suffice.
     * @param blocks how many blocks of columns are scaled by one number each
     */
    standardize(features: DenseMatrix, blocks: number): FeatureScaling;
}
