import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { type SparseMatrix, SparseMatrixBuilder } from '../../src/data/sparseMatrix';
import { qr, singularValueDecomposition } from '../../src/engine/linearAlgebra';
import { tf } from '../../src/engine/native';
import { truncatedSvd } from '../../src/objectives/truncatedSvd';

function sparse(values: ArrayLike<number>, rows: number, columns: number): SparseMatrix {
  const builder = new SparseMatrixBuilder(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (values[row * columns + column] !== 0) builder.push(column, values[row * columns + column]);
    }
    builder.endRow();
  }
  return builder.build();
}

function randomNormal(length: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length }, () => random.normal());
}

describe('qr and singularValueDecomposition', () => {
  it('restore the matrix from orthonormal factors', () => {
    tf.tidy(() => {
      const matrix = tf.tensor2d(randomNormal(60, 1), [10, 6]);
      const { q, r } = qr(matrix);
      expect(q.matMul(r).sub(matrix).abs().max().dataSync()[0]).toBeLessThan(1e-5);
      expect(q.matMul(q, true).sub(tf.eye(6)).abs().max().dataSync()[0]).toBeLessThan(1e-5);
      const { u, singularValues, v } = singularValueDecomposition(matrix);
      const restored = u.mul(singularValues).matMul(v, false, true);
      expect(restored.sub(matrix).abs().max().dataSync()[0]).toBeLessThan(1e-5);
      const s = singularValues.dataSync();
      for (let k = 1; k < 6; k++) expect(s[k]).toBeLessThanOrEqual(s[k - 1]);
    });
  });
});

describe('truncatedSvd', () => {
  it('restores a matrix of known low rank exactly', async () => {
    const [left, right] = [randomNormal(40 * 3, 2), randomNormal(3 * 25, 3)];
    const values = tf.tidy(() =>
      tf
        .tensor2d(left, [40, 3])
        .matMul(tf.tensor2d(right, [3, 25]))
        .dataSync(),
    );
    const { u, singularValues, v } = await truncatedSvd(sparse(values, 40, 25), { rank: 3, seed: 1 });
    let worst = 0;
    for (let row = 0; row < 40; row++) {
      for (let column = 0; column < 25; column++) {
        let sum = 0;
        for (let k = 0; k < 3; k++) sum += u[row * 3 + k] * singularValues[k] * v[column * 3 + k];
        worst = Math.max(worst, Math.abs(sum - values[row * 25 + column]));
      }
    }
    expect(worst).toBeLessThan(1e-4);
  });

  it('agrees with the full decomposition of a dense spectrum, values and vectors', async () => {
    const values = randomNormal(60 * 60, 4);
    const full = tf.tidy(() => {
      const { u, singularValues } = singularValueDecomposition(tf.tensor2d(values, [60, 60]));
      return { u: u.dataSync(), singularValues: singularValues.dataSync() };
    });
    const options = { rank: 6, seed: 2, powerIterations: 30 };
    const { u, singularValues } = await truncatedSvd(sparse(values, 60, 60), options);
    for (let k = 0; k < 6; k++) {
      expect(Math.abs(singularValues[k] / full.singularValues[k] - 1)).toBeLessThan(1e-4);
      let overlap = 0;
      for (let row = 0; row < 60; row++) overlap += u[row * 6 + k] * full.u[row * 60 + k];
      expect(Math.abs(overlap)).toBeGreaterThan(0.999);
    }
  });

  it('makes the largest entry of each left vector positive', async () => {
    const { u } = await truncatedSvd(sparse(randomNormal(30 * 20, 5), 30, 20), { rank: 5, seed: 3 });
    for (let k = 0; k < 5; k++) {
      const column = Array.from({ length: 30 }, (_, row) => u[row * 5 + k]);
      expect(Math.max(...column)).toBe(Math.max(...column.map(Math.abs)));
    }
  });

  it('takes a rank as large as the matrix', async () => {
    const matrix = sparse(randomNormal(12 * 9, 6), 12, 9);
    const { u } = await truncatedSvd(matrix, { rank: 9, seed: 4 });
    tf.tidy(() => {
      const basis = tf.tensor2d(u, [12, 9]);
      expect(basis.matMul(basis, true).sub(tf.eye(9)).abs().max().dataSync()[0]).toBeLessThan(1e-4);
    });
  });

  it('is the same for a matrix that is multiplied in bands of rows', async () => {
    // Bands hold 2^24 entries: 5,000 columns make two of 3,355 and 1,645 rows. One entry a row and column: the singular
    // values are the entries' magnitudes, the vectors unit vectors.
    const builder = new SparseMatrixBuilder(5000);
    const entries = new Map([
      [17, { column: 4000, value: 5 }],
      [3354, { column: 1, value: -4 }],
      [3355, { column: 4999, value: 3 }],
      [4999, { column: 70, value: -2 }],
    ]);
    for (let row = 0; row < 5000; row++) {
      const entry = entries.get(row);
      if (entry) builder.push(entry.column, entry.value);
      builder.endRow();
    }
    const { u, singularValues, v } = await truncatedSvd(builder.build(), { rank: 4, seed: 5 });
    const found = [...entries].map(([row, { column, value }], k) => ({
      value: singularValues[k],
      left: u[row * 4 + k],
      right: v[column * 4 + k] * Math.sign(value),
    }));
    for (const [k, { value, left, right }] of found.entries()) {
      expect([value, left, right].map((x) => Math.round(x * 1e4) / 1e4)).toEqual([5 - k, 1, 1]);
    }
  });

  it('refuses a rank beyond the matrix', async () => {
    await expect(truncatedSvd(sparse([1, 0, 0, 1], 2, 2), { rank: 3, seed: 1 })).rejects.toThrow(
      /ask for 1 to 2/,
    );
  });
});
