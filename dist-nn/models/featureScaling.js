"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.FeatureScaling = void 0;
const errors_1 = require("../errors");
/**
 * Shifts each column to mean 0 and scales each block of columns by one number, so that a row's part in a block has mean
 * square 1 a column. Unlike scaling each column by itself it keeps the proportions within a block: the directions in
 * which word vectors or hidden states vary most stay the loudest.
 */
class FeatureScaling {
    means;
    deviations;
    constructor(
    /** [columns] */
    means, 
    /** [columns], equal within a block. */
    deviations) {
        this.means = means;
        this.deviations = deviations;
    }
    /**
     * @param blocks how many blocks of equal width the columns make
     * @throws LabError for fewer than two rows, or columns that do not make equal blocks
     */
    static fit({ rows, columns, values }, blocks) {
        if (rows < 2)
            throw new errors_1.LabError(`Scaling features needs at least two rows, not ${rows}; give more texts.`);
        const width = columns / blocks;
        if (!Number.isInteger(width))
            throw new errors_1.LabError(`${columns} columns do not make ${blocks} equal blocks.`);
        const means = new Float64Array(columns);
        for (let k = 0; k < values.length; k++)
            means[k % columns] += values[k] / rows;
        const squares = new Float64Array(blocks);
        for (let k = 0; k < values.length; k++) {
            const column = k % columns;
            squares[Math.floor(column / width)] += (values[k] - means[column]) ** 2 / (rows * width);
        }
        // A constant block stays 0 after the shift.
        const deviations = Float64Array.from(means, (_, column) => Math.sqrt(squares[Math.floor(column / width)]) || 1);
        return new FeatureScaling(means, deviations);
    }
    apply({ rows, columns, values }) {
        const scaled = Float64Array.from(values, (value, k) => (value - this.means[k % columns]) / this.deviations[k % columns]);
        return { kind: 'dense', rows, columns, values: scaled };
    }
}
exports.FeatureScaling = FeatureScaling;
//# sourceMappingURL=featureScaling.js.map