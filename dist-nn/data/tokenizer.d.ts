import type { TextCorpus } from './texts';
/** Ids of the tokens that stand for no text. */
export interface SpecialTokens {
    readonly padding: number;
    readonly unknown: number;
    readonly classification: number;
    readonly separator: number;
    readonly mask: number;
}
/** Turns text into ids of word pieces and back. Immutable. */
export interface Tokenizer {
    readonly vocabularySize: number;
    /** SHA-256 of its tokenizer.json. */
    readonly hash: string;
    readonly specialTokens: SpecialTokens;
    /** Ids of the text's pieces, each 0 to vocabularySize - 1; no special tokens are added and nothing is cut off. */
    encode(text: string): Int32Array;
    /** The text of the ids, special tokens left out; normalising is not undone. */
    decode(ids: ArrayLike<number>): string;
    /** The piece with this id: a word's start as it is, a later part with '##' before it. */
    tokenOf(id: number): string;
    /**
     * A tokenizer with more pieces, whose ids follow the present ones: words as they are, later parts with '##' before them.
     * @throws LabError for a piece that it has, that comes twice, or that is empty or holds a space
     */
    withPieces(pieces: readonly string[]): Tokenizer;
    /** Writes tokenizer.json, the standard file of Hugging Face's tokenizers, into the folder. */
    save(folder: string): void;
}
export interface WordPieceOptions {
    /** Pieces in all, with the five special tokens; fewer come out where the text has fewer. */
    readonly vocabularySize: number;
    /** Pairs of pieces seen less often are not merged. Default 2: what is seen once teaches nothing. */
    readonly minimumFrequency?: number;
    /** Distinct characters kept, the most frequent. Default 1,000, as in Hugging Face's trainer. */
    readonly alphabetLimit?: number;
}
/**
 * Learns a WordPiece vocabulary from a corpus (use the pretraining split: held-out texts must not shape it). Text is
 * lower-cased, accents are stripped and punctuation is split off, as BERT's uncased models do.
 * @throws LabError when the vocabulary is too small for the special tokens and the characters
 */
export declare function trainWordPiece(corpus: TextCorpus | readonly string[], options: WordPieceOptions): Tokenizer;
/**
 * Reads a tokenizer.json.
 * @param folderOrFile the file, or the folder that holds it
 * @throws LabError when it is missing, no JSON, not a WordPiece tokenizer, or lacks a special token
 */
export declare function loadTokenizer(folderOrFile: string): Tokenizer;
