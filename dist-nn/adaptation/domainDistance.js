"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.vocabularyOverlap = vocabularyOverlap;
exports.jensenShannonDivergence = jensenShannonDivergence;
exports.proxyADistance = proxyADistance;
exports.crossEntropyMatrix = crossEntropyMatrix;
exports.distanceMatrix = distanceMatrix;
/** How far apart two corpora are, by measures that need no neural network. Each is symmetric unless it says otherwise. */
const seededRandom_1 = require("../data/seededRandom");
const errors_1 = require("../errors");
const logisticRegression_1 = require("../models/logisticRegression");
const ngramLanguageModel_1 = require("../models/ngramLanguageModel");
const tfidf_1 = require("../models/tfidf");
const hashedNgrams_1 = require("./hashedNgrams");
const wordHashes_1 = require("./wordHashes");
const wordVocabulary_1 = require("./wordVocabulary");
/**
 * Share of the most frequent words of two corpora that both have, 0 to 1 (Gururangan et al. 2020, section 3.1 and figure
 * 2, there with the 10,000 most frequent words without stop words).
 * @param words how many of the most frequent words of each; fewer where a corpus has fewer. Default 10,000
 * @throws LabError when a corpus has no words
 */
function vocabularyOverlap(first, second, words = 10_000) {
    const [a, b] = [first, second].map((corpus) => {
        const counts = (0, wordVocabulary_1.wordCounts)(corpus);
        (0, wordVocabulary_1.refuseEmpty)(counts, 'A corpus');
        const sorted = [...counts].sort(([wordA, m], [wordB, n]) => n - m || wordA - wordB);
        return new Set(sorted.slice(0, words).map(([word]) => word));
    });
    const shared = [...a].filter((word) => b.has(word)).length;
    return shared / Math.min(words, Math.max(a.size, b.size));
}
/**
 * Jensen-Shannon divergence of the corpora's distributions of n-grams, in bits: 0 for equal ones, 1 for corpora that share
 * no n-gram (Lin 1991, equation 4.1 with equal weights; Ruder & Plank 2017 use it to measure domains).
 * @throws LabError when a corpus has no words
 */
function jensenShannonDivergence(first, second, options = {}) {
    const { pairs = false } = options;
    const buckets = (0, hashedNgrams_1.checkedBuckets)(options.buckets ?? 2 ** 18);
    const [p, q] = [first, second].map((corpus) => {
        const counts = new Float64Array(buckets);
        let total = 0;
        for (const text of corpus) {
            (0, hashedNgrams_1.visitBuckets)((0, wordHashes_1.wordHashes)(text), buckets, pairs, (bucket) => {
                counts[bucket]++;
                total++;
            });
        }
        if (total === 0)
            throw new errors_1.LabError('A corpus has no words; give it texts.');
        return counts.map((count) => count / total);
    });
    let divergence = 0;
    for (let k = 0; k < buckets; k++) {
        const middle = (p[k] + q[k]) / 2;
        if (p[k] > 0)
            divergence += (p[k] / 2) * Math.log2(p[k] / middle);
        if (q[k] > 0)
            divergence += (q[k] / 2) * Math.log2(q[k] / middle);
    }
    return Math.max(0, divergence);
}
/**
 * Proxy A-distance, 2 (1 - 2 e), e being the held-out error of a classifier that tells the corpora apart: 2 where it always
 * can, about 0 where it cannot (Ben-David et al. 2007, section 5; Glorot, Bordes & Bengio 2011). The classifier is a
 * logistic regression on TF-IDF of words, fitted to one half of the texts and scored on the other.
 * @throws LabError when a corpus has fewer than four texts
 */
function proxyADistance(first, second, options) {
    const { seed, l2 = 1 } = options;
    const count = Math.min(options.texts ?? 1000, first.length, second.length);
    if (count < 4)
        throw new errors_1.LabError(`Proxy A-distance needs at least four texts of each corpus; one has ${count}.`);
    const drawn = [first, second].map((corpus, label) => (0, seededRandom_1.seededRandom)(`proxy distance/${seed}/${label}`)
        .shuffle([...corpus])
        .slice(0, count));
    const half = Math.floor(count / 2);
    const part = (from, to) => ({
        texts: drawn.flatMap((texts) => texts.slice(from, to)),
        labels: Int32Array.from({ length: 2 * (to - from) }, (_, k) => (k < to - from ? 0 : 1)),
    });
    const [train, test] = [part(0, half), part(half, count)];
    const tfidf = tfidf_1.Tfidf.fit(train.texts, { maximumWords: 1 });
    const model = logisticRegression_1.LogisticRegression.fit(tfidf.features(train.texts), train.labels, { classes: 2, l2 });
    const answers = model.predict(tfidf.features(test.texts));
    const errors = answers.reduce((sum, answer, row) => sum + (answer === test.labels[row] ? 0 : 1), 0);
    return 2 * (1 - (2 * errors) / answers.length);
}
/**
 * Cross-entropy of each corpus under a bigram model of each other one, in nats a word: rows are the corpora that the models
 * learned from, columns those that they are scored on, in the order given. Not symmetric. All models share one vocabulary,
 * the words that all corpora together have five times or more, so that numbers compare; each learns from every text but
 * the tenth, and is scored on the tenths, so that the diagonal is held out too.
 * @throws LabError when a corpus has fewer than ten texts
 */
function crossEntropyMatrix(corpora) {
    const counts = (0, wordVocabulary_1.wordCounts)(corpora.flat());
    const vocabulary = new wordVocabulary_1.WordVocabulary(counts, { minimumCount: 5 });
    const encoded = corpora.map((corpus) => {
        if (corpus.length < 10)
            throw new errors_1.LabError(`A corpus has ${corpus.length} texts; a language model of it needs at least ten.`);
        return corpus.map((text) => vocabulary.encode((0, wordHashes_1.wordHashes)(text)));
    });
    const isHeldOut = (_, index) => index % 10 === 9;
    const held = encoded.map((texts) => texts.filter(isHeldOut));
    return encoded.map((texts) => {
        const learned = texts.filter((text, index) => !isHeldOut(text, index));
        const model = new ngramLanguageModel_1.NgramLanguageModel(learned, { vocabularySize: vocabulary.size });
        return held.map((sequences) => model.crossEntropy(sequences));
    });
}
/** A measure of two corpora, for every source and target. */
function distanceMatrix(measure, sources, targets, distance) {
    return {
        measure,
        sources: Object.keys(sources),
        targets: Object.keys(targets),
        values: Object.values(sources).map((source) => Object.values(targets).map((target) => distance(source, target))),
    };
}
//# sourceMappingURL=domainDistance.js.map