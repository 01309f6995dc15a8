/** Float64 matrix products in JavaScript, for classical models whose optimum is wanted to more digits than float32 has. */
/**
 * Products of all pairs of rows: out[i * rowsB + j] = sum over k of a[i * shared + k] * b[j * shared + k], that is
 * A Bᵀ for A [rowsA, shared] and B [rowsB, shared]. Two rows by four are summed at a time, in eight local variables.
 */
export declare function multiplyByTransposed(a: Float64Array, rowsA: number, b: Float64Array, rowsB: number, shared: number, out: Float64Array): void;
/** [columns, rows] from [rows, columns]. */
export declare function transpose(values: ArrayLike<number>, rows: number, columns: number): Float64Array;
/**
 * Replaces a symmetric positive definite matrix [size, size] by its Cholesky factor L (lower triangle; the upper is left
 * as it was): matrix = L Lᵀ.
 */
export declare function choleskyInPlace(matrix: Float64Array, size: number): void;
/** Replaces the vector at `start` by x with L Lᵀ x = vector, for a Cholesky factor L [size, size]. */
export declare function solveByCholesky(factor: Float64Array, size: number, vector: Float64Array, start: number): void;
