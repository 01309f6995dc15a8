/**
 * Words as 32-bit numbers, fast enough for pools of gigabytes: one pass over the characters, no string per word. Words
 * are runs of letters and digits, ASCII letters in lower case; punctuation parts them and is not counted. Two different
 * words share a number with probability 2^-32.
 */
/**
 * FNV-1a hashes of a text's words, in order (Fowler, Noll & Vo). The array is a view that the next call overwrites: read it
 * at once, or copy it.
 */
export declare function wordHashes(text: string): Uint32Array;
/** Number of words of a text, as {@link wordHashes} parts them: the unit of token budgets unless another is given. */
export declare function countWords(text: string): number;
/** Mixes the bits of a 32-bit number so that each depends on all (the finaliser of MurmurHash3, Appleby 2011). */
export declare function mixed(value: number): number;
/** One number in 0 to 2^32 - 1 for two neighbouring words, in order. */
export declare function pairHash(first: number, second: number): number;
/**
 * A 53-bit number of a text that depends on its words alone: equal for texts that differ in case, punctuation or spacing
 * only. Serves to find repeated texts; two different ones of a million share a number with probability 6e-5.
 */
export declare function textKey(words: Uint32Array): number;
/** A number in (0, 1) that depends on a text's key and a seed alone, so that repetitions of a text draw the same. */
export declare function uniformOf(key: number, seed: number): number;
