import type { DenseMatrix } from '../data/sparseMatrix';
import { gatherRows } from '../engine/kernels/embedding';
import { tf } from '../engine/native';
import type { State } from '../engine/program';
import type { Randomness } from '../engine/randomness';
import { LabError } from '../errors';
import { FeatureScaling } from './featureScaling';
import { initialValues, ParameterBuilder, type Parameters } from './parameters';
import type { TransformerEncoder } from './transformerEncoder';

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

/** Standard deviation of the head's initial weights, over standardised features. */
const headDeviation = 0.01;

/**
 * A linear classification head over an encoder. Features are the weighted means over time of the final states and of
 * the token embeddings, each shifted and scaled by fixed statistics (see `standardize`), so that both speak at one
 * volume and the head sees the same scale whatever the encoder was trained on.
 */
export class TextClassifier {
  readonly head: Parameters;
  /** Fixed tensors: token weights, and the features' means and inverse deviations. */
  readonly constants: State;
  readonly featureWidth: number;
  private readonly weight: tf.Variable;
  private readonly bias: tf.Variable;
  private readonly tokenWeights: tf.Variable;
  private readonly featureMean: tf.Variable;
  private readonly featureInverseDeviation: tf.Variable;

  constructor(
    readonly encoder: TransformerEncoder,
    readonly options: TextClassifierOptions,
  ) {
    const { vocabularySize, width } = encoder.config;
    if (options.tokenWeights.length !== vocabularySize) {
      throw new LabError(
        `tokenWeights has ${options.tokenWeights.length} entries, but the encoder's vocabulary has ${vocabularySize} tokens; give one weight a token.`,
      );
    }
    if (options.classes.length < 2) throw new LabError('A classifier needs at least two classes.');
    this.featureWidth = 2 * width;
    const builder = new ParameterBuilder('head', options.seed);
    this.weight = builder.add('weight', [this.featureWidth, options.classes.length], {
      normal: headDeviation,
    });
    this.bias = builder.add('bias', [options.classes.length], 'zeros');
    this.head = builder.build();
    const fixed = (values: Float32Array) => tf.tidy(() => tf.variable(tf.tensor1d(values), false));
    this.tokenWeights = fixed(options.tokenWeights);
    this.featureMean = fixed(new Float32Array(this.featureWidth));
    this.featureInverseDeviation = fixed(new Float32Array(this.featureWidth).fill(1));
    this.constants = {
      'head.tokenWeights': this.tokenWeights,
      'head.featureMean': this.featureMean,
      'head.featureInverseDeviation': this.featureInverseDeviation,
    };
  }

  get parameters(): Parameters {
    return { ...this.encoder.parameters, ...this.head };
  }

  /** Gives the head fresh initial weights. */
  resetHead(seed: number): void {
    this.setHead({
      weight: initialValues(this.weight.shape, { normal: headDeviation }, `${seed}/head.weight`),
      bias: new Float32Array(this.options.classes.length),
    });
  }

  /** Sets the head: weight [featureWidth, classes] row-major over scaled features, and bias [classes]. */
  setHead({ weight, bias }: { weight: Float32Array; bias: Float32Array }): void {
    tf.tidy(() => {
      this.weight.assign(tf.tensor(weight, this.weight.shape));
      this.bias.assign(tf.tensor(bias, this.bias.shape));
    });
  }

  /** Pooled features [batch, 2 x width] of tokens int32 [batch, time], before scaling: states first, then embeddings; each half has mean square 1. */
  pooled(tokens: tf.Tensor, randomness?: Randomness): tf.Tensor {
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
    const features = this.pooled(tokens, randomness).sub(this.featureMean).mul(this.featureInverseDeviation);
    return tf.matMul(features as tf.Tensor2D, this.weight as tf.Tensor2D).add(this.bias);
  }

  /** Sets the fixed shift and scale from raw pooled features [rows, 2 x width]: unlabelled texts suffice. */
  standardize(features: DenseMatrix): FeatureScaling {
    const scaling = FeatureScaling.fit(features, 2);
    tf.tidy(() => {
      this.featureMean.assign(tf.tensor1d(Float32Array.from(scaling.means)));
      this.featureInverseDeviation.assign(
        tf.tensor1d(Float32Array.from(scaling.deviations, (value) => 1 / value)),
      );
    });
    return scaling;
  }
}
