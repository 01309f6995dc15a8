/**
 * Limited-memory BFGS (Nocedal & Wright 2006, algorithm 7.4) for smooth convex functions in float64, with a
 * preconditioner and the bracketing line search of Lewis & Overton 2013 for the weak Wolfe conditions.
 */
export interface SmoothFunction {
    readonly parameters: number;
    /** Returns the value at a point and writes the gradient there. */
    evaluate(point: Float64Array, gradient: Float64Array): number;
    /** Replaces a vector by (an estimate of the Hessian)^-1 vector, up to a positive factor. Symmetric, positive. */
    precondition(vector: Float64Array): void;
}
export interface LbfgsOptions {
    /** Stops when no entry of the gradient is larger in magnitude. */
    gradientTolerance: number;
    maximumIterations: number;
}
export interface Minimum {
    point: Float64Array;
    value: number;
    iterations: number;
    /** Largest magnitude of an entry of the gradient at the point. */
    gradientNorm: number;
    /** False if the iterations ran out or rounding forbade further progress before the tolerance was met. */
    converged: boolean;
}
/** Finds the minimum of a smooth convex function from a start. The start is not changed. */
export declare function minimise(objective: SmoothFunction, start: Float64Array, options: LbfgsOptions): Minimum;
