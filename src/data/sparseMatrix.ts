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
export class SparseMatrixBuilder {
  readonly #columns: number;
  readonly #rowOffsets: number[] = [0];
  #columnIndices = new Int32Array(1024);
  #values = new Float64Array(1024);
  #entries = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** Appends one entry to the row being built; columns must come in ascending order. */
  push(column: number, value: number): void {
    if (this.#entries === this.#values.length) this.#grow();
    this.#columnIndices[this.#entries] = column;
    this.#values[this.#entries] = value;
    this.#entries++;
  }

  /** Closes the row being built; the next entry opens the next row. */
  endRow(): void {
    this.#rowOffsets.push(this.#entries);
  }

  build(): SparseMatrix {
    return {
      kind: 'sparse',
      rows: this.#rowOffsets.length - 1,
      columns: this.#columns,
      rowOffsets: Int32Array.from(this.#rowOffsets),
      columnIndices: this.#columnIndices.slice(0, this.#entries),
      values: this.#values.slice(0, this.#entries),
    };
  }

  #grow(): void {
    const capacity = this.#values.length * 2;
    const columnIndices = new Int32Array(capacity);
    columnIndices.set(this.#columnIndices);
    this.#columnIndices = columnIndices;
    const values = new Float64Array(capacity);
    values.set(this.#values);
    this.#values = values;
  }
}

/** Writes a sparse matrix out in full: [rows * columns], for small matrices and for looking at them. */
export function toDense(matrix: SparseMatrix): DenseMatrix {
  const values = new Float64Array(matrix.rows * matrix.columns);
  for (let row = 0; row < matrix.rows; row++) {
    for (let k = matrix.rowOffsets[row]; k < matrix.rowOffsets[row + 1]; k++) {
      values[row * matrix.columns + matrix.columnIndices[k]] = matrix.values[k];
    }
  }
  return { kind: 'dense', rows: matrix.rows, columns: matrix.columns, values };
}
