/**
 * Bag-of-words features: term frequency times inverse document frequency (Salton & Buckley 1988), with the smoothing
 * and normalisation that scikit-learn made the common meaning of the name.
 */
import { type SparseMatrix } from '../data/sparseMatrix';
export interface TfidfOptions {
    /** Runs of up to this many words are terms: 2 takes words and pairs of neighbours. Default 2. */
    maximumWords?: number;
    /** Terms found in fewer texts are dropped. Default 1 (all are kept). */
    minimumDocuments?: number;
    /** A term found tf times counts 1 + ln(tf) instead of tf. Default false. */
    sublinear?: boolean;
    /** Which runs of characters are words. Default: two or more letters, digits or underscores, in lower case. */
    wordsOf?: (text: string) => string[];
}
/** Lower-cased words of two or more letters, digits or underscores. */
export declare function wordsOfText(text: string): string[];
/** Terms and their inverse document frequencies, learnt from texts without labels. */
export declare class Tfidf {
    #private;
    /** The terms, in alphabetical (code unit) order: column c of the features is terms[c]. */
    readonly terms: readonly string[];
    /** [terms], ln((1 + texts) / (1 + texts with the term)) + 1 */
    readonly inverseDocumentFrequencies: Float64Array;
    private constructor();
    /**
     * Learns terms and frequencies.
     * @throws LabError when no term is left
     */
    static fit(texts: readonly string[], options?: TfidfOptions): Tfidf;
    /** [texts, terms]; each row has length 1, or is empty for a text without known terms. */
    features(texts: readonly string[]): SparseMatrix;
}
