"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.packedBlocks = packedBlocks;
const errors_1 = require("../errors");
/**
 * Texts joined into blocks of exactly `length` tokens, a separator after each text; what is left over at the end is dropped
 * (the packing of Liu et al. 2019, RoBERTa, section 4.2). Equal numbers of steps are then equal numbers of tokens, whatever
 * the texts' lengths.
 * @throws LabError when the texts do not fill one block
 */
function packedBlocks(sequences, { length, separator }) {
    const tokens = sequences.reduce((sum, sequence) => sum + sequence.length + 1, 0);
    const count = Math.floor(tokens / length);
    if (count === 0)
        throw new errors_1.LabError(`The texts hold ${tokens} tokens, too few for a block of ${length}; give more text.`);
    const joined = new Int32Array(tokens).fill(separator);
    let place = 0;
    for (const sequence of sequences) {
        joined.set(sequence, place);
        place += sequence.length + 1;
    }
    return Array.from({ length: count }, (_, block) => joined.slice(block * length, (block + 1) * length));
}
//# sourceMappingURL=packing.js.map