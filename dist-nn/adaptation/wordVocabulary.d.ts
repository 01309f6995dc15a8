/** Word ids of texts: the most frequent words have 1, 2, ... in the order of frequency, all others share 0. */
export declare class WordVocabulary {
    private readonly ids;
    /**
     * @param counts how often each word hash occurs
     * @param minimumCount words seen less often share id 0
     * @param limit how many words get an id of their own
     */
    constructor(counts: ReadonlyMap<number, number>, { minimumCount, limit }?: {
        minimumCount?: number | undefined;
        limit?: number | undefined;
    });
    /** Ids are 0 to size - 1. */
    get size(): number;
    /** Ids of word hashes, in order. */
    encode(words: Uint32Array): Int32Array;
}
/** How often each word occurs in texts, by hash. */
export declare function wordCounts(texts: Iterable<string>): Map<number, number>;
/** @throws LabError naming the corpus where it has no word */
export declare function refuseEmpty(counts: ReadonlyMap<number, number>, corpus: string): void;
