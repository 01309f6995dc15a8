/**
 * Multinomial logistic regression with an L2 penalty, fitted to its one optimum in float64: the classical head on
 * bag-of-words features, word vectors or a frozen encoder's states.
 */
import type { DenseMatrix, SparseMatrix } from '../data/sparseMatrix';
import { multiplyByTransposed } from '../engine/float64Products';
import { LabError } from '../errors';
import { designMatrix } from './designMatrix';
import { float64 } from './float64Matrices';
import { minimise, type SmoothFunction } from './lbfgs';

/** [examples, features], rows are examples. */
export type DenseFeatures = DenseMatrix;
/** [examples, features] in compressed sparse rows. */
export type SparseFeatures = SparseMatrix;
export type Features = DenseFeatures | SparseFeatures;

export interface LogisticRegressionOptions {
  /** How many classes there are; labels are 0 to classes - 1. */
  classes: number;
  /** Strength of the penalty, >= 0; 1 / C in scikit-learn's and LIBLINEAR's terms. */
  l2: number;
  /** Stops when no entry of the gradient of the mean loss is larger. Default 1e-5. */
  gradientTolerance?: number;
  /** Default 500. */
  maximumIterations?: number;
}

export class LogisticRegression {
  readonly classes: number;
  readonly l2: number;
  /** [classes, features] row-major; rows of classes that training never showed are 0. */
  readonly weights: Float64Array;
  /** [classes]; -Infinity for classes that training never showed, so that they are never predicted. */
  readonly biases: Float64Array;
  readonly iterations: number;
  /** Whether the gradient's tolerance was met. */
  readonly converged: boolean;
  readonly #features: number;

  private constructor(fitted: {
    classes: number;
    features: number;
    l2: number;
    weights: Float64Array;
    biases: Float64Array;
    iterations: number;
    converged: boolean;
  }) {
    this.classes = fitted.classes;
    this.#features = fitted.features;
    this.l2 = fitted.l2;
    this.weights = fitted.weights;
    this.biases = fitted.biases;
    this.iterations = fitted.iterations;
    this.converged = fitted.converged;
  }

  /**
   * Minimises the sum over examples of -ln p(label | features) plus l2 / 2 times the sum of squared weights; biases are
   * not penalised. Classes without an example are left out and get probability 0.
   * @throws LabError for labels outside 0 to classes - 1, no examples, or fewer or more labels than rows
   */
  static fit(features: Features, labels: Int32Array, options: LogisticRegressionOptions): LogisticRegression {
    const { classes, l2, gradientTolerance = 1e-5, maximumIterations = 500 } = options;
    checkLabels(features, labels, classes);
    if (!(l2 >= 0)) throw new LabError(`The L2 penalty is ${l2}; give 0 or more.`);
    const present = [...new Set(labels)].sort((a, b) => a - b);
    const objective = new PenalisedLoss(
      features,
      labels.map((label) => present.indexOf(label)),
      present.length,
      l2,
    );
    const minimum = minimise(objective, new Float64Array(objective.parameters), {
      gradientTolerance: gradientTolerance * features.rows,
      maximumIterations,
    });
    const compact = objective.weightsByClass(minimum.point);
    const weights = new Float64Array(classes * features.columns);
    const biases = new Float64Array(classes).fill(Number.NEGATIVE_INFINITY);
    for (const [index, label] of present.entries()) {
      const row = compact.subarray(index * features.columns, (index + 1) * features.columns);
      weights.set(row, label * features.columns);
      biases[label] = minimum.point[features.columns * present.length + index];
    }
    const { iterations, converged } = minimum;
    return new LogisticRegression({
      classes,
      features: features.columns,
      l2,
      weights,
      biases,
      iterations,
      converged,
    });
  }

  /** Probabilities [examples, classes] row-major; each row sums to 1. */
  predictProbabilities(features: Features): Float64Array {
    const scores = this.#scores(features);
    for (let start = 0; start < scores.length; start += this.classes)
      softmaxInPlace(scores, start, this.classes);
    return scores;
  }

