/** Float64 matrices of classical models, row-major: transposition, and inverses of symmetric positive definite ones. */
import { dotRows, multiplyByTransposed } from '../engine/float64Products';

/** The same numbers in float64: the array itself where it is of that type. */
export function float64(values: Float32Array | Float64Array): Float64Array {
  return values instanceof Float64Array ? values : new Float64Array(values);
}

/** [columns, rows] from [rows, columns]. */
export function transpose(values: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const transposed = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      transposed[column * rows + row] = values[row * columns + column];
    }
  }
  return transposed;
}

/**
 * Replaces a symmetric positive definite matrix [size, size] by its Cholesky factor L (lower triangle; the upper is left
 * as it was): matrix = L Lᵀ.
 */
export function choleskyInPlace(matrix: Float64Array, size: number): void {
  for (let column = 0; column < size; column++) {
    for (let row = column; row < size; row++) {
      const rest = matrix[row * size + column] - dotRows(matrix, row * size, matrix, column * size, column);
      matrix[row * size + column] = row === column ? Math.sqrt(rest) : rest / matrix[column * size + column];
    }
  }
}

/** The inverse [size, size] of the matrix whose Cholesky factor L (lower triangle) is given: L⁻ᵀ L⁻¹. */
export function inverseByCholesky(factor: Float64Array, size: number): Float64Array {
  // Row by row the columns of L⁻¹: unit vectors by forward substitution.
  const columns = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    const start = column * size;
    columns[start + column] = 1 / factor[start + column];
    for (let row = column + 1; row < size; row++) {
      const known = dotRows(factor, row * size + column, columns, start + column, row - column);
      columns[start + row] = -known / factor[row * size + row];
    }
  }
  const inverse = new Float64Array(size * size);
  multiplyByTransposed(columns, size, columns, size, size, inverse);
  return inverse;
}
