/**
 * Sentence vectors as weighted means of word vectors: smooth inverse frequency (SIF), Arora, Liang & Ma 2017, "A Simple
 * but Tough-to-Beat Baseline for Sentence Embeddings".
 */
import type { DenseMatrix } from '../data/sparseMatrix';
import { multiplyByTransposed } from '../engine/float64Products';
import { LabError } from '../errors';
import { transpose } from './float64Matrices';

/** How often each token id occurs: [vocabularySize]. */
export function tokenCounts(sequences: readonly Int32Array[], vocabularySize: number): Float64Array {
  const counts = new Float64Array(vocabularySize);
  for (const tokens of sequences) for (let k = 0; k < tokens.length; k++) counts[tokens[k]]++;
  return counts;
}

/**
 * a / (a + p(w)) for each token, p(w) its share of all tokens (Arora et al. 2017, equation 3): 1 for a token that never
 * occurs, small for "the". [vocabularySize]
 * @throws LabError when a is not positive or nothing was counted
 */
export function sifWeights(counts: ArrayLike<number>, a = 1e-3): Float32Array {
  let total = 0;
  for (let k = 0; k < counts.length; k++) total += counts[k];
  if (!(a > 0)) throw new LabError(`The SIF constant is ${a}; give a positive number, usually 1e-4 to 1e-2.`);
  if (total === 0) throw new LabError('No token was counted; SIF weights need the counts of a text.');
  return Float32Array.from(counts, (count) => a / (a + count / total));
}

export interface SentenceVectorOptions {
  /** Word vectors [vocabularySize, dimensions] row-major. */
  vectors: Float32Array;
  dimensions: number;
  /** Weight of each token [vocabularySize], see {@link sifWeights}. */
  weights: ArrayLike<number>;
}

/**
 * The weighted mean of the tokens' vectors, divided by the number of tokens as in the paper: [sequences, dimensions].
 * An empty sequence gets zeros.
 */
export function weightedMeans(sequences: readonly Int32Array[], options: SentenceVectorOptions): DenseMatrix {
  const { vectors, dimensions, weights } = options;
  const values = new Float64Array(sequences.length * dimensions);
  for (const [row, tokens] of sequences.entries()) {
    const offset = row * dimensions;
    for (const token of tokens) {
      const weight = weights[token] / tokens.length;
      for (let k = 0; k < dimensions; k++) values[offset + k] += weight * vectors[token * dimensions + k];
    }
  }
  return { kind: 'dense', rows: sequences.length, columns: dimensions, values };
}

/**
 * The direction (length 1) along which the rows are largest: the first right singular vector, rows not centred, found by
 * power iteration. Its largest entry is positive.
 */
export function firstComponent(features: DenseMatrix): Float64Array {
  const { rows, columns } = features;
  const transposed = transpose(features.values, rows, columns);
  const moments = new Float64Array(columns * columns);
  multiplyByTransposed(transposed, columns, transposed, columns, rows, moments);
  // The row of moments with the largest diagonal is moments times a unit vector that is not orthogonal to the answer.
  let widest = 0;
  for (let c = 1; c < columns; c++)
    if (moments[c * columns + c] > moments[widest * columns + widest]) widest = c;
  let direction = unit(moments.slice(widest * columns, (widest + 1) * columns));
  for (let iteration = 0, change = 1; iteration < 1000 && change > 1e-10; iteration++) {
    const product = new Float64Array(columns);
    multiplyByTransposed(moments, columns, direction, 1, columns, product);
    const next = unit(product);
    change = Math.hypot(...next.map((value, k) => value - direction[k]));
    direction = next;
  }
  const largest = direction.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  return largest < 0 ? direction.map((value) => -value) : direction;
}

function unit(vector: Float64Array): Float64Array {
  const norm = Math.hypot(...vector);
  return norm > 0 ? vector.map((value) => value / norm) : vector;
}

/** Takes from each row its part along a direction of length 1 (Arora et al. 2017, algorithm 1, line 4). */
export function removeDirection(features: DenseMatrix, direction: Float64Array): DenseMatrix {
  const { rows, columns } = features;
  const values = Float64Array.from(features.values);
  for (let row = 0; row < rows; row++) {
    let along = 0;
    for (let k = 0; k < columns; k++) along += values[row * columns + k] * direction[k];
    for (let k = 0; k < columns; k++) values[row * columns + k] -= along * direction[k];
  }
  return { kind: 'dense', rows, columns, values };
}

/**
 * Scales each row to length 1, so that long and short sentences count alike; a row of zeros stays so. With it, dividing a
 * weighted sum by the number of tokens or by the sum of their weights comes to the same.
 */
export function unitRows(features: DenseMatrix): DenseMatrix {
  const { rows, columns } = features;
  const values = Float64Array.from(features.values);
  for (let row = 0; row < rows; row++) {
    const vector = values.subarray(row * columns, (row + 1) * columns);
    let squares = 0;
    for (let k = 0; k < columns; k++) squares += vector[k] ** 2;
    const norm = Math.sqrt(squares);
    if (norm > 0) for (let k = 0; k < columns; k++) vector[k] /= norm;
  }
  return { kind: 'dense', rows, columns, values };
}

/** Shifts and scales each column to mean 0 and standard deviation 1 on the rows it was fitted on. */
export class Standardisation {
  /** [columns] */
  readonly means: Float64Array;
  /** [columns], divisor n; 1 for a constant column, which stays 0 after the shift. */
  readonly deviations: Float64Array;

  private constructor(means: Float64Array, deviations: Float64Array) {
    this.means = means;
    this.deviations = deviations;
  }

  static fit(features: DenseMatrix): Standardisation {
    const { rows, columns, values } = features;
    const means = new Float64Array(columns);
    const squares = new Float64Array(columns);
    for (let k = 0; k < values.length; k++) means[k % columns] += values[k] / rows;
    for (let k = 0; k < values.length; k++)
      squares[k % columns] += (values[k] - means[k % columns]) ** 2 / rows;
    // Rounding leaves a constant column a tiny deviation, which must not be blown up to 1.
    const deviations = squares.map((square, c) =>
      Math.sqrt(square) > 1e-12 * Math.abs(means[c]) ? Math.sqrt(square) : 1,
    );
    return new Standardisation(means, deviations);
  }

  apply(features: DenseMatrix): DenseMatrix {
    const { rows, columns } = features;
    const values = Float64Array.from(
      features.values,
      (value, k) => (value - this.means[k % columns]) / this.deviations[k % columns],
    );
    return { kind: 'dense', rows, columns, values };
  }
}
