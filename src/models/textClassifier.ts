import type { DenseMatrix } from '../data/sparseMatrix';
import { gatherRows } from '../engine/kernels/embedding';
import { tf } from '../engine/native';
import type { State } from '../engine/program';
import type { Randomness } from '../engine/randomness';
import { LabError } from '../errors';
import { ClassificationHead, type HeadValues } from './classificationHead';
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
export class TextClassifier {
  /** Fixed tensors: token weights, and the features' means and inverse deviations. */
  readonly constants: State;
  private readonly classificationHead: ClassificationHead;
  private readonly tokenWeights: tf.Variable;

  constructor(
    readonly encoder: TransformerEncoder<AttentionDirection>,
    readonly options: TextClassifierOptions,
  ) {
    const { vocabularySize, width } = encoder.config;
    if (options.tokenWeights.length !== vocabularySize) {
      throw new LabError(
        `tokenWeights has ${options.tokenWeights.length} entries, but the encoder's vocabulary has ${vocabularySize} tokens; give one weight a token.`,
      );
    }
    this.classificationHead = new ClassificationHead(2 * width, options.classes.length, options.seed);
    this.tokenWeights = tf.tidy(() => tf.variable(tf.tensor1d(options.tokenWeights), false));
    this.constants = { 'head.tokenWeights': this.tokenWeights, ...this.classificationHead.constants };
  }

  /** Names of the classes, in label order. */
  get classes(): readonly string[] {
    return this.options.classes;
  }

  get featureWidth(): number {
    return this.classificationHead.featureWidth;
  }

  get head(): Parameters {
    return this.classificationHead.parameters;
  }

  get parameters(): Parameters {
    return { ...this.encoder.parameters, ...this.head };
  }

  /** Gives the head fresh initial weights. */
  resetHead(seed: number): void {
    this.classificationHead.reset(seed);
  }

  /** Sets the head: weight [featureWidth, classes] row-major over scaled features, and bias [classes]. */
  setHead(values: HeadValues): void {
    this.classificationHead.set(values);
  }

  /** Pooled features [batch, 2 x width] of tokens int32 [batch, time], before scaling: states first, then embeddings; each half has mean square 1. */
  features(tokens: tf.Tensor, randomness?: Randomness): tf.Tensor {
    const { states, embeddings } = this.encoder.encode(tokens, randomness);
    const weights = gatherRows(this.tokenWeights.reshape([-1, 1]), tokens);
    const total = weights.sum(1).add(1e-8);
    const mean = (values: tf.Tensor) => {
      const pooled = values.mul(weights).sum(1).div(total);
      // To length sqrt(width), so that a text's length and its rare words do not set the volume.
      return pooled.mul(pooled.square().mean(-1, true).add(1e-12).rsqrt());
    };
    return tf.concat([mean(states), mean(embeddings)], 1);
  }

  /** Class scores [batch, classes]. */
  logits(tokens: tf.Tensor, randomness?: Randomness): tf.Tensor {
    return this.classificationHead.logits(this.features(tokens, randomness));
  }

  /** Sets the fixed shift and scale from raw pooled features [rows, 2 x width]: unlabelled texts suffice. */
  standardize(features: DenseMatrix): FeatureScaling {
    return this.classificationHead.standardize(features, 2);
  }

  /** Frees the classifier's tensors, the encoder's among them. */
  dispose(): void {
    tf.dispose([Object.values(this.parameters), Object.values(this.constants)]);
  }
}
