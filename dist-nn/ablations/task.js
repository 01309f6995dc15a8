"use strict";
/** What a study is scored on: a task fixes which metrics exist, and the split that may choose hyperparameters. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.classification = classification;
exports.tagging = tagging;
exports.languageModelling = languageModelling;
exports.translation = translation;
exports.higherIsBetter = higherIsBetter;
exports.metricTitle = metricTitle;
const metrics_1 = require("../training/metrics");
/** Metrics of tasks other than classification, which the registry of metrics does not hold. */
const others = {
    spanF1: { title: 'Span F1', higherIsBetter: true },
    tokenAccuracy: { title: 'Token accuracy', higherIsBetter: true },
    exactMatch: { title: 'Exact match', higherIsBetter: true },
    bleu: { title: 'BLEU', higherIsBetter: true },
    chrF: { title: 'chrF', higherIsBetter: true },
    perplexity: { title: 'Perplexity', higherIsBetter: false },
    bitsPerByte: { title: 'Bits per byte', higherIsBetter: false },
};
function task(kind, dataset, options) {
    return {
        kind,
        dataset,
        metrics: options.metrics,
        selectOn: options.selectOn ?? 'dev',
        evaluateOn: 'test',
        budgetUnit: options.budgetUnit ?? 'labels per class',
    };
}
/** One label a text. `classification('wordnet-glosses', { metrics: ['accuracy', 'macroF1'] })`. */
function classification(dataset, options) {
    return task('classification', dataset, options);
}
/** One label a token. */
function tagging(dataset, options) {
    return task('tagging', dataset, options);
}
/** The next token, or the masked one. */
function languageModelling(dataset, options) {
    return task('languageModelling', dataset, options);
}
/** One text into another. */
function translation(dataset, options) {
    return task('translation', dataset, options);
}
/** Whether a larger value of the metric is the better one; true for a metric that nobody registered. */
function higherIsBetter(metric) {
    return (metrics_1.metrics[metric] ?? others[metric])?.higherIsBetter ?? true;
}
/** A metric as it stands in tables and on axes. */
function metricTitle(metric) {
    return (metrics_1.metrics[metric] ?? others[metric])?.title ?? metric;
}
//# sourceMappingURL=task.js.map