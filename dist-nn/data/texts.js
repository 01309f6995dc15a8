"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.LabelledTexts = exports.TextCorpus = void 0;
require("../engine/nodeCompatibility");
const node_module_1 = require("node:module");
const labelBudget_1 = require("./labelBudget");
/** Texts without labels, in a fixed order. */
class TextCorpus {
    texts;
    constructor(texts) {
        this.texts = texts;
    }
    get length() {
        return this.texts.length;
    }
    /** The first `rows` texts as a danfo frame with the column `text`. */
    table(rows = 10) {
        return frameOf(this.texts.slice(0, rows).map((text) => ({ text })));
    }
}
exports.TextCorpus = TextCorpus;
/** Texts with one label each, in a fixed order. */
class LabelledTexts {
    examples;
    labels;
    scarce;
    constructor(examples, labels, 
    /** What {@link labelled} does with a class that has fewer examples than asked for. */
    scarce = 'refused') {
        this.examples = examples;
        this.labels = labels;
        this.scarce = scarce;
    }
    get length() {
        return this.examples.length;
    }
    /** How many examples each label has, in the order of `labels`. */
    countPerLabel() {
        return (0, labelBudget_1.countPerLabel)(this.labelIndices(), this.labels);
    }
    /** The same number of examples of every class; nested for one seed, as {@link budgetIndices} tells. */
    labelled(budget) {
        const indices = (0, labelBudget_1.budgetIndices)(this.labelIndices(), this.labels, budget, this.scarce);
        return new LabelledTexts(indices.map((index) => this.examples[index]), this.labels);
    }
    labelIndices() {
        return this.examples.map(({ label }) => label);
    }
    /** The first `rows` examples as a danfo frame with the columns `text` and `label` (the label's name). */
    table(rows = 10) {
        const shown = this.examples.slice(0, rows);
        return frameOf(shown.map(({ text, label }) => ({ text, label: this.labels[label] })));
    }
}
exports.LabelledTexts = LabelledTexts;
function frameOf(rows) {
    // Loaded on first use: danfo brings the native engine, which reading a card does not need.
    const danfo = (0, node_module_1.createRequire)(__filename)('danfojs-node');
    return new danfo.DataFrame(rows);
}
//# sourceMappingURL=texts.js.map