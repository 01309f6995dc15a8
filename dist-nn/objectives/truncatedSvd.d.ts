/**
 * The leading singular vectors of a large sparse matrix, by random projection with power iterations: Halko,
 * Martinsson & Tropp 2011, "Finding structure with randomness", algorithms 4.4 and 5.1.
 */
import type { SparseMatrix } from '../data/sparseMatrix';
export interface TruncatedSvdOptions {
    /** How many singular triples to find, 1 to min(rows, columns). */
    rank: number;
    /** Seed of the random projection. */
    seed: number;
    /** Extra directions carried along, so that the last wanted ones are accurate. Default 16. */
    oversampling?: number;
    /**
     * How often the projection is multiplied by M Mᵀ. PPMI spectra fall slowly, where few iterations leave the last
     * directions mixed with those beyond the rank. Default 4.
     */
    powerIterations?: number;
}
/** M ≈ u diag(singularValues) vᵀ */
export interface TruncatedSvd {
    /** [rows, rank] row-major, orthonormal columns; in each column the entry of largest magnitude is positive. */
    u: Float32Array;
    /** [rank], descending, >= 0 */
    singularValues: Float32Array;
    /** [columns, rank] row-major, orthonormal columns; signs follow u. */
    v: Float32Array;
}
/**
 * Finds the `rank` largest singular values of a sparse matrix and their vectors, in float32. Same seed, same
 * environment: same bytes.
 * @throws LabError when the rank is not an integer from 1 to min(rows, columns)
 */
export declare function truncatedSvd(matrix: SparseMatrix, options: TruncatedSvdOptions): Promise<TruncatedSvd>;
