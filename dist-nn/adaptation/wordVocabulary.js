"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.WordVocabulary = void 0;
exports.wordCounts = wordCounts;
exports.refuseEmpty = refuseEmpty;
const errors_1 = require("../errors");
const wordHashes_1 = require("./wordHashes");
/** Word ids of texts: the most frequent words have 1, 2, ... in the order of frequency, all others share 0. */
class WordVocabulary {
    ids = new Map();
    /**
     * @param counts how often each word hash occurs
     * @param minimumCount words seen less often share id 0
     * @param limit how many words get an id of their own
     */
    constructor(counts, { minimumCount = 2, limit = 50_000 } = {}) {
        const kept = [...counts]
            .filter(([, count]) => count >= minimumCount)
            .sort(([a, m], [b, n]) => n - m || a - b)
            .slice(0, limit);
        for (const [word] of kept)
            this.ids.set(word, this.ids.size + 1);
    }
    /** Ids are 0 to size - 1. */
    get size() {
        return this.ids.size + 1;
    }
    /** Ids of word hashes, in order. */
    encode(words) {
        const encoded = new Int32Array(words.length);
        for (let k = 0; k < words.length; k++)
            encoded[k] = this.ids.get(words[k]) ?? 0;
        return encoded;
    }
}
exports.WordVocabulary = WordVocabulary;
/** How often each word occurs in texts, by hash. */
function wordCounts(texts) {
    const counts = new Map();
    for (const text of texts) {
        for (const word of (0, wordHashes_1.wordHashes)(text))
            counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    return counts;
}
/** @throws LabError naming the corpus where it has no word */
function refuseEmpty(counts, corpus) {
    if (counts.size === 0)
        throw new errors_1.LabError(`${corpus} has no words; give it texts.`);
}
//# sourceMappingURL=wordVocabulary.js.map