"use strict";
/**
 * The leading singular vectors of a large sparse matrix, by random projection with power iterations: Halko,
 * Martinsson & Tropp 2011, "Finding structure with randomness", algorithms 4.4 and 5.1.
 */
Object.defineProperty(exports, "__esModule", { value: true });
exports.truncatedSvd = truncatedSvd;
const seededRandom_1 = require("../data/seededRandom");
const linearAlgebra_1 = require("../engine/linearAlgebra");
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const progress_1 = require("../progress");
const stop_1 = require("../stop");
/** The native engine multiplies dense matrices far faster than sparse ones, so rows are written out in bands. */
const bandEntries = 1 << 24;
/** Bands are kept between products while they fit here (float32 entries, 1 GiB); beyond, they are rebuilt. */
const keptEntries = 1 << 28;
/**
 * Finds the `rank` largest singular values of a sparse matrix and their vectors, in float32. Same seed, same
 * environment: same bytes.
 * @throws LabError when the rank is not an integer from 1 to min(rows, columns)
 */
async function truncatedSvd(matrix, options) {
    const { rank, seed, oversampling = 16, powerIterations = 4 } = options;
    const smaller = Math.min(matrix.rows, matrix.columns);
    if (!Number.isInteger(rank) || rank < 1 || rank > smaller) {
        throw new errors_1.LabError(`Cannot find ${rank} singular vectors of a ${matrix.rows} x ${matrix.columns} matrix; ask for 1 to ${smaller}.`);
    }
    const width = Math.min(rank + oversampling, smaller);
    const progress = (0, progress_1.startProgress)({
        label: 'Factorise',
        total: 2 * powerIterations + 2,
        unit: 'products',
    });
    let products = 0;
    const bands = new RowBands(matrix);
    const alive = [];
    /** Multiplies, disposes the factor, and gives way to timers and to a request to stop. */
    const step = async (multiply, factor) => {
        const product = multiply(factor);
        factor.dispose();
        alive.pop();
        alive.push(product);
        progress.update(++products);
        await (0, stop_1.breathe)();
        return product;
    };
    const orthonormal = (factor) => {
        const { q, r } = (0, linearAlgebra_1.qr)(factor);
        r.dispose();
        return q;
    };
    try {
        let basis = gaussian(matrix.columns, width, seed);
        alive.push(basis);
        basis = await step((omega) => native_1.tf.tidy(() => orthonormal(bands.times(omega))), basis);
        for (let iteration = 0; iteration < powerIterations; iteration++) {
            basis = await step((q) => native_1.tf.tidy(() => orthonormal(bands.transposedTimes(q))), basis);
            basis = await step((q) => native_1.tf.tidy(() => orthonormal(bands.times(q))), basis);
        }
        // B = Qᵀ M is [width, columns]. Bᵀ = Q' R leaves a small R to decompose: B = V_R S U_Rᵀ Q'ᵀ.
        const { u, s, v } = native_1.tf.tidy(() => {
            const { q, r } = (0, linearAlgebra_1.qr)(bands.transposedTimes(basis));
            const small = (0, linearAlgebra_1.singularValueDecomposition)(r);
            return {
                u: native_1.tf.matMul(basis, small.v.slice([0, 0], [-1, rank])),
                s: small.singularValues.slice([0], [rank]),
                v: native_1.tf.matMul(q, small.u.slice([0, 0], [-1, rank])),
            };
        });
        alive.push(u, s, v);
        const result = {
            u: (await u.data()),
            singularValues: (await s.data()),
            v: (await v.data()),
        };
        fixSigns(result, rank);
        progress.finish();
        return result;
    }
    finally {
        for (const tensor of alive)
            tensor.dispose();
        bands.dispose();
    }
}
function gaussian(rows, columns, seed) {
    const random = (0, seededRandom_1.seededRandom)(seed);
    return native_1.tf.tensor2d(Float32Array.from({ length: rows * columns }, () => random.normal()), [rows, columns]);
}
/** A singular pair is unique up to a common sign: chosen so that u's entry of largest magnitude is positive. */
function fixSigns({ u, v }, rank) {
    for (let column = 0; column < rank; column++) {
        let largest = 0;
        for (let k = column; k < u.length; k += rank)
            if (Math.abs(u[k]) > Math.abs(largest))
                largest = u[k];
        if (largest >= 0)
            continue;
        for (let k = column; k < u.length; k += rank)
            u[k] = -u[k];
        for (let k = column; k < v.length; k += rank)
            v[k] = -v[k];
    }
}
/** A sparse matrix as dense tensors of consecutive rows. */
class RowBands {
    #matrix;
    #height;
    #kept = new Map();
    #keep;
    /** Shared by all bands: the engine copies it at the first use of a band, which comes before the next band is made. */
    #scratch;
    constructor(matrix) {
        this.#matrix = matrix;
        this.#height = Math.max(1, Math.floor(bandEntries / matrix.columns));
        this.#keep = matrix.rows * matrix.columns <= keptEntries;
        this.#scratch = new Float32Array(Math.min(this.#height, matrix.rows) * matrix.columns);
    }
    /** M factor: [rows, n] for a factor [columns, n]. */
    times(factor) {
        const parts = this.#starts().map((start) => native_1.tf.tidy(() => native_1.tf.matMul(this.#band(start), factor)));
        return parts.length === 1 ? parts[0] : native_1.tf.concat2d(parts, 0);
    }
    /** Mᵀ factor: [columns, n] for a factor [rows, n]. */
    transposedTimes(factor) {
        let sum;
        for (const start of this.#starts()) {
            const previous = sum;
            sum = native_1.tf.tidy(() => {
                const band = this.#band(start);
                const part = native_1.tf.matMul(band, factor.slice([start, 0], [band.shape[0], -1]), true, false);
                return previous ? previous.add(part) : part;
            });
            previous?.dispose();
        }
        return sum;
    }
    dispose() {
        for (const band of this.#kept.values())
            band.dispose();
        this.#kept.clear();
    }
    #starts() {
        const count = Math.ceil(this.#matrix.rows / this.#height);
        return Array.from({ length: count }, (_, index) => index * this.#height);
    }
    #band(start) {
        const kept = this.#kept.get(start);
        if (kept)
            return kept;
        const { rows, columns, rowOffsets, columnIndices, values } = this.#matrix;
        const end = Math.min(start + this.#height, rows);
        const dense = this.#scratch.subarray(0, (end - start) * columns).fill(0);
        for (let row = start; row < end; row++) {
            const offset = (row - start) * columns;
            for (let k = rowOffsets[row]; k < rowOffsets[row + 1]; k++)
                dense[offset + columnIndices[k]] = values[k];
        }
        const band = native_1.tf.tensor2d(dense, [end - start, columns]);
        if (this.#keep)
            this.#kept.set(start, native_1.tf.keep(band));
        return band;
    }
}
//# sourceMappingURL=truncatedSvd.js.map