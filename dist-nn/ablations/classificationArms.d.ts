import type { Features } from '../models/logisticRegression';
import type { Parameters } from '../models/parameters';
import type { TrialResult } from './ablation';
/** Metrics and facts of answers given by scores [texts, classes]; the highest score answers, the first of equals. */
export declare function scored(scores: ArrayLike<number>, labels: Int32Array, classes: number): Pick<TrialResult, 'metrics'> & {
    facts: Record<string, number | string>;
};
/** Features of the three sets of a linear trial. */
export interface LinearSets {
    readonly train: {
        readonly features: Features;
        readonly labels: Int32Array;
    };
    readonly dev: {
        readonly features: Features;
        readonly labels: Int32Array;
    };
    readonly test: {
        readonly features: Features;
        readonly labels: Int32Array;
    };
}
/** A fitted linear classifier: its trial, and its weights as a head to fine-tune from. */
export interface LinearProbe {
    readonly result: TrialResult;
    readonly head: {
        readonly weight: Float32Array;
        readonly bias: Float32Array;
    };
}
/**
 * Logistic regression with its penalty chosen on dev from `grid`: a linear probe, every classical baseline, and the
 * head that fine-tuning starts from.
 * @param preparationSeconds time spent on the features, added to the ledger
 */
export declare function linearProbe(sets: LinearSets, classes: number, grid: readonly number[], preparationSeconds: number): LinearProbe;
/** SHA-256 over names, shapes and bytes of parameters: equal hashes mean unchanged weights. */
export declare function weightsHash(parameters: Parameters): string;
