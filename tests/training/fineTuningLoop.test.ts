import { describe, expect, it } from 'vitest';
import { exampleStream } from '../../src/training/fineTuningLoop';

const take = (next: () => number[], count: number) => Array.from({ length: count }, () => next());
const sizes = [3, 9, 1, 7, 5, 2, 8, 6, 4, 10, 12, 11];
const sizeOf = (example: number) => sizes[example];

describe('the order of examples', () => {
  it('shows every example once before any a second time, with sizes and without', () => {
    for (const size of [undefined, sizeOf]) {
      const epoch = take(exampleStream(12, 3, 1, size), 4).flat();
      expect(epoch.sort((a, b) => a - b)).toEqual([...sizes.keys()]);
    }
  });

  it('repeats by seed and differs by seed', () => {
    const order = (seed: number) => take(exampleStream(12, 3, seed, sizeOf), 8);
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
  });

  it('puts examples of like size into one batch, and the batches in no order', () => {
    const batches = take(exampleStream(12, 3, 1, sizeOf), 4).map((batch) => batch.map(sizeOf));
    const inOrder = batches.map((batch) => batch.sort((a, b) => a - b)).sort(([a], [b]) => a - b);
    expect(inOrder.flat()).toEqual([...sizes].sort((a, b) => a - b));
    const first = Array.from({ length: 20 }, (_, seed) =>
      Math.min(...exampleStream(12, 3, seed, sizeOf)().map(sizeOf)),
    );
    expect(new Set(first)).toEqual(new Set([1, 4, 7, 10]));
  });

  it('repeats a set smaller than a batch within it', () => {
    const batch = exampleStream(2, 5, 1, sizeOf)();
    expect(batch).toHaveLength(5);
    for (const example of [0, 1])
      expect(batch.filter((one) => one === example).length).toBeGreaterThanOrEqual(2);
  });
});
