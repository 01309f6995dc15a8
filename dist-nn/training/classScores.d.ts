/** The class with the highest score of each row, the first of equals. @param scores [rows, classes], row-major */
export declare function highestScores(scores: ArrayLike<number>, classes: number): Int32Array;
/** Mean cross-entropy in nats of unnormalised scores [rows, classes], row-major. */
export declare function meanCrossEntropy(scores: Float32Array, labels: Int32Array, classes: number): number;
