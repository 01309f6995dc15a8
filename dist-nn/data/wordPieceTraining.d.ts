/**
 * Learns a WordPiece vocabulary by merging the most frequent pair of neighbouring pieces, again and again (byte-pair
 * encoding, Sennrich et al. 2016, with BERT's '##' on pieces that go on inside a word). Pair counts are kept up to date
 * merge by merge and the best pair comes from a heap, so each merge costs only the words that hold the pair.
 */
export interface VocabularyOptions {
    /** Pieces in all, special tokens included. */
    readonly size: number;
    /** Pairs seen less often are not merged. */
    readonly minimumFrequency: number;
    /** Characters kept, the most frequent first; words with others are not learned from and encode as unknown. */
    readonly alphabetLimit: number;
}
/** Marks a piece that goes on inside a word. */
export declare const continuation = "##";
/**
 * @param wordCounts distinct words after normalising and splitting, with how often each occurs
 * @param special tokens that stand first in the vocabulary
 * @returns the pieces in the order of their ids; the same for any order of wordCounts
 */
export declare function learnWordPieces(wordCounts: ReadonlyMap<string, number>, special: readonly string[], options: VocabularyOptions): string[];
