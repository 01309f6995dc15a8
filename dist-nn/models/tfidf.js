"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Tfidf = void 0;
exports.wordsOfText = wordsOfText;
/**
 * Bag-of-words features: term frequency times inverse document frequency (Salton & Buckley 1988), with the smoothing
 * and normalisation that scikit-learn made the common meaning of the name.
 */
const sparseMatrix_1 = require("../data/sparseMatrix");
const errors_1 = require("../errors");
/** Lower-cased words of two or more letters, digits or underscores. */
function wordsOfText(text) {
    return text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
}
/** Terms and their inverse document frequencies, learnt from texts without labels. */
class Tfidf {
    /** The terms, in alphabetical (code unit) order: column c of the features is terms[c]. */
    terms;
    /** [terms], ln((1 + texts) / (1 + texts with the term)) + 1 */
    inverseDocumentFrequencies;
    #columnOf;
    #options;
    constructor(documentCounts, texts, options) {
        this.#options = options;
        this.terms = [...documentCounts.keys()]
            .filter((term) => documentCounts.get(term) >= options.minimumDocuments)
            .sort();
        this.#columnOf = new Map(this.terms.map((term, column) => [term, column]));
        this.inverseDocumentFrequencies = Float64Array.from(this.terms, (term) => Math.log((1 + texts) / (1 + documentCounts.get(term))) + 1);
    }
    /**
     * Learns terms and frequencies.
     * @throws LabError when no term is left
     */
    static fit(texts, options = {}) {
        const complete = {
            maximumWords: options.maximumWords ?? 2,
            minimumDocuments: options.minimumDocuments ?? 1,
            sublinear: options.sublinear ?? false,
            wordsOf: options.wordsOf ?? wordsOfText,
        };
        const documentCounts = new Map();
        for (const text of texts) {
            for (const term of new Set(termsOf(text, complete))) {
                documentCounts.set(term, (documentCounts.get(term) ?? 0) + 1);
            }
        }
        const tfidf = new Tfidf(documentCounts, texts.length, complete);
        if (tfidf.terms.length === 0) {
            throw new errors_1.LabError(`No term is left of ${texts.length} texts; lower minimumDocuments or give texts with words.`);
        }
        return tfidf;
    }
    /** [texts, terms]; each row has length 1, or is empty for a text without known terms. */
    features(texts) {
        const builder = new sparseMatrix_1.SparseMatrixBuilder(this.terms.length);
        for (const text of texts) {
            const counts = new Map();
            for (const term of termsOf(text, this.#options)) {
                const column = this.#columnOf.get(term);
                if (column !== undefined)
                    counts.set(column, (counts.get(column) ?? 0) + 1);
            }
            const row = [...counts].sort(([a], [b]) => a - b);
            const values = row.map(([column, count]) => {
                const frequency = this.#options.sublinear ? 1 + Math.log(count) : count;
                return frequency * this.inverseDocumentFrequencies[column];
            });
            const norm = Math.hypot(...values);
            for (let k = 0; k < row.length; k++)
                builder.push(row[k][0], values[k] / norm);
            builder.endRow();
        }
        return builder.build();
    }
}
exports.Tfidf = Tfidf;
function termsOf(text, options) {
    const words = options.wordsOf(text);
    const terms = [...words];
    for (let length = 2; length <= options.maximumWords; length++) {
        for (let start = 0; start + length <= words.length; start++) {
            terms.push(words.slice(start, start + length).join(' '));
        }
    }
    return terms;
}
//# sourceMappingURL=tfidf.js.map