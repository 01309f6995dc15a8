import type { DenseMatrix } from '../data/sparseMatrix';
import { tf } from '../engine/native';
import type { State } from '../engine/program';
import { LabError } from '../errors';
import { FeatureScaling } from './featureScaling';
import { initialValues, ParameterBuilder, type Parameters } from './parameters';

/** Standard deviation of the head's initial weights, over standardised features. */
const initialDeviation = 0.01;

/** Weights of a head: weight [featureWidth, classes] row-major over scaled features, and bias [classes]. */
export interface HeadValues {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/**
 * A linear classification head over features that are shifted and scaled by fixed statistics (see `standardize`), so
 * that it sees the same scale whatever the encoder below was trained on.
 */
export class ClassificationHead {
  readonly parameters: Parameters;
  /** Fixed tensors: the features' means and inverse deviations. */
  readonly constants: State;
  private readonly weight: tf.Variable;
  private readonly bias: tf.Variable;
  private readonly mean: tf.Variable;
  private readonly inverseDeviation: tf.Variable;

  /**
   * @param featureWidth columns of the features
   * @param seed of the initial weights
   * @throws LabError for fewer than two classes
   */
  constructor(
    readonly featureWidth: number,
    readonly classes: number,
    seed: number,
  ) {
    if (classes < 2) throw new LabError('A classifier needs at least two classes.');
    const builder = new ParameterBuilder('head', seed);
    this.weight = builder.add('weight', [featureWidth, classes], { normal: initialDeviation });
    this.bias = builder.add('bias', [classes], 'zeros');
    this.parameters = builder.build();
    const fixed = (value: number) =>
      tf.tidy(() => tf.variable(tf.tensor1d(new Float32Array(featureWidth).fill(value)), false));
    this.mean = fixed(0);
    this.inverseDeviation = fixed(1);
    this.constants = {
      'head.featureMean': this.mean,
      'head.featureInverseDeviation': this.inverseDeviation,
    };
  }

  /** Gives the head fresh initial weights. */
  reset(seed: number): void {
    this.set({
      weight: initialValues(this.weight.shape, { normal: initialDeviation }, `${seed}/head.weight`),
      bias: new Float32Array(this.classes),
    });
  }

  set({ weight, bias }: HeadValues): void {
    tf.tidy(() => {
      this.weight.assign(tf.tensor(weight, this.weight.shape));
      this.bias.assign(tf.tensor(bias, this.bias.shape));
    });
  }

  /** Class scores [batch, classes] of raw features [batch, featureWidth]. */
  logits(features: tf.Tensor): tf.Tensor {
    const scaled = features.sub(this.mean).mul(this.inverseDeviation);
    return tf.matMul(scaled as tf.Tensor2D, this.weight as tf.Tensor2D).add(this.bias);
  }

  /**
   * Sets the fixed shift and scale from raw features [rows, featureWidth]: unlabelled examples suffice.
   * @param blocks how many blocks of columns are scaled by one number each
   */
  standardize(features: DenseMatrix, blocks: number): FeatureScaling {
    const scaling = FeatureScaling.fit(features, blocks);
    tf.tidy(() => {
      this.mean.assign(tf.tensor1d(Float32Array.from(scaling.means)));
      this.inverseDeviation.assign(tf.tensor1d(Float32Array.from(scaling.deviations, (value) => 1 / value)));
    });
    return scaling;
  }
}
