import type { DenseMatrix } from '../data/sparseMatrix';
import { gatherRows } from '../engine/kernels/embedding';
import { tf } from '../engine/native';
import type { State } from '../engine/program';
import type { Randomness } from '../engine/randomness';
import { LabError } from '../errors';
import type { TrainableClassifier } from '../training/classifierTrainer';
import { FeatureScaling } from './featureScaling';
import type { Parameters } from './parameters';
import type { TransformerEncoder } from './transformerEncoder';

/** Settings of {@link ClozeClassifier}. */
export interface ClozeClassifierOptions {
  /** Names of the classes, in label order. */
  readonly classes: readonly string[];
  /** Token id of each class's label word. */
  readonly words: readonly number[];
  /** Where the hidden token stands in every text. */
  readonly place: number;
}

/**
 * Classification as a cloze: a class's score is what masked language modelling gives its label word at the hidden place
 * (Schick & Schuetze 2021, section 3). No layer is new, so labels only have to move what pretraining has made.
 */
export class ClozeClassifier implements TrainableClassifier {
  /** Biases of the label words [classes]. */
  private readonly bias: tf.Variable;
  private readonly words: tf.Variable;

  /** @throws LabError for fewer than two classes, or label words that are not one a class and different */
  constructor(
    readonly encoder: TransformerEncoder,
    private readonly options: ClozeClassifierOptions,
  ) {
    const { classes, words } = options;
    if (classes.length < 2) throw new LabError('A classifier needs at least two classes.');
    if (words.length !== classes.length || new Set(words).size !== words.length)
      throw new LabError(`${classes.length} classes need as many label words, each another one.`);
    this.bias = tf.tidy(() => tf.variable(tf.zeros([classes.length]), true));
    this.words = tf.tidy(() => tf.variable(tf.tensor1d(Int32Array.from(words), 'int32'), false));
  }

  get classes(): readonly string[] {
    return this.options.classes;
  }

  get constants(): State {
    return { 'head.words': this.words };
  }

  get featureWidth(): number {
    return this.encoder.config.width;
  }

  get parameters(): Parameters {
    return { ...this.encoder.parameters, 'head.bias': this.bias };
  }

  /** Final states at the hidden place [batch, width]. */
  features(tokens: tf.Tensor, random?: Randomness): tf.Tensor {
    const { states } = this.encoder.encode(tokens, random);
    return states.slice([0, this.options.place, 0], [-1, 1, -1]).reshape([-1, this.featureWidth]);
  }

  /** Scores of the label words [batch, classes]. */
  logits(tokens: tf.Tensor, random?: Randomness): tf.Tensor {
    const table = gatherRows(this.encoder.tokenEmbedding, this.words) as tf.Tensor2D;
    return tf.matMul(this.features(tokens, random) as tf.Tensor2D, table, false, true).add(this.bias);
  }

  /** Features are not scaled: the language model's output reads them as they are. */
  standardize(features: DenseMatrix): FeatureScaling {
    return FeatureScaling.fit(features, 1);
  }

  /** Sets the biases to those of the language model's output layer [vocabulary] at the label words. */
  setOutputBias(bias: ArrayLike<number>): void {
    tf.tidy(() => this.bias.assign(tf.tensor1d(this.options.words.map((word) => bias[word]!))));
  }

  /** @throws LabError always: a cloze has no head to start from */
  setHead(): never {
    throw new LabError('A cloze classifier answers by label words and has no head to set.');
  }

  /** Nothing is new, so nothing is drawn: the language model's own output stays. */
  resetHead(): void {}

  /** Frees the classifier's tensors, the encoder's among them. */
  dispose(): void {
    tf.dispose([Object.values(this.parameters), this.words]);
  }
}
