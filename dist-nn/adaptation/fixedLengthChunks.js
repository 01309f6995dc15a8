"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.fixedLengthChunks = fixedLengthChunks;
/** Texts of equal length from texts of any length, so that a selection compares what texts say and not how long they are. */
const errors_1 = require("../errors");
/**
 * Cuts long texts and joins short neighbours into chunks of exactly so many words (runs of characters between spaces).
 * A score that is a sum over words, such as importance resampling's, otherwise favours short or long texts whatever their
 * domain. The last, incomplete chunk is left out; white space becomes single spaces.
 * @param texts of one source, in order: neighbours share chunks
 * @throws LabError unless `words` is a whole number above 0
 */
function fixedLengthChunks(texts, words) {
    if (!Number.isInteger(words) || words < 1)
        throw new errors_1.LabError(`A chunk of ${words} words cannot be cut; give a whole number from 1.`);
    const chunks = [];
    let pending = [];
    for (const text of texts) {
        for (const word of text.split(/\s+/)) {
            if (word === '')
                continue;
            pending.push(word);
            if (pending.length < words)
                continue;
            chunks.push(pending.join(' '));
            pending = [];
        }
    }
    return chunks;
}
//# sourceMappingURL=fixedLengthChunks.js.map