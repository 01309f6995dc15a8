/** Fitting a vocabulary to a domain: how badly it breaks the domain's words, and words added to it. */
import type { Tokenizer } from '../data/tokenizer';
import { type TransformerEncoder } from '../models/transformerEncoder';
/** How a tokenizer breaks the words of texts. */
export interface Fragmentation {
    /** Running words, parted by spaces and punctuation. */
    readonly words: number;
    /** Mean pieces of a running word: 1 is whole words throughout (Rust et al. 2021 call it fertility). */
    readonly piecesPerWord: number;
    /** Share of running words that are broken into two pieces or more, 0 to 1. */
    readonly brokenShare: number;
    /** Share of running words that hold an unknown piece, 0 to 1. */
    readonly unknownShare: number;
}
/** @throws LabError when the texts hold no word */
export declare function fragmentation(tokenizer: Tokenizer, texts: Iterable<string>): Fragmentation;
/** A word that a tokenizer breaks. */
export interface BrokenWord {
    readonly word: string;
    readonly count: number;
    /** Pieces saved in the texts if it were one piece: count times (pieces - 1). */
    readonly saving: number;
}
export interface BrokenWordOptions {
    /** How many words at most. */
    readonly limit: number;
    /** Words seen less often are left out: their embeddings would hardly be trained. Default 5. */
    readonly minimumCount?: number;
}
/** The broken words of a domain's texts whose addition to the vocabulary saves the most pieces, best first. */
export declare function brokenWords(tokenizer: Tokenizer, texts: Iterable<string>, { limit, minimumCount }: BrokenWordOptions): BrokenWord[];
/**
 * An encoder for an extended vocabulary: a copy of `encoder` whose token table has a row more for each added piece,
 * starting from the mean of the rows of the pieces that the old tokenizer breaks it into (Hewitt 2021; Yao et al. 2021,
 * "Adapt-and-Distill", section 3.1). The old rows, and all other parameters, are the same.
 * @throws LabError when the tokenizers do not fit the encoder, or the new one does not begin with the old one's pieces
 */
export declare function extendEncoder(encoder: TransformerEncoder, before: Tokenizer, after: Tokenizer): TransformerEncoder;
