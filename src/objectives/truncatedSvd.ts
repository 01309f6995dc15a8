/**
 * The leading singular vectors of a large sparse matrix, by random projection with power iterations: Halko,
 * Martinsson & Tropp 2011, "Finding structure with randomness", algorithms 4.4 and 5.1.
 */

import { seededRandom } from '../data/seededRandom';
import type { SparseMatrix } from '../data/sparseMatrix';
import { qr, singularValueDecomposition } from '../engine/linearAlgebra';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import { startProgress } from '../progress';
import { breathe } from '../stop';

export interface TruncatedSvdOptions {
  /** How many singular triples to find, 1 to min(rows, columns). */
  rank: number;
  /** Seed of the random projection. */
  seed: number;
  /** Extra directions carried along, so that the last wanted ones are accurate. Default 16. */
  oversampling?: number;
  /**
   * How often the projection is multiplied by M Mᵀ. PPMI spectra fall slowly, where few iterations leave the last
   * directions mixed with those beyond the rank. Default 4.
   */
  powerIterations?: number;
}

/** M ≈ u diag(singularValues) vᵀ */
export interface TruncatedSvd {
  /** [rows, rank] row-major, orthonormal columns; in each column the entry of largest magnitude is positive. */
  u: Float32Array;
  /** [rank], descending, >= 0 */
  singularValues: Float32Array;
  /** [columns, rank] row-major, orthonormal columns; signs follow u. */
  v: Float32Array;
}

/** The native engine multiplies dense matrices far faster than sparse ones, so rows are written out in bands. */
const bandEntries = 1 << 24;
/** Bands are kept between products while they fit here (float32 entries, 1 GiB); beyond, they are rebuilt. */
const keptEntries = 1 << 28;

/**
 * Finds the `rank` largest singular values of a sparse matrix and their vectors, in float32. Same seed, same
 * environment: same bytes.
 * @throws LabError when the rank is not an integer from 1 to min(rows, columns)
 */
export async function truncatedSvd(
  matrix: SparseMatrix,
  options: TruncatedSvdOptions,
): Promise<TruncatedSvd> {
  const { rank, seed, oversampling = 16, powerIterations = 4 } = options;
  const smaller = Math.min(matrix.rows, matrix.columns);
  if (!Number.isInteger(rank) || rank < 1 || rank > smaller) {
    throw new LabError(
      `Cannot find ${rank} singular vectors of a ${matrix.rows} x ${matrix.columns} matrix; ask for 1 to ${smaller}.`,
    );
  }
  const width = Math.min(rank + oversampling, smaller);
  const progress = startProgress({
    label: 'Factorise',
    total: 2 * powerIterations + 2,
    unit: 'products',
  });
  let products = 0;
  const bands = new RowBands(matrix);
  const alive: tf.Tensor[] = [];
  /** Multiplies, disposes the factor, and gives way to timers and to a request to stop. */
  const step = async (multiply: (factor: tf.Tensor2D) => tf.Tensor2D, factor: tf.Tensor2D) => {
    const product = multiply(factor);
    factor.dispose();
    alive.pop();
    alive.push(product);
    progress.update(++products);
    await breathe();
    return product;
  };
  const orthonormal = (factor: tf.Tensor2D) => {
    const { q, r } = qr(factor);
    r.dispose();
    return q;
  };
  try {
    let basis = gaussian(matrix.columns, width, seed);
    alive.push(basis);
    basis = await step((omega) => tf.tidy(() => orthonormal(bands.times(omega))), basis);
    for (let iteration = 0; iteration < powerIterations; iteration++) {
      basis = await step((q) => tf.tidy(() => orthonormal(bands.transposedTimes(q))), basis);
      basis = await step((q) => tf.tidy(() => orthonormal(bands.times(q))), basis);
    }
    // B = Qᵀ M is [width, columns]. Bᵀ = Q' R leaves a small R to decompose: B = V_R S U_Rᵀ Q'ᵀ.
    const { u, s, v } = tf.tidy(() => {
      const { q, r } = qr(bands.transposedTimes(basis));
      const small = singularValueDecomposition(r);
      return {
        u: tf.matMul(basis, small.v.slice([0, 0], [-1, rank])),
        s: small.singularValues.slice([0], [rank]),
        v: tf.matMul(q, small.u.slice([0, 0], [-1, rank])),
      };
    });
    alive.push(u, s, v);
    const result: TruncatedSvd = {
      u: (await u.data()) as Float32Array,
      singularValues: (await s.data()) as Float32Array,
      v: (await v.data()) as Float32Array,
    };
    fixSigns(result, rank);
    progress.finish();
    return result;
  } finally {
    for (const tensor of alive) tensor.dispose();
    bands.dispose();
  }
}

