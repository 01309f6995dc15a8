/**
 * Features as logistic regression sees them: products with weights in both directions, and the inverse of an estimated
 * Hessian. Weights are laid out as each kind of feature reads them fastest, biases last.
 */
import type { DenseMatrix, SparseMatrix } from '../data/sparseMatrix';
export interface DesignMatrix {
    readonly rows: number;
    readonly columns: number;
    /** logits [rows, classes] of weights (columns * classes values, then one bias a class). */
    logits(weights: Float64Array, logits: Float64Array): void;
    /** gradient = featuresᵀ residuals [rows, classes], laid out as weights; biases get the residuals' sums. */
    gradient(residuals: Float64Array, gradient: Float64Array): void;
    /** Replaces a vector laid out as weights by (features' second moments / classes + l2)^-1 vector. */
    precondition(vector: Float64Array): void;
    /** Weights as [classes, columns], whatever the layout; biases left out. */
    byClass(weights: Float64Array): Float64Array;
}
export declare function designMatrix(features: DenseMatrix | SparseMatrix, classes: number, l2: number): DesignMatrix;
