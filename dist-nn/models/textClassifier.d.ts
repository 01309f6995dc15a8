import type { DenseMatrix } from '../data/sparseMatrix';
import { tf } from '../engine/native';
import type { State } from '../engine/program';
import type { Randomness } from '../engine/randomness';
import { type HeadValues } from './classificationHead';
import type { FeatureScaling } from './featureScaling';
import type { Parameters } from './parameters';
import type { AttentionDirection, TransformerEncoder } from './transformerEncoder';
/** Settings of {@link TextClassifier}. */
export interface TextClassifierOptions {
    /** Names of the classes, in label order. */
    readonly classes: readonly string[];
    /**
     * Weight of each token id in the pooled mean, [vocabulary]: smooth inverse frequencies (Arora, Liang & Ma 2017), or
     * ones for a plain mean. Special tokens that should not count have weight 0.
     */
    readonly tokenWeights: Float32Array;
    /** Seed of the head's initial weights. */
    readonly seed: number;
}
/**
 * A linear classification head over an encoder. Features are the weighted means over time of the final states and of
 * the token embeddings, each shifted and scaled by fixed statistics (see `standardize`), so that both speak at one
 * volume and the head sees the same scale whatever the encoder was trained on.
 */
export declare class TextClassifier {
    readonly encoder: TransformerEncoder<AttentionDirection>;
    readonly options: TextClassifierOptions;
    /** Fixed tensors: token weights, and the features' means and inverse deviations. */
    readonly constants: State;
    private readonly classificationHead;
    private readonly tokenWeights;
    constructor(encoder: TransformerEncoder<AttentionDirection>, options: TextClassifierOptions);
    get featureWidth(): number;
    get head(): Parameters;
    get parameters(): Parameters;
    /** Gives the head fresh initial weights. */
    resetHead(seed: number): void;
    /** Sets the head: weight [featureWidth, classes] row-major over scaled features, and bias [classes]. */
    setHead(values: HeadValues): void;
    /** Pooled features [batch, 2 x width] of tokens int32 [batch, time], before scaling: states first, then embeddings; each half has mean square 1. */
    pooled(tokens: tf.Tensor, randomness?: Randomness): tf.Tensor;
    /** Class scores [batch, classes]. */
    logits(tokens: tf.Tensor, randomness?: Randomness): tf.Tensor;
    /** Sets the fixed shift and scale from raw pooled features [rows, 2 x width]: unlabelled texts suffice. */
    standardize(features: DenseMatrix): FeatureScaling;
}
