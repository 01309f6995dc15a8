import type { DenseMatrix } from '../data/sparseMatrix';
import { tf } from '../engine/native';
import type { State } from '../engine/program';
import { ClassificationHead, type HeadValues } from './classificationHead';
import type { ImageEncoder } from './convolutionalEncoder';
import type { FeatureScaling } from './featureScaling';
import type { Parameters } from './parameters';

/** A linear classification head over an image encoder's standardised features. */
export class ImageClassifier {
  private readonly head: ClassificationHead;

  /**
   * @param classes names, in label order
   * @param seed of the head's initial weights
   * @throws LabError for fewer than two classes
   */
  constructor(
    readonly encoder: ImageEncoder,
    readonly classes: readonly string[],
    seed: number,
  ) {
    this.head = new ClassificationHead(encoder.featureWidth, classes.length, seed);
  }

  get parameters(): Parameters {
    return { ...this.encoder.parameters, ...this.head.parameters };
  }

  /** Fixed tensors: the features' means and inverse deviations. */
  get constants(): State {
    return this.head.constants;
  }

  get featureWidth(): number {
    return this.encoder.featureWidth;
  }

  resetHead(seed: number): void {
    this.head.reset(seed);
  }

  setHead(values: HeadValues): void {
    this.head.set(values);
  }

  /** Class scores [batch, classes] of images [batch, height, width, channels] in [0, 1]. */
  logits(images: tf.Tensor): tf.Tensor {
    return this.head.logits(this.features(images));
  }

  /** Features [batch, featureWidth] of images, before they are standardised. */
  features(images: tf.Tensor): tf.Tensor {
    return this.encoder.features(images);
  }

  /** Sets the fixed shift and scale from raw features of images, labelled or not. */
  standardize(features: DenseMatrix): FeatureScaling {
    return this.head.standardize(features, 1);
  }

  /** Frees the classifier's tensors, the encoder's among them. */
  dispose(): void {
    tf.dispose([Object.values(this.parameters), Object.values(this.constants)]);
  }
}
