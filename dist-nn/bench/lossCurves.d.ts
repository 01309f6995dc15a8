import type { Precision } from '../engine/program';
import type { CurvePoint } from '../training/trainingLoop';
export interface LossCurveSizes {
    readonly steps: number;
    readonly width: number;
    readonly layers: number;
    readonly seed: number;
}
export interface LossCurve {
    readonly precision: Precision;
    /** Mean loss in nats a predicted piece over each stretch of 25 steps. */
    readonly losses: readonly CurvePoint[];
    readonly seconds: number;
}
/**
 * Pretrains the masked language model on WordNet's glosses once in each precision, from the same weights, on the same
 * batches with the same masks and dropout.
 * @throws StoppedError on request
 */
export declare function lossCurves({ steps, width, layers, seed }: LossCurveSizes): Promise<LossCurve[]>;
