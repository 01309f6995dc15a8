"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.seededRandom = seededRandom;
const node_crypto_1 = require("node:crypto");
/**
 * A generator keyed by a number or a name; `seededRandom('labels/7')` and `seededRandom('batches/7')` are unrelated streams.
 * The generator is sfc32 (C. Doty-Humphrey, PractRand), its 128 bits of state come from the SHA-256 of the seed.
 */
function seededRandom(seed) {
    const key = (0, node_crypto_1.createHash)('sha256').update(String(seed)).digest();
    let a = key.readInt32LE(0);
    let b = key.readInt32LE(4);
    let c = key.readInt32LE(8);
    let counter = 1;
    let spareNormal;
    function bits() {
        const sum = (((a + b) | 0) + counter) | 0;
        counter = (counter + 1) | 0;
        a = b ^ (b >>> 9);
        b = (c + (c << 3)) | 0;
        c = (c << 21) | (c >>> 11);
        c = (c + sum) | 0;
        return sum >>> 0;
    }
    for (let warmUp = 0; warmUp < 12; warmUp++)
        bits();
    const uniform = () => bits() / 2 ** 32;
    function integer(below) {
        if (!Number.isInteger(below) || below < 1 || below > 2 ** 32) {
            throw new RangeError(`integer(below) needs a whole number from 1 to 2^32, not ${below}.`);
        }
        // Draws from the incomplete last interval are thrown away: without that, small numbers would be likelier.
        const limit = 2 ** 32 - (2 ** 32 % below);
        let drawn = bits();
        while (drawn >= limit)
            drawn = bits();
        return drawn % below;
    }
    function shuffle(items) {
        for (let last = items.length - 1; last > 0; last--) {
            const other = integer(last + 1);
            const held = items[last];
            items[last] = items[other];
            items[other] = held;
        }
        return items;
    }
    function normal() {
        if (spareNormal !== undefined) {
            const spare = spareNormal;
            spareNormal = undefined;
            return spare;
        }
        const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
        const angle = 2 * Math.PI * uniform();
        spareNormal = radius * Math.sin(angle);
        return radius * Math.cos(angle);
    }
    return { uniform, integer, shuffle, normal };
}
//# sourceMappingURL=seededRandom.js.map