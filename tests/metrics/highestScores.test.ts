import { describe, expect, it } from 'vitest';
import { highestScores, tieRate } from '../../src/metrics/highestScores';

describe('the highest score', () => {
  it('answers, the first of equals', () => {
    expect(Array.from(highestScores([1, 3, 2, 5, 5, 0], 3))).toEqual([1, 0]);
    expect(Array.from(highestScores([-1, Number.NEGATIVE_INFINITY], 2))).toEqual([0]);
    expect(Array.from(highestScores([], 2))).toEqual([]);
  });

  it('is not read off scores that are not numbers: a diverged model would answer the first class', () => {
    expect(() => highestScores([0, 1, Number.NaN, 1], 2)).toThrow(
      /example 1, class 0 is not a number: the model diverged; lower its learning rates/,
    );
    expect(() => highestScores([1, 2, 3], 2)).toThrow(/not whole rows/);
    expect(() => highestScores([1], 0)).toThrow(/not a number of classes/);
  });
});

describe('tie rate', () => {
  it('counts rows whose highest score is shared, not ties below it', () => {
    expect(tieRate([1, 1, 0, 2, 0, 0, 3, 3, 3, 0, 1, 0], 3)).toBe(2 / 4);
    expect(tieRate([-1, -2, -2], 3)).toBe(0);
  });

  it('refuses ragged rows and what is not a number', () => {
    expect(() => tieRate([1, 2, 3], 2)).toThrow(/not whole rows/);
    expect(() => tieRate([1, Number.NaN], 2)).toThrow(/not a number/);
    expect(() => tieRate([], 2)).toThrow(/not whole rows/);
  });
});
