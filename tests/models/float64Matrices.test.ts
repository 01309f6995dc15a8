import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { multiplyByTransposed } from '../../src/engine/float64Products';
import { choleskyInPlace, float64, inverseByCholesky, transpose } from '../../src/models/float64Matrices';

describe('dense matrices', () => {
  it('invert a symmetric matrix by Cholesky', () => {
    const random = seededRandom(2);
    const root = Float64Array.from({ length: 25 }, () => random.normal());
    const matrix = new Float64Array(25);
    multiplyByTransposed(root, 5, root, 5, 5, matrix);
    const factor = matrix.slice();
    choleskyInPlace(factor, 5);
    const identity = new Float64Array(25);
    multiplyByTransposed(matrix, 5, inverseByCholesky(factor, 5), 5, 5, identity);
    for (let k = 0; k < 25; k++) expect(identity[k]).toBeCloseTo(k % 6 === 0 ? 1 : 0, 8);
  });

  it('widen float32 and leave float64 as it is', () => {
    const wide = Float64Array.of(0.1);
    expect(float64(wide)).toBe(wide);
    expect(float64(Float32Array.of(0.5))).toEqual(Float64Array.of(0.5));
  });

  it('transpose', () => {
    expect(Array.from(transpose([1, 2, 3, 4, 5, 6], 2, 3))).toEqual([1, 4, 2, 5, 3, 6]);
  });
});
