import type { TrialResult } from './ablation';
/** Prefix of the facts that hold a class's recall. */
export declare const recallOf = "recall of ";
/**
 * Metrics and facts of answers given by scores [examples, classes], with each class's recall ('recall of NAME') and the
 * chance level of macro-F1.
 */
export declare function scoredByClass(scores: ArrayLike<number>, labels: Int32Array, names: readonly string[]): Pick<TrialResult, 'metrics'> & {
    facts: Record<string, number | string>;
};
