import { describe, expect, it } from 'vitest';
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
