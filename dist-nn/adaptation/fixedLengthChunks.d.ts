/**
 * Cuts long texts and joins short neighbours into chunks of exactly so many words (runs of characters between spaces).
 * A score that is a sum over words, such as importance resampling's, otherwise favours short or long texts whatever their
 * domain. The last, incomplete chunk is left out; white space becomes single spaces.
 * @param texts of one source, in order: neighbours share chunks
 * @throws LabError unless `words` is a whole number above 0
 */
export declare function fixedLengthChunks(texts: Iterable<string>, words: number): string[];
