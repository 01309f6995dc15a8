/** The float64 products of linear models, in the lab's own library and in JavaScript. */
import { describe, expect, it } from 'vitest';
import { multiplyByTransposed } from '../../src/engine/float64Products';
import { kernelLibrary, withoutNativeKernels } from '../../src/engine/native';
import { normals } from '../numerical';

describe('float64 products', () => {
  const normal = (length: number, seed: number) => Float64Array.from(normals(length, seed));

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
});
