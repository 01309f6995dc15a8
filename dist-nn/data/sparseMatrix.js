"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.SparseMatrixBuilder = void 0;
exports.toDense = toDense;
/** Builds a sparse matrix row by row, when the number of entries is not known in advance. */
class SparseMatrixBuilder {
    #columns;
    #rowOffsets = [0];
    #columnIndices = new Int32Array(1024);
    #values = new Float64Array(1024);
    #entries = 0;
    constructor(columns) {
        this.#columns = columns;
    }
    /** Appends one entry to the row being built; columns must come in ascending order. */
    push(column, value) {
        if (this.#entries === this.#values.length)
            this.#grow();
        this.#columnIndices[this.#entries] = column;
        this.#values[this.#entries] = value;
        this.#entries++;
    }
    /** Closes the row being built; the next entry opens the next row. */
    endRow() {
        this.#rowOffsets.push(this.#entries);
    }
    build() {
        return {
            kind: 'sparse',
            rows: this.#rowOffsets.length - 1,
            columns: this.#columns,
            rowOffsets: Int32Array.from(this.#rowOffsets),
            columnIndices: this.#columnIndices.slice(0, this.#entries),
            values: this.#values.slice(0, this.#entries),
        };
    }
    #grow() {
        const capacity = this.#values.length * 2;
        const columnIndices = new Int32Array(capacity);
        columnIndices.set(this.#columnIndices);
        this.#columnIndices = columnIndices;
        const values = new Float64Array(capacity);
        values.set(this.#values);
        this.#values = values;
    }
}
exports.SparseMatrixBuilder = SparseMatrixBuilder;
/** Writes a sparse matrix out in full: [rows * columns], for small matrices and for looking at them. */
function toDense(matrix) {
    const values = new Float64Array(matrix.rows * matrix.columns);
    for (let row = 0; row < matrix.rows; row++) {
        for (let k = matrix.rowOffsets[row]; k < matrix.rowOffsets[row + 1]; k++) {
            values[row * matrix.columns + matrix.columnIndices[k]] = matrix.values[k];
        }
    }
    return { kind: 'dense', rows: matrix.rows, columns: matrix.columns, values };
}
//# sourceMappingURL=sparseMatrix.js.map