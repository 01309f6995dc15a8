import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { multiplyByTransposed } from '../../src/engine/float64Products';
import { kernelLibrary, withoutNativeKernels } from '../../src/engine/native';
import { choleskyInPlace, float64, inverseByCholesky, transpose } from '../../src/models/denseProducts';
import { minimise, type SmoothFunction } from '../../src/models/lbfgs';

/** Half of sum c_k (x_k - k)^2, curvatures from 1 to 1,000, with or without the Hessian as preconditioner. */
function quadratic(size: number, preconditioned: boolean): SmoothFunction {
  const curvature = (k: number) => 10 ** ((3 * k) / (size - 1));
  return {
    parameters: size,
    evaluate(point, gradient) {
      let value = 0;
      for (let k = 0; k < size; k++) {
        gradient[k] = curvature(k) * (point[k] - k);
        value += (gradient[k] * (point[k] - k)) / 2;
      }
      return value;
    },
    precondition(vector) {
      if (preconditioned) for (let k = 0; k < size; k++) vector[k] /= curvature(k);
    },
  };
}

describe('minimise', () => {
  it('finds the minimum of a badly scaled quadratic, at once when preconditioned by its Hessian', () => {
    const options = { gradientTolerance: 1e-6, maximumIterations: 1000 };
    const plain = minimise(quadratic(12, false), new Float64Array(12), options);
    expect(plain.converged).toBe(true);
    for (let k = 0; k < 12; k++) expect(plain.point[k]).toBeCloseTo(k, 6);
    const helped = minimise(quadratic(12, true), new Float64Array(12), options);
    expect(helped.converged).toBe(true);
    expect(helped.iterations).toBeLessThanOrEqual(2);
  });

  it('says when the iterations ran out', () => {
    const options = { gradientTolerance: 1e-8, maximumIterations: 2 };
    const cut = minimise(quadratic(12, false), new Float64Array(12), options);
    expect([cut.converged, cut.iterations]).toEqual([false, 2]);
  });

  it('does not move from the minimum, nor change its start', () => {
    const start = Float64Array.of(0, 1, 2);
    const { point, iterations } = minimise(quadratic(3, false), start, {
      gradientTolerance: 1e-9,
      maximumIterations: 9,
    });
    expect([Array.from(point), iterations]).toEqual([[0, 1, 2], 0]);
    minimise(quadratic(3, false), start.fill(7), { gradientTolerance: 1e-9, maximumIterations: 9 });
    expect(Array.from(start)).toEqual([7, 7, 7]);
  });
});

describe('dense products', () => {
  const normal = (length: number, seed: number) => {
    const random = seededRandom(seed);
    return Float64Array.from({ length }, () => random.normal());
  };

  // Around the tiles of the library (4 x 3 rows, 2 to 8 numbers at a time) and of the loop in JavaScript (2 x 4 rows).
  const sizes = [
    [1, 1, 1],
    [5, 7, 3],
    [4, 8, 6],
    [9, 4, 37],
    [3, 2, 0],
  ] as const;
  it.each(sizes)('multiply %i by %i rows of %i as a triple loop does', (rowsA, rowsB, shared) => {
    const [a, b] = [normal(rowsA * shared, 1), normal(rowsB * shared, 2)];
    const multiply = () => {
      const out = new Float64Array(rowsA * rowsB).fill(Number.NaN);
      multiplyByTransposed(a, rowsA, b, rowsB, shared, out);
      return out;
    };
    for (const out of [multiply(), withoutNativeKernels(multiply)]) {
      for (let i = 0; i < rowsA; i++) {
        for (let j = 0; j < rowsB; j++) {
          let sum = 0;
          for (let k = 0; k < shared; k++) sum += a[i * shared + k] * b[j * shared + k];
          expect(out[i * rowsB + j]).toBeCloseTo(sum, 12);
        }
      }
    }
  });

  it.skipIf(!kernelLibrary)(
    'are refused by the library where an array is too short or of another type',
    () => {
      const three = new Float64Array(3);
      expect(() => kernelLibrary!.multiplyByTransposed(three, 2, three, 1, 3, three)).toThrow(
        /multiplyByTransposed/,
      );
      expect(() => kernelLibrary!.multiplyByTransposed(three, 2, three, 2, 1, three)).toThrow(RangeError);
      const floats = new Float32Array(3) as unknown as Float64Array;
      expect(() => kernelLibrary!.multiplyByTransposed(floats, 1, three, 1, 3, three)).toThrow(RangeError);
    },
  );

  it('invert a symmetric matrix by Cholesky', () => {
    const root = normal(25, 2);
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
