"use strict";
/** Float64 matrix products in JavaScript, for classical models whose optimum is wanted to more digits than float32 has. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.multiplyByTransposed = multiplyByTransposed;
exports.transpose = transpose;
exports.choleskyInPlace = choleskyInPlace;
exports.solveByCholesky = solveByCholesky;
/**
 * Products of all pairs of rows: out[i * rowsB + j] = sum over k of a[i * shared + k] * b[j * shared + k], that is
 * A Bᵀ for A [rowsA, shared] and B [rowsB, shared]. Two rows by four are summed at a time, in eight local variables.
 */
function multiplyByTransposed(a, rowsA, b, rowsB, shared, out) {
    let i = 0;
    for (; i + 1 < rowsA; i += 2) {
        const [a0, a1] = [i * shared, (i + 1) * shared];
        let j = 0;
        for (; j + 3 < rowsB; j += 4) {
            const b0 = j * shared;
            const b1 = b0 + shared;
            const b2 = b1 + shared;
            const b3 = b2 + shared;
            let s00 = 0;
            let s01 = 0;
            let s02 = 0;
            let s03 = 0;
            let s10 = 0;
            let s11 = 0;
            let s12 = 0;
            let s13 = 0;
            for (let k = 0; k < shared; k++) {
                const x = a[a0 + k];
                const y = a[a1 + k];
                const p = b[b0 + k];
                const q = b[b1 + k];
                const r = b[b2 + k];
                const s = b[b3 + k];
                s00 += x * p;
                s01 += x * q;
                s02 += x * r;
                s03 += x * s;
                s10 += y * p;
                s11 += y * q;
                s12 += y * r;
                s13 += y * s;
            }
            const o0 = i * rowsB + j;
            const o1 = o0 + rowsB;
            out[o0] = s00;
            out[o0 + 1] = s01;
            out[o0 + 2] = s02;
            out[o0 + 3] = s03;
            out[o1] = s10;
            out[o1 + 1] = s11;
            out[o1 + 2] = s12;
            out[o1 + 3] = s13;
        }
        for (; j < rowsB; j++) {
            out[i * rowsB + j] = dotRows(a, a0, b, j * shared, shared);
            out[(i + 1) * rowsB + j] = dotRows(a, a1, b, j * shared, shared);
        }
    }
    if (i < rowsA) {
        for (let j = 0; j < rowsB; j++)
            out[i * rowsB + j] = dotRows(a, i * shared, b, j * shared, shared);
    }
}
function dotRows(a, startA, b, startB, length) {
    let sum = 0;
    for (let k = 0; k < length; k++)
        sum += a[startA + k] * b[startB + k];
    return sum;
}
/** [columns, rows] from [rows, columns]. */
function transpose(values, rows, columns) {
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
function choleskyInPlace(matrix, size) {
    for (let column = 0; column < size; column++) {
        for (let row = column; row < size; row++) {
            const rest = matrix[row * size + column] - dotRows(matrix, row * size, matrix, column * size, column);
            matrix[row * size + column] = row === column ? Math.sqrt(rest) : rest / matrix[column * size + column];
        }
    }
}
/** Replaces the vector at `start` by x with L Lᵀ x = vector, for a Cholesky factor L [size, size]. */
function solveByCholesky(factor, size, vector, start) {
    for (let row = 0; row < size; row++) {
        const known = dotRows(factor, row * size, vector, start, row);
        vector[start + row] = (vector[start + row] - known) / factor[row * size + row];
    }
    for (let row = size - 1; row >= 0; row--) {
        const solved = vector[start + row] / factor[row * size + row];
        vector[start + row] = solved;
        for (let column = 0; column < row; column++)
            vector[start + column] -= factor[row * size + column] * solved;
    }
}
//# sourceMappingURL=denseProducts.js.map