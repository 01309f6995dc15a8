/**
 * Features as logistic regression sees them: products with weights in both directions, and the inverse of an estimated
 * Hessian. Weights are laid out as each kind of feature reads them fastest, biases last.
 */
import type { DenseMatrix, SparseMatrix } from '../data/sparseMatrix';
import { multiplyByTransposed } from '../engine/float64Products';
import { choleskyInPlace, float64, inverseByCholesky, transpose } from './float64Matrices';

export interface DesignMatrix {
  readonly rows: number;
  readonly columns: number;
  /** logits [rows, classes] of weights (columns * classes values, then one bias a class). */
  logits(weights: Float64Array, logits: Float64Array): void;
  /** gradient = featuresᵀ residuals [rows, classes], laid out as weights; biases get the residuals' sums. */
  gradient(residuals: Float64Array, gradient: Float64Array): void;
  /** Replaces a vector laid out as weights by (features' second moments / classes + l2)^-1 vector. */
  precondition(vector: Float64Array): void;
  /** Weights as [classes, columns], whatever the layout; biases left out. */
  byClass(weights: Float64Array): Float64Array;
}

export function designMatrix(
  features: DenseMatrix | SparseMatrix,
  classes: number,
  l2: number,
): DesignMatrix {
  return features.kind === 'dense'
    ? new DenseDesign(features, classes, l2)
    : new SparseDesign(features, classes, l2);
}

/** Weights [classes, columns]: rows of features and rows of weights are multiplied pairwise. */
class DenseDesign implements DesignMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly #classes: number;
  readonly #values: Float64Array;
  readonly #transposed: Float64Array;
  readonly #residualsTransposed: Float64Array;
  /** Of the estimated Hessian of one class's weights: [columns, columns]. */
  readonly #inverse: Float64Array;
  readonly #product: Float64Array;
  readonly #biasCurvature: number;

  constructor(features: DenseMatrix, classes: number, l2: number) {
    this.rows = features.rows;
    this.columns = features.columns;
    this.#classes = classes;
    this.#values = float64(features.values);
    this.#transposed = transpose(features.values, features.rows, features.columns);
    this.#residualsTransposed = new Float64Array(features.rows * classes);
    const { rows, columns } = this;
    const curvature = new Float64Array(columns * columns);
    multiplyByTransposed(this.#transposed, columns, this.#transposed, columns, rows, curvature);
    let trace = 0;
    for (let c = 0; c < columns; c++) trace += curvature[c * columns + c];
    // With l2 = 0 and dependent columns the estimate is singular: a touch of the mean curvature keeps it invertible.
    const ridge = l2 + (1e-9 * trace) / classes / columns + Number.MIN_VALUE;
    for (let k = 0; k < curvature.length; k++) curvature[k] /= classes;
    for (let c = 0; c < columns; c++) curvature[c * columns + c] += ridge;
    choleskyInPlace(curvature, columns);
    this.#inverse = inverseByCholesky(curvature, columns);
    this.#product = new Float64Array(columns * classes);
    this.#biasCurvature = rows / classes;
  }

  logits(weights: Float64Array, logits: Float64Array): void {
    multiplyByTransposed(this.#values, this.rows, weights, this.#classes, this.columns, logits);
    addBiases(logits, weights, this.columns * this.#classes, this.#classes);
  }

  gradient(residuals: Float64Array, gradient: Float64Array): void {
    for (let row = 0; row < this.rows; row++) {
      for (let c = 0; c < this.#classes; c++) {
        this.#residualsTransposed[c * this.rows + row] = residuals[row * this.#classes + c];
      }
    }
    const { rows, columns } = this;
    multiplyByTransposed(this.#residualsTransposed, this.#classes, this.#transposed, columns, rows, gradient);
    sumRows(residuals, gradient, columns * this.#classes, this.#classes);
  }

  precondition(vector: Float64Array): void {
    const { columns } = this;
    multiplyByTransposed(vector, this.#classes, this.#inverse, columns, columns, this.#product);
    vector.set(this.#product);
    for (let k = columns * this.#classes; k < vector.length; k++) vector[k] /= this.#biasCurvature;
  }

  byClass(weights: Float64Array): Float64Array {
    return weights.slice(0, this.columns * this.#classes);
  }
}

/** Weights [columns, classes]: an entry of the features meets the weights of all classes side by side. */
class SparseDesign implements DesignMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly #classes: number;
  readonly #features: SparseMatrix;
  /** Per column and, last, of the biases. */
  readonly #curvatures: Float64Array;

  constructor(features: SparseMatrix, classes: number, l2: number) {
    this.rows = features.rows;
    this.columns = features.columns;
    this.#classes = classes;
    this.#features = features;
    this.#curvatures = new Float64Array(features.columns + 1);
    for (let k = 0; k < features.values.length; k++) {
      this.#curvatures[features.columnIndices[k]] += features.values[k] ** 2 / classes;
    }
    for (let c = 0; c < features.columns; c++) {
      // A column without entries and without penalty never moves; any positive number will do.
      this.#curvatures[c] = this.#curvatures[c] + l2 || 1;
    }
    this.#curvatures[features.columns] = features.rows / classes;
  }

  logits(weights: Float64Array, logits: Float64Array): void {
    const { rowOffsets, columnIndices, values } = this.#features;
    const classes = this.#classes;
    logits.fill(0);
    for (let row = 0; row < this.rows; row++) {
      const out = row * classes;
      for (let k = rowOffsets[row]; k < rowOffsets[row + 1]; k++) {
        const value = values[k];
        const from = columnIndices[k] * classes;
        for (let c = 0; c < classes; c++) logits[out + c] += value * weights[from + c];
      }
    }
    addBiases(logits, weights, this.columns * classes, classes);
  }

  gradient(residuals: Float64Array, gradient: Float64Array): void {
    const { rowOffsets, columnIndices, values } = this.#features;
    const classes = this.#classes;
    gradient.fill(0);
    for (let row = 0; row < this.rows; row++) {
      const from = row * classes;
      for (let k = rowOffsets[row]; k < rowOffsets[row + 1]; k++) {
        const value = values[k];
        const out = columnIndices[k] * classes;
        for (let c = 0; c < classes; c++) gradient[out + c] += value * residuals[from + c];
      }
    }
    sumRows(residuals, gradient, this.columns * classes, classes);
  }

  precondition(vector: Float64Array): void {
    for (let column = 0, k = 0; column <= this.columns; column++) {
      const curvature = this.#curvatures[column];
      for (let c = 0; c < this.#classes; c++, k++) vector[k] /= curvature;
    }
  }

  byClass(weights: Float64Array): Float64Array {
    return transpose(weights, this.columns, this.#classes);
  }
}

function addBiases(logits: Float64Array, weights: Float64Array, start: number, classes: number): void {
  for (let k = 0; k < logits.length; k += classes) {
    for (let c = 0; c < classes; c++) logits[k + c] += weights[start + c];
  }
}

function sumRows(residuals: Float64Array, gradient: Float64Array, start: number, classes: number): void {
  gradient.fill(0, start);
  for (let k = 0; k < residuals.length; k += classes) {
    for (let c = 0; c < classes; c++) gradient[start + c] += residuals[k + c];
  }
}
