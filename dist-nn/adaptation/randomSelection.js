"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.randomSelection = randomSelection;
const wordHashes_1 = require("./wordHashes");
/** Selects at random: the control that every other method must beat. */
function randomSelection({ seed }) {
    return {
        name: 'random',
        fit: async () => (candidate) => (0, wordHashes_1.uniformOf)(candidate.key, seed),
    };
}
//# sourceMappingURL=randomSelection.js.map