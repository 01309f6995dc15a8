/**
 * Near-duplicate texts, found exactly (no hashing misses): two texts are near duplicates when the Jaccard similarity
 * of their features reaches a threshold. Features are the distinct words and pairs of neighbouring words after
 * lower-casing and removal of accents and punctuation. Pairs are found with the prefix filter of Bayardo, Ma and
 * Srikant, "Scaling up all pairs similarity search" (2007): when features are sorted from rare to frequent, two sets of
 * similarity t must share one of their first |x| - ceil(t |x|) + 1 features.
 */
/** Similarity from which two texts count as near duplicates unless a card says otherwise. */
export declare const defaultNearDuplicateThreshold = 0.6;
/** Words of a text as near-duplicate search sees them: lower case, no accents, letters and digits only. */
export declare function wordsOf(text: string): string[];
/** Equal for texts that differ in case, accents, punctuation or spacing only. */
export declare function normalisedText(text: string): string;
/** Each text's features as sorted distinct numbers: small numbers are rare features. */
export declare function featureSets(texts: readonly string[]): Uint32Array[];
/** Jaccard similarity of two sorted sets, 0 to 1; 0 as soon as it is sure to stay below `least`. */
export declare function jaccard(first: Uint32Array, second: Uint32Array, least?: number): number;
/** Texts of one list that nearly repeat texts of another: [index in searched, index in reference]; one match per searched text. */
export declare function nearDuplicatesAcross(searched: readonly string[], reference: readonly string[], threshold?: number): [number, number][];
/**
 * The cluster of every text, as the lowest index in it: texts joined by a chain of near duplicates share a cluster,
 * so no near-duplicate pair is parted when whole clusters move.
 */
export declare function nearDuplicateClusters(texts: readonly string[], threshold?: number): Uint32Array;
