"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.metrics = exports.loss = exports.macroRecall = exports.microF1 = exports.macroF1 = exports.error = exports.accuracy = void 0;
exports.confusionMatrix = confusionMatrix;
exports.classScores = classScores;
exports.metricNamed = metricNamed;
exports.labelShares = labelShares;
exports.tieRate = tieRate;
/**
 * How predictions are scored: a registry of metrics that state which way is better, which tasks they fit and what
 * label-blind guessing would score. "Error" is the share of wrong answers; "loss" is mean cross-entropy in nats.
 */
const errors_1 = require("../errors");
/**
 * How often each class was answered with each: entry (label, prediction) at label * classes + prediction.
 * @throws LabError for no examples, unequal lengths or a class outside 0 to classes - 1
 */
function confusionMatrix(predictions, labels, classes) {
    checkLabels(labels, classes);
    if (predictions.length !== labels.length) {
        throw new errors_1.LabError(`${predictions.length} predictions came with ${labels.length} labels; give one a label.`);
    }
    const counts = new Int32Array(classes * classes);
    for (let k = 0; k < labels.length; k++) {
        if (!(predictions[k] >= 0 && predictions[k] < classes)) {
            throw new errors_1.LabError(`Prediction ${predictions[k]} is not one of ${classes} classes (0 to ${classes - 1}).`);
        }
        counts[labels[k] * classes + predictions[k]]++;
    }
    return counts;
}
/**
 * Precision, recall and F1 of each class. Where one is 0 / 0 it is 0, as scikit-learn's zero_division=0: precision of a
 * class that was never answered, recall of one that no example has.
 */
function classScores(predictions, labels, classes) {
    const counts = confusionMatrix(predictions, labels, classes);
    return Array.from({ length: classes }, (_, c) => {
        let [labelled, predicted] = [0, 0];
        for (let other = 0; other < classes; other++) {
            labelled += counts[c * classes + other];
            predicted += counts[other * classes + c];
        }
        const right = counts[c * classes + c];
        return {
            precision: predicted > 0 ? right / predicted : 0,
            recall: labelled > 0 ? right / labelled : 0,
            f1: labelled + predicted > 0 ? (2 * right) / (labelled + predicted) : 0,
            labelled,
            predicted,
        };
    });
}
function shareRight(predictions, labels, classes) {
    const counts = confusionMatrix(predictions, labels, classes);
    let right = 0;
    for (let c = 0; c < classes; c++)
        right += counts[c * classes + c];
    return right / labels.length;
}
function mean(values) {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
}
const present = (shares) => shares.filter((share) => share > 0);
const singleLabel = ['classification', 'tagging'];
exports.accuracy = {
    name: 'accuracy',
    title: 'Accuracy',
    higherIsBetter: true,
    tasks: singleLabel,
    needs: 'predictions',
    chanceLevel: (shares) => Math.max(...shares),
    compute: shareRight,
};
exports.error = {
    name: 'error',
    title: 'Error (share wrong)',
    higherIsBetter: false,
    tasks: singleLabel,
    needs: 'predictions',
    chanceLevel: (shares) => 1 - Math.max(...shares),
    compute: (predictions, labels, classes) => 1 - shareRight(predictions, labels, classes),
};
/**
 * Mean F1 over the classes that occur among labels or predictions (scikit-learn's default label set); classes in neither
 * are left out, a class that was answered but never right counts 0.
 */
