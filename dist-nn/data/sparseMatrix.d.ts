/**
 * A matrix with few non-zero entries, in compressed sparse rows (CSR): the entries of row r are
 * `columnIndices[k]`, `values[k]` for k from `rowOffsets[r]` up to (not including) `rowOffsets[r + 1]`.
 */
export interface SparseMatrix {
    readonly kind: 'sparse';
    readonly rows: number;
    readonly columns: number;
    /** [rows + 1], ascending, from 0 to the number of entries. */
    readonly rowOffsets: Int32Array;
    /** [entries], ascending within a row. */
    readonly columnIndices: Int32Array;
    /** [entries] */
    readonly values: Float64Array;
}
/** A matrix with every entry written out, row after row: entry (r, c) is `values[r * columns + c]`. */
export interface DenseMatrix {
    readonly kind: 'dense';
    readonly rows: number;
    readonly columns: number;
    /** [rows * columns] */
    readonly values: Float32Array | Float64Array;
}
/** Builds a sparse matrix row by row, when the number of entries is not known in advance. */
export declare class SparseMatrixBuilder {
    #private;
    constructor(columns: number);
    /** Appends one entry to the row being built; columns must come in ascending order. */
    push(column: number, value: number): void;
    /** Closes the row being built; the next entry opens the next row. */
    endRow(): void;
    build(): SparseMatrix;
}
/** Writes a sparse matrix out in full: [rows * columns], for small matrices and for looking at them. */
export declare function toDense(matrix: SparseMatrix): DenseMatrix;
