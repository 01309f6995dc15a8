import type { DenseMatrix } from '../data/sparseMatrix';
/**
 * Shifts each column to mean 0 and scales each block of columns by one number, so that a row's part in a block has mean
 * square 1 a column. Unlike scaling each column by itself it keeps the proportions within a block: the directions in
 * which word vectors or hidden states vary most stay the loudest.
 */
export declare class FeatureScaling {
    /** [columns] */
    readonly means: Float64Array;
    /** [columns], equal within a block. */
    readonly deviations: Float64Array;
    private constructor();
    /**
     * @param blocks how many blocks of equal width the columns make
     * @throws LabError for fewer than two rows, or columns that do not make equal blocks
     */
    static fit({ rows, columns, values }: DenseMatrix, blocks: number): FeatureScaling;
    apply({ rows, columns, values }: DenseMatrix): DenseMatrix;
}
