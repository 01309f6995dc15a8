"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.PenalisedLoss = exports.LogisticRegression = void 0;
const errors_1 = require("../errors");
const designMatrix_1 = require("./designMatrix");
const lbfgs_1 = require("./lbfgs");
class LogisticRegression {
    classes;
    l2;
    /** [classes, features] row-major; rows of classes that training never showed are 0. */
    weights;
    /** [classes]; -Infinity for classes that training never showed, so that they are never predicted. */
    biases;
    iterations;
    /** Whether the gradient's tolerance was met. */
    converged;
    #features;
    constructor(fitted) {
        this.classes = fitted.classes;
        this.#features = fitted.features;
        this.l2 = fitted.l2;
        this.weights = fitted.weights;
        this.biases = fitted.biases;
        this.iterations = fitted.iterations;
        this.converged = fitted.converged;
    }
    /**
     * Minimises the sum over examples of -ln p(label | features) plus l2 / 2 times the sum of squared weights; biases are
     * not penalised. Classes without an example are left out and get probability 0.
     * @throws LabError for labels outside 0 to classes - 1, no examples, or fewer or more labels than rows
     */
    static fit(features, labels, options) {
        const { classes, l2, gradientTolerance = 1e-5, maximumIterations = 500 } = options;
        checkLabels(features, labels, classes);
        if (!(l2 >= 0))
            throw new errors_1.LabError(`The L2 penalty is ${l2}; give 0 or more.`);
        const present = [...new Set(labels)].sort((a, b) => a - b);
        const objective = new PenalisedLoss(features, labels.map((label) => present.indexOf(label)), present.length, l2);
        const minimum = (0, lbfgs_1.minimise)(objective, new Float64Array(objective.parameters), {
            gradientTolerance: gradientTolerance * features.rows,
            maximumIterations,
        });
        const compact = objective.weightsByClass(minimum.point);
        const weights = new Float64Array(classes * features.columns);
        const biases = new Float64Array(classes).fill(Number.NEGATIVE_INFINITY);
        for (const [index, label] of present.entries()) {
            const row = compact.subarray(index * features.columns, (index + 1) * features.columns);
            weights.set(row, label * features.columns);
            biases[label] = minimum.point[features.columns * present.length + index];
        }
        const { iterations, converged } = minimum;
        return new LogisticRegression({
            classes,
            features: features.columns,
            l2,
            weights,
            biases,
            iterations,
            converged,
        });
    }
    /** Probabilities [examples, classes] row-major; each row sums to 1. */
    predictProbabilities(features) {
        const scores = this.#scores(features);
        for (let start = 0; start < scores.length; start += this.classes)
            softmaxInPlace(scores, start, this.classes);
        return scores;
    }
    /** The most probable class of each example; of equally probable ones, the first. */
    predict(features) {
        const scores = this.#scores(features);
        return Int32Array.from({ length: features.rows }, (_, row) => {
            let best = 0;
            for (let c = 1; c < this.classes; c++) {
                if (scores[row * this.classes + c] > scores[row * this.classes + best])
                    best = c;
            }
            return best;
        });
    }
    #scores(features) {
        if (features.columns !== this.#features) {
            throw new errors_1.LabError(`The model was fitted on ${this.#features} features, these have ${features.columns}; encode both alike.`);
        }
        const { classes, weights } = this;
        const scores = new Float64Array(features.rows * classes);
        for (let row = 0; row < features.rows; row++) {
            for (let c = 0; c < classes; c++) {
                scores[row * classes + c] =
                    this.biases[c] + productWithRow(features, row, weights, c * features.columns);
            }
        }
        return scores;
    }
}
exports.LogisticRegression = LogisticRegression;
function productWithRow(features, row, weights, start) {
    let sum = 0;
    if (features.kind === 'dense') {
        const offset = row * features.columns;
        for (let k = 0; k < features.columns; k++)
            sum += features.values[offset + k] * weights[start + k];
    }
    else {
        for (let k = features.rowOffsets[row]; k < features.rowOffsets[row + 1]; k++) {
            sum += features.values[k] * weights[start + features.columnIndices[k]];
        }
    }
    return sum;
}
/** The function that fitting minimises. Parameters: columns * classes weights in the design matrix's layout, then biases. */
class PenalisedLoss {
    parameters;
    #design;
    #labels;
    #classes;
    #l2;
    #scores;
    constructor(features, labels, classes, l2) {
        this.#design = (0, designMatrix_1.designMatrix)(features, classes, l2);
        this.#labels = labels;
        this.#classes = classes;
        this.#l2 = l2;
        this.#scores = new Float64Array(features.rows * classes);
        this.parameters = (features.columns + 1) * classes;
    }
    evaluate(point, gradient) {
        const scores = this.#scores;
        const classes = this.#classes;
        this.#design.logits(point, scores);
        let loss = 0;
        for (let row = 0; row < this.#labels.length; row++) {
            const target = row * classes + this.#labels[row];
            const targetScore = scores[target];
            loss += softmaxInPlace(scores, row * classes, classes) - targetScore;
            scores[target] -= 1;
        }
        this.#design.gradient(scores, gradient);
        const weights = this.#design.columns * classes;
        let squares = 0;
        for (let k = 0; k < weights; k++) {
            squares += point[k] ** 2;
            gradient[k] += this.#l2 * point[k];
        }
        return loss + (this.#l2 / 2) * squares;
    }
    precondition(vector) {
        this.#design.precondition(vector);
    }
    weightsByClass(point) {
        return this.#design.byClass(point);
    }
}
exports.PenalisedLoss = PenalisedLoss;
/** Replaces scores by their softmax and returns ln of the sum of their exponentials, without overflow. */
function softmaxInPlace(scores, start, classes) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let c = start; c < start + classes; c++)
        highest = Math.max(highest, scores[c]);
    let sum = 0;
    for (let c = start; c < start + classes; c++) {
        scores[c] = Math.exp(scores[c] - highest);
        sum += scores[c];
    }
    for (let c = start; c < start + classes; c++)
        scores[c] /= sum;
    return highest + Math.log(sum);
}
function checkLabels(features, labels, classes) {
    if (labels.length !== features.rows || labels.length === 0) {
        throw new errors_1.LabError(`${features.rows} rows of features came with ${labels.length} labels; give one label a row.`);
    }
    for (const label of labels) {
        if (label < 0 || label >= classes) {
            throw new errors_1.LabError(`Label ${label} is not one of ${classes} classes (0 to ${classes - 1}).`);
        }
    }
}
//# sourceMappingURL=logisticRegression.js.map