import { describe, expect, it } from 'vitest';
import { warmupCosine } from '../../src/training/schedule';

describe('warmupCosine', () => {
  const options = { peak: 0.004, warmupSteps: 4, steps: 20 };

  it('rises linearly to the peak at the last step of the warm-up', () => {
    const rises = [0, 1, 2, 3].map((step) => warmupCosine(step, options));
    expect(rises).toEqual([0.001, 0.002, 0.003, 0.004]);
  });

  it('then falls along half a cosine: peak, half the peak midway, nothing after the last step', () => {
    expect(warmupCosine(4, options)).toBeCloseTo(0.004, 12);
    expect(warmupCosine(8, options)).toBeCloseTo(0.004 * 0.5 * (1 + Math.SQRT1_2), 12);
    expect(warmupCosine(12, options)).toBeCloseTo(0.002, 12);
    expect(warmupCosine(20, options)).toBeCloseTo(0, 12);
    for (let step = 5; step <= 20; step++)
      expect(warmupCosine(step, options)).toBeLessThan(warmupCosine(step - 1, options));
  });

  it('gives every step a rate above zero', () => {
    for (let step = 0; step < 20; step++) expect(warmupCosine(step, options)).toBeGreaterThan(0);
  });

  it('keeps the final share, also beyond the end', () => {
    const kept = { ...options, finalShare: 0.1 };
    expect(warmupCosine(12, kept)).toBeCloseTo(0.004 * 0.55, 12);
    expect(warmupCosine(20, kept)).toBeCloseTo(0.0004, 12);
    expect(warmupCosine(500, kept)).toBeCloseTo(0.0004, 12);
  });

  it('starts at the peak without warm-up, and never divides by zero', () => {
    expect(warmupCosine(0, { ...options, warmupSteps: 0 })).toBe(0.004);
    expect(warmupCosine(4, { ...options, steps: 4 })).toBe(0.004);
  });
});