function gaussian(rows: number, columns: number, seed: number): tf.Tensor2D {
  const random = seededRandom(seed);
  return tf.tensor2d(
    Float32Array.from({ length: rows * columns }, () => random.normal()),
    [rows, columns],
  );
}

/** A singular pair is unique up to a common sign: chosen so that u's entry of largest magnitude is positive. */
function fixSigns({ u, v }: TruncatedSvd, rank: number): void {
  for (let column = 0; column < rank; column++) {
    let largest = 0;
    for (let k = column; k < u.length; k += rank) if (Math.abs(u[k]) > Math.abs(largest)) largest = u[k];
    if (largest >= 0) continue;
    for (let k = column; k < u.length; k += rank) u[k] = -u[k];
    for (let k = column; k < v.length; k += rank) v[k] = -v[k];
  }
}

/** A sparse matrix as dense tensors of consecutive rows. */
class RowBands {
  readonly #matrix: SparseMatrix;
  readonly #height: number;
  readonly #kept = new Map<number, tf.Tensor2D>();
  readonly #keep: boolean;
  /** Shared by all bands: the engine copies it at the first use of a band, which comes before the next band is made. */
  readonly #scratch: Float32Array;

  constructor(matrix: SparseMatrix) {
    this.#matrix = matrix;
    this.#height = Math.max(1, Math.floor(bandEntries / matrix.columns));
    this.#keep = matrix.rows * matrix.columns <= keptEntries;
    this.#scratch = new Float32Array(Math.min(this.#height, matrix.rows) * matrix.columns);
  }

  /** M factor: [rows, n] for a factor [columns, n]. */
  times(factor: tf.Tensor2D): tf.Tensor2D {
    const parts = this.#starts().map((start) =>
      tf.tidy(() => tf.matMul(this.#band(start), factor)),
    ) as tf.Tensor2D[];
    return parts.length === 1 ? parts[0] : tf.concat2d(parts, 0);
  }

  /** Mᵀ factor: [columns, n] for a factor [rows, n]. */
  transposedTimes(factor: tf.Tensor2D): tf.Tensor2D {
    let sum: tf.Tensor2D | undefined;
    for (const start of this.#starts()) {
      const previous = sum;
      sum = tf.tidy(() => {
        const band = this.#band(start);
        const part = tf.matMul(
          band,
          factor.slice([start, 0], [band.shape[0], -1]),
          true,
          false,
        ) as tf.Tensor2D;
        return previous ? previous.add<tf.Tensor2D>(part) : part;
      });
      previous?.dispose();
    }
    return sum!;
  }

  dispose(): void {
    for (const band of this.#kept.values()) band.dispose();
    this.#kept.clear();
  }

  #starts(): number[] {
    const count = Math.ceil(this.#matrix.rows / this.#height);
    return Array.from({ length: count }, (_, index) => index * this.#height);
  }

  #band(start: number): tf.Tensor2D {
    const kept = this.#kept.get(start);
    if (kept) return kept;
    const { rows, columns, rowOffsets, columnIndices, values } = this.#matrix;
    const end = Math.min(start + this.#height, rows);
    const dense = this.#scratch.subarray(0, (end - start) * columns).fill(0);
    for (let row = start; row < end; row++) {
      const offset = (row - start) * columns;
      for (let k = rowOffsets[row]; k < rowOffsets[row + 1]; k++)
        dense[offset + columnIndices[k]] = values[k];
    }
    const band = tf.tensor2d(dense, [end - start, columns]);
    if (this.#keep) this.#kept.set(start, tf.keep(band));
    return band;
  }
}
