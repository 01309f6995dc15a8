/**
 * Multinomial logistic regression with an L2 penalty, fitted to its one optimum in float64: the classical head on
 * bag-of-words features, word vectors or a frozen encoder's states.
 */
import type { DenseMatrix, SparseMatrix } from '../data/sparseMatrix';
import { type SmoothFunction } from './lbfgs';
/** [examples, features], rows are examples. */
export type DenseFeatures = DenseMatrix;
/** [examples, features] in compressed sparse rows. */
export type SparseFeatures = SparseMatrix;
export type Features = DenseFeatures | SparseFeatures;
export interface LogisticRegressionOptions {
    /** How many classes there are; labels are 0 to classes - 1. */
    classes: number;
    /** Strength of the penalty, >= 0; 1 / C in scikit-learn's and LIBLINEAR's terms. */
    l2: number;
    /** Stops when no entry of the gradient of the mean loss is larger. Default 1e-5. */
    gradientTolerance?: number;
    /** Default 500. */
    maximumIterations?: number;
}
export declare class LogisticRegression {
    #private;
    readonly classes: number;
    readonly l2: number;
    /** [classes, features] row-major; rows of classes that training never showed are 0. */
    readonly weights: Float64Array;
    /** [classes]; -Infinity for classes that training never showed, so that they are never predicted. */
    readonly biases: Float64Array;
    readonly iterations: number;
    /** Whether the gradient's tolerance was met. */
    readonly converged: boolean;
    private constructor();
    /**
     * Minimises the sum over examples of -ln p(label | features) plus l2 / 2 times the sum of squared weights; biases are
     * not penalised. Classes without an example are left out and get probability 0.
     * @throws LabError for labels outside 0 to classes - 1, no examples, or fewer or more labels than rows
     */
    static fit(features: Features, labels: Int32Array, options: LogisticRegressionOptions): LogisticRegression;
    /** Probabilities [examples, classes] row-major; each row sums to 1. */
    predictProbabilities(features: Features): Float64Array;
    /** The most probable class of each example; of equally probable ones, the first. */
    predict(features: Features): Int32Array;
}
/** The function that fitting minimises. Parameters: columns * classes weights in the design matrix's layout, then biases. */
export declare class PenalisedLoss implements SmoothFunction {
    #private;
    readonly parameters: number;
    constructor(features: Features, labels: Int32Array, classes: number, l2: number);
    evaluate(point: Float64Array, gradient: Float64Array): number;
    precondition(vector: Float64Array): void;
    weightsByClass(point: Float64Array): Float64Array;
}