  /** The most probable class of each example; of equally probable ones, the first. */
  predict(features: Features): Int32Array {
    const scores = this.#scores(features);
    return Int32Array.from({ length: features.rows }, (_, row) => {
      let best = 0;
      for (let c = 1; c < this.classes; c++) {
        if (scores[row * this.classes + c] > scores[row * this.classes + best]) best = c;
      }
      return best;
    });
  }

  #scores(features: Features): Float64Array {
    if (features.columns !== this.#features) {
      throw new LabError(
        `The model was fitted on ${this.#features} features, these have ${features.columns}; encode both alike.`,
      );
    }
    const { classes, weights } = this;
    const scores = new Float64Array(features.rows * classes);
    if (features.kind === 'dense')
      multiplyByTransposed(
        float64(features.values),
        features.rows,
        weights,
        classes,
        features.columns,
        scores,
      );
    else multiplySparse(features, weights, classes, scores);
    for (let k = 0; k < scores.length; k++) scores[k] += this.biases[k % classes];
    return scores;
  }
}

/** scores [rows, classes] = features weightsᵀ, for weights [classes, columns]. */
function multiplySparse(
  { rows, columns, rowOffsets, columnIndices, values }: SparseFeatures,
  weights: Float64Array,
  classes: number,
  scores: Float64Array,
): void {
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < classes; c++) {
      let sum = 0;
      for (let k = rowOffsets[row]; k < rowOffsets[row + 1]; k++) {
        sum += values[k] * weights[c * columns + columnIndices[k]];
      }
      scores[row * classes + c] = sum;
    }
  }
}

/** The function that fitting minimises. Parameters: columns * classes weights in the design matrix's layout, then biases. */
export class PenalisedLoss implements SmoothFunction {
  readonly parameters: number;
  readonly #design: ReturnType<typeof designMatrix>;
  readonly #labels: Int32Array;
  readonly #classes: number;
  readonly #l2: number;
  readonly #scores: Float64Array;

  constructor(features: Features, labels: Int32Array, classes: number, l2: number) {
    this.#design = designMatrix(features, classes, l2);
    this.#labels = labels;
    this.#classes = classes;
    this.#l2 = l2;
    this.#scores = new Float64Array(features.rows * classes);
    this.parameters = (features.columns + 1) * classes;
  }

  evaluate(point: Float64Array, gradient: Float64Array): number {
    const scores = this.#scores;
    const classes = this.#classes;
    this.#design.logits(point, scores);
    let loss = 0;
    for (let row = 0; row < this.#labels.length; row++) {
      const target = row * classes + this.#labels[row];
      const targetScore = scores[target];
      loss += softmaxInPlace(scores, row * classes, classes) - targetScore;
      scores[target] -= 1;
    }
    this.#design.gradient(scores, gradient);
    const weights = this.#design.columns * classes;
    let squares = 0;
    for (let k = 0; k < weights; k++) {
      squares += point[k] ** 2;
      gradient[k] += this.#l2 * point[k];
    }
    return loss + (this.#l2 / 2) * squares;
  }

  precondition(vector: Float64Array): void {
    this.#design.precondition(vector);
  }

  weightsByClass(point: Float64Array): Float64Array {
    return this.#design.byClass(point);
  }
}

/** Replaces scores by their softmax and returns ln of the sum of their exponentials, without overflow. */
function softmaxInPlace(scores: Float64Array, start: number, classes: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let c = start; c < start + classes; c++) highest = Math.max(highest, scores[c]);
  let sum = 0;
  for (let c = start; c < start + classes; c++) {
    scores[c] = Math.exp(scores[c] - highest);
    sum += scores[c];
  }
  for (let c = start; c < start + classes; c++) scores[c] /= sum;
  return highest + Math.log(sum);
}

function checkLabels(features: Features, labels: Int32Array, classes: number): void {
  if (labels.length !== features.rows || labels.length === 0) {
    throw new LabError(
      `${features.rows} rows of features came with ${labels.length} labels; give one label a row.`,
    );
  }
  for (const label of labels) {
    if (label < 0 || label >= classes) {
      throw new LabError(`Label ${label} is not one of ${classes} classes (0 to ${classes - 1}).`);
    }
  }
}
