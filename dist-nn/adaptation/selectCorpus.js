"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.selectCorpus = selectCorpus;
exports.checkedTarget = checkedTarget;
/** Selecting pretraining text for a target from a pool: what every method shares. */
const errors_1 = require("../errors");
const budgetedTop_1 = require("./budgetedTop");
const pool_1 = require("./pool");
const wordHashes_1 = require("./wordHashes");
/**
 * Reads a pool once (after the method's own reading) and selects its best texts under a token budget: texts in the order
 * of their scores until the next one would not fit. Repetitions count once. Memory holds the selection alone, whatever the
 * size of the pool; the answer does not depend on the order of the pool, but for which spelling of a repeated text is kept.
 * @throws LabError when the pool has no text with a word, or the budget is no number above zero; StoppedError on request
 */
async function selectCorpus(pool, method, budget) {
    const { tokens: budgetTokens, countTokens } = (0, pool_1.checkedBudget)(budget);
    const score = await method.fit(pool);
    const best = new budgetedTop_1.BudgetedTop(budgetTokens);
    let withWords = 0;
    const poolTexts = await (0, pool_1.readPool)(pool, (text) => {
        const words = (0, wordHashes_1.wordHashes)(text);
        if (words.length === 0)
            return;
        withWords++;
        const key = (0, wordHashes_1.textKey)(words);
        const own = score({ text, words, key });
        // Counting tokens may cost more than scoring: it is left out where the score cannot be enough.
        if (own < best.threshold)
            return;
        best.offer({ text, tokens: countTokens(text), score: own, key });
    });
    if (withWords === 0)
        throw new errors_1.LabError('The pool has no text with a word in it; give it texts to select from.');
    const selected = best.selected();
    return {
        method: method.name,
        texts: selected.map(({ text }) => text),
        scores: selected.map(({ score: own }) => own),
        tokens: selected.reduce((sum, { tokens }) => sum + tokens, 0),
        poolTexts,
    };
}
/** @throws LabError when a method is given no target text with a word in it */
function checkedTarget(target, method) {
    if (!target.some((text) => (0, wordHashes_1.wordHashes)(text).length > 0))
        throw new errors_1.LabError(`${method} needs texts of the target to compare with; give it some.`);
    return target;
}
//# sourceMappingURL=selectCorpus.js.map