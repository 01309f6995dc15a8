import { type Engine, type Precision } from '../engine/program';
import type { AttentionDirection, TransformerEncoder } from '../models/transformerEncoder';
import type { TokenPrediction } from '../objectives/tokenPrediction';
/** Settings of {@link heldOutLoss}. */
export interface HeldOutLossOptions {
    /** Token ids of each held-out text; longer ones are cut at `length`. */
    readonly sequences: readonly Int32Array[];
    /** Seeds which tokens are hidden: the same ones for every encoder that is compared. */
    readonly seed: number;
    /** Default the encoder's maxLength. */
    readonly length?: number;
    /** Texts in a batch. Default 100. */
    readonly batchSize?: number;
    readonly engine?: Engine;
    readonly precision?: Precision;
}
/**
 * Mean cross-entropy in nats a prediction of an encoder on held-out texts, dropout off. Of the same texts before and after
 * continued pretraining, its rise is what was forgotten.
 * @throws LabError when there is no text
 */
export declare function heldOutLoss<Direction extends AttentionDirection>(encoder: TransformerEncoder<Direction>, objective: TokenPrediction<Direction>, options: HeldOutLossOptions): number;
