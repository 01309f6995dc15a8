/** A corpus: texts without labels. */
export type Corpus = readonly string[];
/**
 * Share of the most frequent words of two corpora that both have, 0 to 1 (Gururangan et al. 2020, section 3.1 and figure
 * 2, there with the 10,000 most frequent words without stop words).
 * @param words how many of the most frequent words of each; fewer where a corpus has fewer. Default 10,000
 * @throws LabError when a corpus has no words
 */
export declare function vocabularyOverlap(first: Corpus, second: Corpus, words?: number): number;
export interface DivergenceOptions {
    /** Whether pairs of neighbouring words count beside words. Default false. */
    readonly pairs?: boolean;
    /** Buckets that n-grams are hashed into. Default 2^18. */
    readonly buckets?: number;
}
/**
 * Jensen-Shannon divergence of the corpora's distributions of n-grams, in bits: 0 for equal ones, 1 for corpora that share
 * no n-gram (Lin 1991, equation 4.1 with equal weights; Ruder & Plank 2017 use it to measure domains).
 * @throws LabError when a corpus has no words
 */
export declare function jensenShannonDivergence(first: Corpus, second: Corpus, options?: DivergenceOptions): number;
export interface ProxyDistanceOptions {
    /** Seeds which texts are taken and which half of them trains the classifier. */
    readonly seed: number;
    /** Texts taken of each corpus. Default 1,000. */
    readonly texts?: number;
    /** Penalty of the classifier, see {@link LogisticRegression}. Default 1. */
    readonly l2?: number;
}
/**
 * Proxy A-distance, 2 (1 - 2 e), e being the held-out error of a classifier that tells the corpora apart: 2 where it always
 * can, about 0 where it cannot (Ben-David et al. 2007, section 5; Glorot, Bordes & Bengio 2011). The classifier is a
 * logistic regression on TF-IDF of words, fitted to one half of the texts and scored on the other.
 * @throws LabError when a corpus has fewer than four texts
 */
export declare function proxyADistance(first: Corpus, second: Corpus, options: ProxyDistanceOptions): number;
/**
 * Cross-entropy of each corpus under a bigram model of each other one, in nats a word: rows are the corpora that the models
 * learned from, columns those that they are scored on, in the order given. Not symmetric. All models share one vocabulary,
 * the words that all corpora together have five times or more, so that numbers compare; each learns from every text but
 * the tenth, and is scored on the tenths, so that the diagonal is held out too.
 * @throws LabError when a corpus has fewer than ten texts
 */
export declare function crossEntropyMatrix(corpora: readonly Corpus[]): number[][];
/** A measure between every two corpora: [source][target], in the order of the names. */
export interface DistanceMatrix {
    readonly measure: string;
    readonly sources: readonly string[];
    readonly targets: readonly string[];
    readonly values: readonly (readonly number[])[];
}
/** A measure of two corpora, for every source and target. */
export declare function distanceMatrix(measure: string, sources: Readonly<Record<string, Corpus>>, targets: Readonly<Record<string, Corpus>>, distance: (source: Corpus, target: Corpus) => number): DistanceMatrix;
