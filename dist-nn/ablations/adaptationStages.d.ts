/** What the stages of adaptation studies are made of: text as packed blocks, word vectors, pretraining that goes on. */
import { type PretrainingPhase } from '../adaptation/continuedPretraining';
import type { Tokenizer } from '../data/tokenizer';
import type { Engine, Precision } from '../engine/program';
import type { TransformerEncoder } from '../models/transformerEncoder';
import type { PretrainingResult } from './ablation';
/** Settings of the co-occurrence stage; a type, so that it is plain JSON. */
export type CoOccurrenceSettings = {
    window: number;
    contextSmoothing: number;
    singularValueExponent: number;
};
/** Settings of masked language modelling that all stages share. */
export type MaskedLanguageModelSettings = {
    /** Blocks of maxLength tokens in a batch. */
    batchSize: number;
    learningRate: number;
    embeddingRateFactor: number;
    weightDecay: number;
};
/** Learns word vectors from sequences and keeps them in the stage's folder. */
export declare function wordVectorStage(options: {
    readonly sequences: readonly Int32Array[];
    readonly tokenizer: Tokenizer;
    readonly dimensions: number;
    readonly settings: CoOccurrenceSettings;
    readonly seed: number;
    readonly folder: string;
}): Promise<PretrainingResult>;
/** The vectors that {@link wordVectorStage} kept. */
export declare function storedVectors(folder: string): Float32Array;
/** A phase over texts that are not packed yet. */
export interface TextPhase extends Omit<PretrainingPhase, 'replay'> {
    readonly replay?: PretrainingPhase['replay'];
}
/**
 * Goes on pretraining an encoder phase by phase over packed blocks, measures its loss on held-out texts, and keeps encoder
 * and output layer in the stage's folder.
 * @param from the folder of the stage that the encoder was loaded from, for its output layer's bias
 * @param heldOut by name, texts to measure the loss on afterwards: `generalLoss` becomes a metric of the stage
 */
export declare function maskedLanguageModelStage(options: {
    readonly encoder: TransformerEncoder;
    readonly tokenizer: Tokenizer;
    readonly phases: readonly TextPhase[];
    readonly settings: MaskedLanguageModelSettings;
    readonly heldOut: Readonly<Record<string, readonly Int32Array[]>>;
    readonly seed: number;
    readonly engine: Engine;
    readonly precision: Precision;
    readonly folder: string;
    readonly from?: string;
}): Promise<PretrainingResult>;
