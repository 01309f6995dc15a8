import type { DenseMatrix } from '../data/sparseMatrix';
import type { tf } from '../engine/native';
import type { State } from '../engine/program';
import { type HeadValues } from './classificationHead';
import type { ImageEncoder } from './convolutionalEncoder';
import type { FeatureScaling } from './featureScaling';
import type { Parameters } from './parameters';
/** A linear classification head over an image encoder's standardised features. */
export declare class ImageClassifier {
    readonly encoder: ImageEncoder;
    readonly classes: readonly string[];
    private readonly head;
    /**
     * @param classes names, in label order
     * @param seed of the head's initial weights
     * @throws LabError for fewer than two classes
     */
    constructor(encoder: ImageEncoder, classes: readonly string[], seed: number);
    get parameters(): Parameters;
    /** Fixed tensors: the features' means and inverse deviations. */
    get constants(): State;
    resetHead(seed: number): void;
    setHead(values: HeadValues): void;
    /** Class scores [batch, classes] of images [batch, height, width, channels] in [0, 1]. */
    logits(images: tf.Tensor): tf.Tensor;
    /** Sets the fixed shift and scale from raw features of images, labelled or not. */
    standardize(features: DenseMatrix): FeatureScaling;
}
