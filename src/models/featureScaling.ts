import type { DenseMatrix } from '../data/sparseMatrix';
import { LabError } from '../errors';

/**
 * Shifts each column to mean 0 and scales each block of columns by one number, so that a row's part in a block has mean
 * square 1 a column. Unlike scaling each column by itself it keeps the proportions within a block: the directions in
 * which word vectors or hidden states vary most stay the loudest.
 */
export class FeatureScaling {
  private constructor(
    /** [columns] */
    readonly means: Float64Array,
    /** [columns], equal within a block. */
    readonly deviations: Float64Array,
  ) {}

  /**
   * @param blocks how many blocks of equal width the columns make
   * @throws LabError for fewer than two rows, or columns that do not make equal blocks
   */
  static fit({ rows, columns, values }: DenseMatrix, blocks: number): FeatureScaling {
    if (rows < 2)
      throw new LabError(`Scaling features needs at least two rows, not ${rows}; give more texts.`);
    const width = columns / blocks;
    if (!Number.isInteger(width))
      throw new LabError(`${columns} columns do not make ${blocks} equal blocks.`);
    const means = new Float64Array(columns);
    for (let k = 0; k < values.length; k++) means[k % columns] += values[k] / rows;
    const squares = new Float64Array(blocks);
    for (let k = 0; k < values.length; k++) {
      const column = k % columns;
      squares[Math.floor(column / width)] += (values[k] - means[column]) ** 2 / (rows * width);
    }
    // A constant block stays 0 after the shift.
    const deviations = Float64Array.from(
      means,
      (_, column) => Math.sqrt(squares[Math.floor(column / width)]) || 1,
    );
    return new FeatureScaling(means, deviations);
  }

  apply({ rows, columns, values }: DenseMatrix): DenseMatrix {
    const scaled = new Float64Array(rows * columns);
    for (let k = 0; k < scaled.length; k++)
      scaled[k] = (values[k] - this.means[k % columns]) / this.deviations[k % columns];
    return { kind: 'dense', rows, columns, values: scaled };
  }
}
