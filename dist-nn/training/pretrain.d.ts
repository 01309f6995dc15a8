import type { AttentionDirection, TransformerEncoder } from '../models/transformerEncoder';
import type { TokenPrediction } from '../objectives/tokenPrediction';
import { type CurvePoint, type TrainingOptions } from './trainingLoop';
/** Settings of {@link pretrain}. */
export interface PretrainOptions<Direction extends AttentionDirection = 'bidirectional'> extends TrainingOptions {
    /** For encoders of this direction: masked language modelling does not compile with a causal one. */
    readonly objective: TokenPrediction<Direction>;
    /** Token ids of each text, without special tokens. */
    readonly sequences: readonly Int32Array[];
    /** Sequences in a batch. Default 128. */
    readonly batchSize?: number;
    /** Lengths that batches are padded to; longer texts are cut at the largest. Default [maxLength]. */
    readonly lengths?: readonly number[];
    /** Factor on the token table's learning rate: below 1 it keeps closer to the vectors it started from. Default 1. */
    readonly embeddingRateFactor?: number;
}
export interface PretrainResult<Direction extends AttentionDirection = 'bidirectional'> {
    readonly encoder: TransformerEncoder<Direction>;
    /** Mean training loss in nats a prediction, over each stretch of 25 steps. */
    readonly losses: readonly CurvePoint[];
    readonly seconds: number;
    /** Tokens of text seen, padding left out. */
    readonly tokens: number;
    /** Floating-point operations of all steps: three times the forward pass's matrix products. */
    readonly trainingFlops: number;
    /** With the output layer. */
    readonly trainableParameters: number;
    readonly steps: number;
}
/**
 * Pretrains an encoder on texts without labels. The encoder's parameters are changed in place.
 * @throws LabError if the loss stops being a number, naming the step; StoppedError on request, with the state kept
 */
export declare function pretrain<Direction extends AttentionDirection = 'bidirectional'>(encoder: TransformerEncoder<Direction>, options: PretrainOptions<Direction>): Promise<PretrainResult<Direction>>;
/** Starts the token table from given vectors, scaled so that their mean length is what a fresh table's would be. */
export declare function startFromVectors(encoder: TransformerEncoder<AttentionDirection>, vectors: Float32Array, meanNorm?: number): void;
