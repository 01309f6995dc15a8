"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.readPool = readPool;
exports.checkedBudget = checkedBudget;
const errors_1 = require("../errors");
const stop_1 = require("../stop");
const wordHashes_1 = require("./wordHashes");
/** Texts read between two safe points. */
const textsBetweenBreaths = 4096;
/** Calls `read` for every text of a pool, in order. @returns how many texts there were. @throws StoppedError on request */
async function readPool(pool, read) {
    const texts = typeof pool === 'function' ? pool() : pool;
    let count = 0;
    for await (const text of texts) {
        read(text);
        count++;
        if (count % textsBetweenBreaths === 0)
            await (0, stop_1.breathe)();
    }
    return count;
}
/** @throws LabError when the budget is not a number of tokens above zero */
function checkedBudget({ tokens, countTokens = wordHashes_1.countWords, }) {
    if (!(tokens > 0))
        throw new errors_1.LabError(`The budget is ${tokens} tokens; give the number of tokens to select, above zero.`);
    return { tokens, countTokens };
}
//# sourceMappingURL=pool.js.map