"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.crossEntropyDifference = crossEntropyDifference;
const ngramLanguageModel_1 = require("../models/ngramLanguageModel");
const budgetedTop_1 = require("./budgetedTop");
const pool_1 = require("./pool");
const selectCorpus_1 = require("./selectCorpus");
const wordHashes_1 = require("./wordHashes");
const wordVocabulary_1 = require("./wordVocabulary");
/**
 * Moore & Lewis 2010, "Intelligent Selection of Language Model Training Data": a text's score is H_N(s) - H_I(s), the
 * cross-entropy a word under a language model N of the pool minus that under a model I of the target (section 2). N is
 * learned from a random sample of the pool as large as the target, with the target's vocabulary of words seen twice or
 * more, all others being one unknown word (section 3). The models are bigrams; the paper's were of order four.
 * @throws LabError without target texts
 */
function crossEntropyDifference(options) {
    const { target, seed, discount } = options;
    (0, selectCorpus_1.checkedTarget)(target, 'Cross-entropy difference');
    return {
        name: 'Moore-Lewis',
        async fit(pool) {
            const vocabulary = new wordVocabulary_1.WordVocabulary((0, wordVocabulary_1.wordCounts)(target), { minimumCount: 2 });
            const model = (texts) => new ngramLanguageModel_1.NgramLanguageModel(texts.map((text) => vocabulary.encode((0, wordHashes_1.wordHashes)(text))), { vocabularySize: vocabulary.size, ...(discount === undefined ? {} : { discount }) });
            const size = target.reduce((sum, text) => sum + (0, wordHashes_1.countWords)(text), 0);
            const targetModel = model(target);
            const poolModel = model(await sampleOf(pool, size, seed));
            return ({ words }) => {
                const ids = vocabulary.encode(words);
                return (poolModel.negativeLogLikelihood(ids) - targetModel.negativeLogLikelihood(ids)) / ids.length;
            };
        },
    };
}
/** A random sample of a pool of about so many words, repetitions once, the same whatever the pool's order. */
async function sampleOf(pool, words, seed) {
    const sample = new budgetedTop_1.BudgetedTop(words);
    await (0, pool_1.readPool)(pool, (text) => {
        const hashes = (0, wordHashes_1.wordHashes)(text);
        if (hashes.length === 0)
            return;
        const key = (0, wordHashes_1.textKey)(hashes);
        sample.offer({ text, tokens: hashes.length, score: (0, wordHashes_1.uniformOf)(key, seed ^ 0x2545f491), key });
    });
    const chosen = sample.selected().map(({ text }) => text);
    // A target of a few words may be smaller than every text of the pool.
    return chosen.length > 0 ? chosen : await firstOf(pool);
}
async function firstOf(pool) {
    const texts = typeof pool === 'function' ? pool() : pool;
    for await (const text of texts)
        if ((0, wordHashes_1.countWords)(text) > 0)
            return [text];
    return [];
}
//# sourceMappingURL=crossEntropyDifference.js.map