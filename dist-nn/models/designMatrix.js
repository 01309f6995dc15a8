"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.designMatrix = designMatrix;
const denseProducts_1 = require("./denseProducts");
function designMatrix(features, classes, l2) {
    return features.kind === 'dense'
        ? new DenseDesign(features, classes, l2)
        : new SparseDesign(features, classes, l2);
}
/** Weights [classes, columns]: rows of features and rows of weights are multiplied pairwise. */
class DenseDesign {
    rows;
    columns;
    #classes;
    #values;
    #transposed;
    #residualsTransposed;
    #factor;
    #biasCurvature;
    constructor(features, classes, l2) {
        this.rows = features.rows;
        this.columns = features.columns;
        this.#classes = classes;
        this.#values = Float64Array.from(features.values);
        this.#transposed = (0, denseProducts_1.transpose)(features.values, features.rows, features.columns);
        this.#residualsTransposed = new Float64Array(features.rows * classes);
        const { rows, columns } = this;
        this.#factor = new Float64Array(columns * columns);
        (0, denseProducts_1.multiplyByTransposed)(this.#transposed, columns, this.#transposed, columns, rows, this.#factor);
        let trace = 0;
        for (let c = 0; c < columns; c++)
            trace += this.#factor[c * columns + c];
        // With l2 = 0 and dependent columns the estimate is singular: a touch of the mean curvature keeps it invertible.
        const ridge = l2 + (1e-9 * trace) / classes / columns + Number.MIN_VALUE;
        for (let k = 0; k < this.#factor.length; k++)
            this.#factor[k] /= classes;
        for (let c = 0; c < columns; c++)
            this.#factor[c * columns + c] += ridge;
        (0, denseProducts_1.choleskyInPlace)(this.#factor, columns);
        this.#biasCurvature = rows / classes;
    }
    logits(weights, logits) {
        (0, denseProducts_1.multiplyByTransposed)(this.#values, this.rows, weights, this.#classes, this.columns, logits);
        addBiases(logits, weights, this.columns * this.#classes, this.#classes);
    }
    gradient(residuals, gradient) {
        for (let row = 0; row < this.rows; row++) {
            for (let c = 0; c < this.#classes; c++) {
                this.#residualsTransposed[c * this.rows + row] = residuals[row * this.#classes + c];
            }
        }
        const { rows, columns } = this;
        (0, denseProducts_1.multiplyByTransposed)(this.#residualsTransposed, this.#classes, this.#transposed, columns, rows, gradient);
        sumRows(residuals, gradient, columns * this.#classes, this.#classes);
    }
    precondition(vector) {
        for (let c = 0; c < this.#classes; c++) {
            (0, denseProducts_1.solveByCholesky)(this.#factor, this.columns, vector, c * this.columns);
        }
        for (let k = this.columns * this.#classes; k < vector.length; k++)
            vector[k] /= this.#biasCurvature;
    }
    byClass(weights) {
        return weights.slice(0, this.columns * this.#classes);
    }
}
/** Weights [columns, classes]: an entry of the features meets the weights of all classes side by side. */
class SparseDesign {
    rows;
    columns;
    #classes;
    #features;
    /** Per column and, last, of the biases. */
    #curvatures;
    constructor(features, classes, l2) {
        this.rows = features.rows;
        this.columns = features.columns;
        this.#classes = classes;
        this.#features = features;
        this.#curvatures = new Float64Array(features.columns + 1);
        for (let k = 0; k < features.values.length; k++) {
            this.#curvatures[features.columnIndices[k]] += features.values[k] ** 2 / classes;
        }
        for (let c = 0; c < features.columns; c++) {
            // A column without entries and without penalty never moves; any positive number will do.
            this.#curvatures[c] = this.#curvatures[c] + l2 || 1;
        }
        this.#curvatures[features.columns] = features.rows / classes;
    }
    logits(weights, logits) {
        const { rowOffsets, columnIndices, values } = this.#features;
        const classes = this.#classes;
        logits.fill(0);
        for (let row = 0; row < this.rows; row++) {
            const out = row * classes;
            for (let k = rowOffsets[row]; k < rowOffsets[row + 1]; k++) {
                const value = values[k];
                const from = columnIndices[k] * classes;
                for (let c = 0; c < classes; c++)
                    logits[out + c] += value * weights[from + c];
            }
        }
        addBiases(logits, weights, this.columns * classes, classes);
    }
    gradient(residuals, gradient) {
        const { rowOffsets, columnIndices, values } = this.#features;
        const classes = this.#classes;
        gradient.fill(0);
        for (let row = 0; row < this.rows; row++) {
            const from = row * classes;
            for (let k = rowOffsets[row]; k < rowOffsets[row + 1]; k++) {
                const value = values[k];
                const out = columnIndices[k] * classes;
                for (let c = 0; c < classes; c++)
                    gradient[out + c] += value * residuals[from + c];
            }
        }
        sumRows(residuals, gradient, this.columns * classes, classes);
    }
    precondition(vector) {
        for (let column = 0, k = 0; column <= this.columns; column++) {
            const curvature = this.#curvatures[column];
            for (let c = 0; c < this.#classes; c++, k++)
                vector[k] /= curvature;
        }
    }
    byClass(weights) {
        return (0, denseProducts_1.transpose)(weights, this.columns, this.#classes);
    }
}
function addBiases(logits, weights, start, classes) {
    for (let k = 0; k < logits.length; k += classes) {
        for (let c = 0; c < classes; c++)
            logits[k + c] += weights[start + c];
    }
}
function sumRows(residuals, gradient, start, classes) {
    gradient.fill(0, start);
    for (let k = 0; k < residuals.length; k += classes) {
        for (let c = 0; c < classes; c++)
            gradient[start + c] += residuals[k + c];
    }
}
//# sourceMappingURL=designMatrix.js.map