import { type TokenPrediction } from './tokenPrediction';
/** What causal language modelling needs of a tokenizer. */
export interface CausalVocabulary {
    readonly vocabularySize: number;
    readonly specialTokens: {
        readonly padding: number;
    };
}
/**
 * Causal language modelling (Radford et al. 2018, eq. 1): each token is predicted from those before it, which takes an
 * encoder with causal attention. The loss is the mean of -log p(token | tokens before) over all tokens but the first
 * of each text.
 */
export interface CausalLanguageModel extends TokenPrediction<'causal'> {
    readonly name: 'causalLanguageModel';
}
/** Builds the objective; see {@link CausalLanguageModel}. */
export declare function causalLanguageModel(options: {
    readonly tokenizer: CausalVocabulary;
}): CausalLanguageModel;
