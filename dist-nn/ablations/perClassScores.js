"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.recallOf = void 0;
exports.scoredByClass = scoredByClass;
/** What a study of unbalanced classes tells of each class, beside metrics over all of them. */
const classScores_1 = require("../training/classScores");
const metrics_1 = require("../training/metrics");
const classificationArms_1 = require("./classificationArms");
/** Prefix of the facts that hold a class's recall. */
exports.recallOf = 'recall of ';
/**
 * Metrics and facts of answers given by scores [examples, classes], with each class's recall ('recall of NAME') and the
 * chance level of macro-F1.
 */
function scoredByClass(scores, labels, names) {
    const { metrics, facts } = (0, classificationArms_1.scored)(scores, labels, names.length);
    const byClass = (0, metrics_1.classScores)((0, classScores_1.highestScores)(scores, names.length), labels, names.length);
    return {
        metrics,
        facts: {
            ...facts,
            chanceLevel: metrics_1.macroF1.chanceLevel((0, metrics_1.labelShares)(labels, names.length)),
            ...Object.fromEntries(names.map((name, c) => [`${exports.recallOf}${name}`, byClass[c].recall])),
        },
    };
}
//# sourceMappingURL=perClassScores.js.map