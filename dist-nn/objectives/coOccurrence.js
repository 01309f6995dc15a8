"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.coOccurrenceVectors = coOccurrenceVectors;
exports.coOccurrenceCounts = coOccurrenceCounts;
exports.positivePointwiseMutualInformation = positivePointwiseMutualInformation;
/**
 * Co-occurrence pretraining of token embeddings, a proxy task with a closed solution: count which tokens stand near
 * each other, keep how much more often than chance (positive pointwise mutual information), and compress the table
 * by singular value decomposition. Levy & Goldberg 2014 show that skip-gram with negative sampling factorises the
 * same (shifted) table; the choices offered here are those compared by Levy, Goldberg & Dagan 2015, "Improving
 * Distributional Similarity with Lessons Learned from Word Embeddings".
 */
const sparseMatrix_1 = require("../data/sparseMatrix");
const errors_1 = require("../errors");
const progress_1 = require("../progress");
const stop_1 = require("../stop");
const truncatedSvd_1 = require("./truncatedSvd");
/** Counts held at once while counting: 64 MiB of float64. More vocabulary means more passes over the text. */
const countsHeld = 1 << 23;
/** Tokens read between two safe points. */
const tokensBetweenBreaths = 1 << 18;
/**
 * Pretrains token vectors on token sequences (contexts do not cross sequences). Returns [vocabularySize, dimensions]
 * row-major; a token that never occurs near another has a zero vector. Same seed, same environment: same bytes.
 * @throws LabError for an option out of its range or a token id outside the vocabulary
 */
async function coOccurrenceVectors(sequences, options) {
    const { dimensions, seed, singularValueExponent = 0.5, powerIterations } = options;
    const counts = await coOccurrenceCounts(sequences, options);
    const table = positivePointwiseMutualInformation(counts, options);
    await (0, stop_1.breathe)();
    const { u, singularValues } = await (0, truncatedSvd_1.truncatedSvd)(table, { rank: dimensions, seed, powerIterations });
    const scales = singularValues.map((value) => value ** singularValueExponent);
    for (let k = 0; k < u.length; k++)
        u[k] *= scales[k % dimensions];
    return u;
}
/**
 * Counts, for each token w (row) and each token c (column), how often c stands within the window of w, each
 * occurrence weighted by distance. [vocabularySize, vocabularySize], symmetric.
 * @throws LabError when the window is not a positive integer or a token id lies outside the vocabulary
 */
async function coOccurrenceCounts(sequences, options) {
    const { vocabularySize, window, weighting = 'uniform' } = options;
    if (!Number.isInteger(window) || window < 1) {
        throw new errors_1.LabError(`The co-occurrence window is ${window}; give a whole number of tokens, 1 or more.`);
    }
    checkTokens(sequences, vocabularySize);
    const weights = Float64Array.from({ length: window + 1 }, (_, distance) => {
        if (weighting === 'uniform')
            return 1;
        return weighting === 'harmonic' ? 1 / distance : (window + 1 - distance) / window;
    });
    const builder = new sparseMatrix_1.SparseMatrixBuilder(vocabularySize);
    const height = Math.max(1, Math.min(vocabularySize, Math.floor(countsHeld / vocabularySize)));
    const band = new Float64Array(height * vocabularySize);
    const progress = (0, progress_1.startProgress)({ label: 'Count neighbours', total: vocabularySize, unit: 'tokens' });
    for (let start = 0; start < vocabularySize; start += height) {
        const end = Math.min(start + height, vocabularySize);
        band.fill(0);
        let untilBreath = tokensBetweenBreaths;
        for (const tokens of sequences) {
            addNeighbours(tokens, weights, band, start, end, vocabularySize);
            untilBreath -= tokens.length;
            if (untilBreath < 0) {
                untilBreath = tokensBetweenBreaths;
                await (0, stop_1.breathe)();
            }
        }
        for (let row = 0; row < end - start; row++) {
            const offset = row * vocabularySize;
            for (let column = 0; column < vocabularySize; column++) {
                if (band[offset + column] > 0)
                    builder.push(column, band[offset + column]);
            }
            builder.endRow();
        }
        progress.update(end);
        await (0, stop_1.breathe)();
    }
    progress.finish();
    return builder.build();
}
/** Adds one sequence's pairs to the rows `start` to `end` of the table. */
function addNeighbours(tokens, weights, band, start, end, vocabularySize) {
    const window = weights.length - 1;
    for (let i = 0; i < tokens.length; i++) {
        const token = tokens[i];
        if (token < start || token >= end)
            continue;
        const offset = (token - start) * vocabularySize;
        const last = Math.min(tokens.length - 1, i + window);
        for (let j = Math.max(0, i - window); j < i; j++)
            band[offset + tokens[j]] += weights[i - j];
        for (let j = i + 1; j <= last; j++)
            band[offset + tokens[j]] += weights[j - i];
    }
}
function checkTokens(sequences, vocabularySize) {
    for (const tokens of sequences) {
        for (let i = 0; i < tokens.length; i++) {
            if (tokens[i] < 0 || tokens[i] >= vocabularySize) {
                throw new errors_1.LabError(`Token id ${tokens[i]} lies outside the vocabulary of ${vocabularySize}; encode with the same tokenizer.`);
            }
        }
    }
}
/**
 * Positive pointwise mutual information of a count table, with smoothed contexts and a shift:
 * max(0, ln( P(w, c) / (P(w) P_a(c)) ) - shift), P_a(c) = count(c)^a / sum of count(c')^a (Levy, Goldberg & Dagan
 * 2015, equations 3 to 5). Same shape as the counts; entries that come out 0 are not stored.
 * @throws LabError when contextSmoothing lies outside 0 to 1 or shift is negative
 */
function positivePointwiseMutualInformation(counts, options = {}) {
    const { contextSmoothing = 0.75, shift = 0 } = options;
    if (!(contextSmoothing >= 0 && contextSmoothing <= 1)) {
        throw new errors_1.LabError(`Context smoothing is ${contextSmoothing}; give an exponent from 0 to 1 (1 is none).`);
    }
    if (!(shift >= 0))
        throw new errors_1.LabError(`The PMI shift is ${shift} nats; give 0 or more (ln k for k negatives).`);
    const rowSums = new Float64Array(counts.rows);
    const columnSums = new Float64Array(counts.columns);
    for (let row = 0; row < counts.rows; row++) {
        for (let k = counts.rowOffsets[row]; k < counts.rowOffsets[row + 1]; k++) {
            rowSums[row] += counts.values[k];
            columnSums[counts.columnIndices[k]] += counts.values[k];
        }
    }
    // A context that never occurs must not gain weight from 0^0 = 1.
    const smoothed = columnSums.map((sum) => (sum > 0 ? sum ** contextSmoothing : 0));
    const smoothedTotal = smoothed.reduce((sum, value) => sum + value, 0);
    const builder = new sparseMatrix_1.SparseMatrixBuilder(counts.columns);
    for (let row = 0; row < counts.rows; row++) {
        for (let k = counts.rowOffsets[row]; k < counts.rowOffsets[row + 1]; k++) {
            const column = counts.columnIndices[k];
            // P(w, c) / P(w) = count(w, c) / count(w), so the total cancels.
            const ratio = (counts.values[k] / rowSums[row]) * (smoothedTotal / smoothed[column]);
            const information = Math.log(ratio) - shift;
            if (information > 0)
                builder.push(column, information);
        }
        builder.endRow();
    }
    return builder.build();
}
//# sourceMappingURL=coOccurrence.js.map