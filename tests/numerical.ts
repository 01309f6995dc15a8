/** What tests of numerical code share: seeded values, comparison to a tolerance, slopes by differences. */
import { expect } from 'vitest';
import { seededRandom } from '../src/data/seededRandom';

/** Seeded standard normal numbers times `scale`, each exactly representable in float32. */
export function normals(count: number, seed: number | string, scale = 1): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count }, () => random.normal() * scale);
}

/** Asserts |actual - expected| <= tolerance * max(1, |expected|) for every element, and equal lengths. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  let at = 0;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    if (!(error <= worst)) {
      worst = error;
      at = i;
    }
  }
  expect(worst, `element ${at}: ${actual[at]} instead of ${expected[at]}`).toBeLessThanOrEqual(tolerance);
}

/** Gradient of `f` at a point by central differences in float64. */
export function slopes(f: (x: Float64Array) => number, at: ArrayLike<number>, step = 1e-5): Float64Array {
  const point = Float64Array.from(at);
  return Float64Array.from(point, (value, k) => {
    point[k] = value + step;
    const up = f(point);
    point[k] = value - step;
    const down = f(point);
    point[k] = value;
    return (up - down) / (2 * step);
  });
}

/** Sum of elementwise products. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
