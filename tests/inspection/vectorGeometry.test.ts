import { describe, expect, it } from 'vitest';
import { alignment, uniformity } from '../../src/inspection/vectorGeometry';

describe('alignment', () => {
  it('is the mean squared distance on the sphere: 0 for equal, 2 for right angles, 4 for opposites', () => {
    expect(alignment([1, 0, 0, 2], [3, 0, 0, 1], 2)).toBeCloseTo(0, 12);
    expect(alignment([1, 0], [0, 5], 2)).toBeCloseTo(2, 12);
    expect(alignment([1, 0, 1, 0], [-1, 0, 1, 0], 2)).toBeCloseTo(2, 12);
  });

  it('refuses lists that do not match', () => {
    expect(() => alignment([1, 0], [1, 0, 0, 1], 2)).toThrow('give a view of each text in both');
  });
});

describe('uniformity', () => {
  it('is 0 where all are equal, and the logarithm of the mean of exp(-2 d^2) over pairs', () => {
    expect(uniformity([1, 0, 2, 0, 3, 0], 2)).toBeCloseTo(0, 12);
    // Distances squared: 2, 4, 2.
    const expected = Math.log((Math.exp(-4) + Math.exp(-8) + Math.exp(-4)) / 3);
    expect(uniformity([1, 0, 0, 1, -1, 0], 2)).toBeCloseTo(expected, 12);
  });

  it('refuses fewer than two texts', () => {
    expect(() => uniformity([1, 0], 2)).toThrow('not the vectors of two texts or more');
  });
});
