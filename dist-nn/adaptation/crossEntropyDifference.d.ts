import { type SelectionMethod } from './selectCorpus';
export interface CrossEntropyDifferenceOptions {
    /** Texts of the target domain, without labels. */
    readonly target: readonly string[];
    /** Seeds the sample of the pool that the general model learns from. */
    readonly seed: number;
    /** Discount of both models, see {@link NgramLanguageModel}. Default 0.75. */
    readonly discount?: number;
}
/**
 * Moore & Lewis 2010, "Intelligent Selection of Language Model Training Data": a text's score is H_N(s) - H_I(s), the
 * cross-entropy a word under a language model N of the pool minus that under a model I of the target (section 2). N is
 * learned from a random sample of the pool as large as the target, with the target's vocabulary of words seen twice or
 * more, all others being one unknown word (section 3). The models are bigrams; the paper's were of order four.
 * @throws LabError without target texts
 */
export declare function crossEntropyDifference(options: CrossEntropyDifferenceOptions): SelectionMethod;
