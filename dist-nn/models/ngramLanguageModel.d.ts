export interface NgramLanguageModelOptions {
    /** Ids are 0 to vocabularySize - 1. */
    readonly vocabularySize: number;
    /** What each seen word pair gives up for unseen ones, above 0 and below 1. Default 0.75. */
    readonly discount?: number;
}
export declare class NgramLanguageModel {
    readonly vocabularySize: number;
    private readonly discount;
    /** Context v (vocabularySize begins a text) and word w, as v * vocabularySize + w, to its count. */
    private readonly pairs;
    private readonly contextCounts;
    private readonly contextKinds;
    private readonly wordProbabilities;
    /**
     * Counts words and pairs of neighbours; pairs do not cross texts.
     * @throws LabError when there is no word, an id lies outside the vocabulary, or the discount is out of range
     */
    constructor(sequences: Iterable<Int32Array>, options: NgramLanguageModelOptions);
    /** p(word | context); the context `vocabularySize` is the beginning of a text. */
    probability(context: number, word: number): number;
    /** Sum of -ln p over a text's words, in nats. */
    negativeLogLikelihood(words: Int32Array): number;
    /** Mean of -ln p over all words of texts, in nats a word; its exponential is the perplexity. NaN for no words. */
    crossEntropy(sequences: Iterable<Int32Array>): number;
}
