import type { seededRandom } from '../data/seededRandom';
import { type TokenBatch, type TokenPrediction } from './tokenPrediction';
/** What masking needs of a tokenizer. */
export interface MaskingVocabulary {
    readonly vocabularySize: number;
    readonly specialTokens: {
        readonly padding: number;
        readonly mask: number;
    };
}
/** Settings of {@link maskedLanguageModel}. */
export interface MaskedLanguageModelOptions {
    readonly tokenizer: MaskingVocabulary;
    /** Share of the tokens to predict, in (0, 1). Default 0.15 (Devlin et al. 2019, section 3.1). */
    readonly maskProbability?: number;
    /** Ids below this are special and never chosen nor drawn as replacements. Default: one above the largest special id. */
    readonly firstOrdinaryToken?: number;
}
/** A corrupted batch. */
export type MaskedBatch = TokenBatch;
/** Masked language modelling: corruption of batches, the output layer, and the loss. */
export interface MaskedLanguageModel extends TokenPrediction<'bidirectional'> {
    readonly name: 'maskedLanguageModel';
    /**
     * Chooses tokens and corrupts them: 80 % become [MASK], 10 % a random token, 10 % stay (Devlin et al. 2019).
     * @param rows one array of `time` ids for each sequence, padded
     */
    corrupt(rows: readonly Int32Array[], time: number, random: ReturnType<typeof seededRandom>): MaskedBatch;
}
/** @throws LabError if `maskProbability` is not in (0, 1) */
export declare function maskedLanguageModel(options: MaskedLanguageModelOptions): MaskedLanguageModel;
