"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.NgramLanguageModel = void 0;
/**
 * A bigram language model over word ids with interpolated absolute discounting (Ney, Essen & Kneser 1994; Chen & Goodman
 * 1999, equation 15): p(w | v) = max(c(v, w) - D, 0) / c(v) + D n(v) / c(v) p(w), n(v) being the number of different words
 * seen after v; p(w) discounts in the same way towards the uniform distribution. Every distribution sums to 1.
 */
const errors_1 = require("../errors");
class NgramLanguageModel {
    vocabularySize;
    discount;
    /** Context v (vocabularySize begins a text) and word w, as v * vocabularySize + w, to its count. */
    pairs = new Map();
    contextCounts;
    contextKinds;
    wordProbabilities;
    /**
     * Counts words and pairs of neighbours; pairs do not cross texts.
     * @throws LabError when there is no word, an id lies outside the vocabulary, or the discount is out of range
     */
    constructor(sequences, options) {
        const { vocabularySize, discount = 0.75 } = options;
        if (!(discount > 0 && discount < 1))
            throw new errors_1.LabError(`The discount is ${discount}; give a number between 0 and 1, such as 0.75.`);
        this.vocabularySize = vocabularySize;
        this.discount = discount;
        this.contextCounts = new Float64Array(vocabularySize + 1);
        this.contextKinds = new Float64Array(vocabularySize + 1);
        const counts = new Float64Array(vocabularySize);
        let total = 0;
        for (const words of sequences) {
            let context = vocabularySize;
            for (const word of words) {
                if (!(word >= 0 && word < vocabularySize))
                    throw new errors_1.LabError(`Word id ${word} lies outside the vocabulary of ${vocabularySize}; encode with the same vocabulary.`);
                const pair = context * vocabularySize + word;
                const before = this.pairs.get(pair) ?? 0;
                if (before === 0)
                    this.contextKinds[context]++;
                this.pairs.set(pair, before + 1);
                this.contextCounts[context]++;
                counts[word]++;
                total++;
                context = word;
            }
        }
        if (total === 0)
            throw new errors_1.LabError('There is no word to learn a language model from; give it texts.');
        const kinds = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
        const left = (discount * kinds) / total / vocabularySize;
        this.wordProbabilities = counts.map((count) => Math.max(count - discount, 0) / total + left);
    }
    /** p(word | context); the context `vocabularySize` is the beginning of a text. */
    probability(context, word) {
        const own = this.wordProbabilities[word];
        const seen = this.contextCounts[context];
        if (seen === 0)
            return own;
        const count = this.pairs.get(context * this.vocabularySize + word) ?? 0;
        const left = (this.discount * this.contextKinds[context]) / seen;
        return Math.max(count - this.discount, 0) / seen + left * own;
    }
    /** Sum of -ln p over a text's words, in nats. */
    negativeLogLikelihood(words) {
        let sum = 0;
        let context = this.vocabularySize;
        for (let k = 0; k < words.length; k++) {
            sum -= Math.log(this.probability(context, words[k]));
            context = words[k];
        }
        return sum;
    }
    /** Mean of -ln p over all words of texts, in nats a word; its exponential is the perplexity. NaN for no words. */
    crossEntropy(sequences) {
        let sum = 0;
        let words = 0;
        for (const sequence of sequences) {
            sum += this.negativeLogLikelihood(sequence);
            words += sequence.length;
        }
        return sum / words;
    }
}
exports.NgramLanguageModel = NgramLanguageModel;
//# sourceMappingURL=ngramLanguageModel.js.map