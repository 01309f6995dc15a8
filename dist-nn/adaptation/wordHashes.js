"use strict";
/**
 * Words as 32-bit numbers, fast enough for pools of gigabytes: one pass over the characters, no string per word. Words
 * are runs of letters and digits, ASCII letters in lower case; punctuation parts them and is not counted. Two different
 * words share a number with probability 2^-32.
 */
Object.defineProperty(exports, "__esModule", { value: true });
exports.wordHashes = wordHashes;
exports.countWords = countWords;
exports.mixed = mixed;
exports.pairHash = pairHash;
exports.textKey = textKey;
exports.uniformOf = uniformOf;
const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;
/** Which of the first 128 characters belong to words; 0 is none, else the lower-case character's code. */
const wordCode = Uint8Array.from({ length: 128 }, (_, code) => {
    const character = String.fromCharCode(code);
    return /[a-z0-9]/i.test(character) ? character.toLowerCase().charCodeAt(0) : 0;
});
let buffer = new Uint32Array(1024);
/**
 * FNV-1a hashes of a text's words, in order (Fowler, Noll & Vo). The array is a view that the next call overwrites: read it
 * at once, or copy it.
 */
function wordHashes(text) {
    let count = 0;
    let hash = offsetBasis;
    let inside = false;
    for (let k = 0; k < text.length; k++) {
        const code = text.charCodeAt(k);
        // Beyond ASCII everything but spaces counts as a letter: exact for letters, lenient with rare punctuation.
        const own = code < 128 ? wordCode[code] : isOtherSpace(code) ? 0 : code;
        if (own !== 0) {
            hash = Math.imul(hash ^ own, prime);
            inside = true;
        }
        else if (inside) {
            buffer[count++] = hash;
            if (count === buffer.length)
                grow();
            hash = offsetBasis;
            inside = false;
        }
    }
    if (inside)
        buffer[count++] = hash;
    return buffer.subarray(0, count);
}
function isOtherSpace(code) {
    return code === 0xa0 || code === 0x3000 || code === 0x1680 || (code >= 0x2000 && code <= 0x206f);
}
function grow() {
    const larger = new Uint32Array(buffer.length * 2);
    larger.set(buffer);
    buffer = larger;
}
/** Number of words of a text, as {@link wordHashes} parts them: the unit of token budgets unless another is given. */
function countWords(text) {
    return wordHashes(text).length;
}
/** Mixes the bits of a 32-bit number so that each depends on all (the finaliser of MurmurHash3, Appleby 2011). */
function mixed(value) {
    let h = value;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
}
/** One number in 0 to 2^32 - 1 for two neighbouring words, in order. */
function pairHash(first, second) {
    return mixed(Math.imul(first, 0x9e3779b1) ^ (second + 0x7f4a7c15));
}
/**
 * A 53-bit number of a text that depends on its words alone: equal for texts that differ in case, punctuation or spacing
 * only. Serves to find repeated texts; two different ones of a million share a number with probability 6e-5.
 */
function textKey(words) {
    let low = 0x9747b28c;
    let high = 0x3c6ef372;
    for (let k = 0; k < words.length; k++) {
        low = mixed(low ^ words[k]);
        high = mixed(Math.imul(high, 31) + words[k]);
    }
    return (high & 0x1fffff) * 2 ** 32 + low;
}
/** A number in (0, 1) that depends on a text's key and a seed alone, so that repetitions of a text draw the same. */
function uniformOf(key, seed) {
    const low = mixed((key >>> 0) ^ mixed(seed));
    const high = mixed(Math.floor(key / 2 ** 32) ^ mixed(seed ^ 0x5bd1e995) ^ low);
    return (high + 0.5 + low / 2 ** 32) / (2 ** 32 + 1);
}
//# sourceMappingURL=wordHashes.js.map