exports.macroF1 = {
    name: 'macroF1',
    title: 'Macro-F1',
    higherIsBetter: true,
    tasks: singleLabel,
    needs: 'predictions',
    // Drawing at the labels' frequencies p gives each class precision and recall p, so the mean F1 is 1 / classes; always
    // answering one class gives 2 p / (1 + p) / classes, which is never more.
    chanceLevel: (shares) => 1 / present(shares).length,
    compute: (predictions, labels, classes) => mean(classScores(predictions, labels, classes)
        .filter(({ labelled, predicted }) => labelled + predicted > 0)
        .map(({ f1 }) => f1)),
};
/** F1 over all decisions pooled; with one label and one answer an example it equals accuracy. */
exports.microF1 = { ...exports.accuracy, name: 'microF1', title: 'Micro-F1' };
/** Mean recall over the classes that occur among the labels (balanced accuracy); classes without examples are left out. */
exports.macroRecall = {
    name: 'macroRecall',
    title: 'Macro recall (balanced accuracy)',
    higherIsBetter: true,
    tasks: singleLabel,
    needs: 'predictions',
    chanceLevel: (shares) => 1 / present(shares).length,
    compute: (predictions, labels, classes) => mean(classScores(predictions, labels, classes)
        .filter(({ labelled }) => labelled > 0)
        .map(({ recall }) => recall)),
};
/**
 * Mean of -ln p(label), in nats; Infinity if a label got probability 0. Chance is the labels' entropy, reached by giving
 * every example the labels' own frequencies as probabilities.
 */
exports.loss = {
    name: 'loss',
    title: 'Loss (mean cross-entropy, nats)',
    higherIsBetter: false,
    tasks: singleLabel,
    needs: 'probabilities',
    chanceLevel: (shares) => -present(shares).reduce((sum, share) => sum + share * Math.log(share), 0),
    compute: (probabilities, labels, classes) => {
        checkLabels(labels, classes);
        checkScores(probabilities, classes);
        if (probabilities.length !== labels.length * classes) {
            throw new errors_1.LabError(`${probabilities.length} probabilities do not fit ${labels.length} labels of ${classes} classes.`);
        }
        let sum = 0;
        for (let k = 0; k < labels.length; k++)
            sum -= Math.log(probabilities[k * classes + labels[k]]);
        return sum / labels.length;
    },
};
/** Every metric, by name. */
exports.metrics = {
    accuracy: exports.accuracy,
    macroF1: exports.macroF1,
    microF1: exports.microF1,
    macroRecall: exports.macroRecall,
    error: exports.error,
    loss: exports.loss,
};
/** The metric of that name. @throws LabError listing the names there are */
function metricNamed(name) {
    if (!Object.hasOwn(exports.metrics, name)) {
        throw new errors_1.LabError(`There is no metric '${name}'; there are ${Object.keys(exports.metrics).join(', ')}.`);
    }
    return exports.metrics[name];
}
/** Share of examples with each label: [classes], sums to 1. */
function labelShares(labels, classes) {
    checkLabels(labels, classes);
    const shares = new Array(classes).fill(0);
    for (let k = 0; k < labels.length; k++)
        shares[labels[k]]++;
    return shares.map((count) => count / labels.length);
}
/**
 * Share of examples whose highest score [examples, classes] is shared by two classes or more, so that the answer was the
 * tie-break's and not the model's. Scores may be probabilities or logits.
 */
function tieRate(scores, classes) {
    checkScores(scores, classes);
    let ties = 0;
    for (let start = 0; start < scores.length; start += classes) {
        let highest = scores[start];
        let holders = 1;
        for (let c = start + 1; c < start + classes; c++) {
            if (scores[c] > highest)
                [highest, holders] = [scores[c], 1];
            else if (scores[c] === highest)
                holders++;
        }
        if (holders > 1)
            ties++;
    }
    return ties / (scores.length / classes);
}
function checkScores(scores, classes) {
    if (scores.length === 0 || scores.length % classes !== 0) {
        throw new errors_1.LabError(`${scores.length} scores are not whole rows of ${classes} classes.`);
    }
    for (let k = 0; k < scores.length; k++) {
        if (Number.isNaN(scores[k])) {
            throw new errors_1.LabError(`The score of example ${Math.floor(k / classes)}, class ${k % classes} is not a number.`);
        }
    }
}
function checkLabels(labels, classes) {
    if (labels.length === 0)
        throw new errors_1.LabError('There are no examples to score.');
    for (let k = 0; k < labels.length; k++) {
        if (!(labels[k] >= 0 && labels[k] < classes)) {
            throw new errors_1.LabError(`Label ${labels[k]} is not one of ${classes} classes (0 to ${classes - 1}).`);
        }
    }
}
//# sourceMappingURL=metrics.js.map