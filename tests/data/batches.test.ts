import { describe, expect, it } from 'vitest';
import { epochStream, exampleStream, lengthBatchStream, lengthBucketedBatches } from '../../src/data/batches';
import { seededRandom } from '../../src/data/seededRandom';
import { LabError } from '../../src/errors';

const random = seededRandom('lengths');
const sequences = Array.from({ length: 1003 }, () => new Int32Array(1 + random.integer(70)));
const options = { batchSize: 32, lengths: [64, 16, 32], seed: 3, epoch: 0 };

describe('lengthBucketedBatches', () => {
  it('brings each sequence exactly once, in the smallest length that holds it', () => {
    const batches = [...lengthBucketedBatches(sequences, options)];
    expect(batches.flatMap(({ indices }) => indices).sort((a, b) => a - b)).toEqual([...sequences.keys()]);
    for (const { indices, length } of batches) {
      expect(indices.length).toBeLessThanOrEqual(32);
      for (const index of indices) {
        const { length: own } = sequences[index]!;
        expect(length).toBe(own <= 16 ? 16 : own <= 32 ? 32 : 64);
      }
    }
    const partial = batches.filter(({ indices }) => indices.length < 32);
    expect(partial.length).toBeLessThanOrEqual(3);
  });

  it('depends on seed and epoch alone, and mixes lengths along the epoch', () => {
    const order = (change: object) =>
      JSON.stringify([...lengthBucketedBatches(sequences, { ...options, ...change })]);
    expect(order({})).toBe(order({}));
    expect(order({ epoch: 1 })).not.toBe(order({}));
    expect(order({ seed: 4 })).not.toBe(order({}));
    const lengths = [...lengthBucketedBatches(sequences, options)].map(({ length }) => length);
    expect(lengths).not.toEqual([...lengths].sort((a, b) => a - b));
  });

  it('refuses sizes that are no whole numbers above zero', () => {
    expect(() => lengthBucketedBatches(sequences, { ...options, batchSize: 0 })).toThrow('not 0.');
    expect(() => lengthBucketedBatches(sequences, { ...options, lengths: [] })).toThrow(
      'at least one length',
    );
  });
});

const take = <Batch>(next: () => Batch, count: number) => Array.from({ length: count }, () => next());

describe('lengthBatchStream', () => {
  it('gives whole batches for ever, each epoch in an order of its own, incomplete ones left out', () => {
    const next = lengthBatchStream(sequences, { batchSize: 32, lengths: [64, 16, 32], seed: 3 });
    const whole = (epoch: number) =>
      lengthBucketedBatches(sequences, { ...options, epoch }).filter(({ indices }) => indices.length === 32);
    const expected = [...whole(0), ...whole(1), ...whole(2)];
    expect(take(next, expected.length)).toEqual(expected);
  });

  it('refuses texts of which no length has a whole batch', () => {
    const next = lengthBatchStream(sequences.slice(0, 40), { batchSize: 32, lengths: [16, 32, 64], seed: 3 });
    expect(next).toThrow(LabError);
    expect(next).toThrow(
      'No length bucket holds a full batch of 32 texts; lower batchSize, or give fewer lengths.',
    );
  });
});

describe('epochStream', () => {
  const stream = (change: object = {}) =>
    epochStream(10, { batchSize: 3, seed: 1, order: 'views', ...change });

  it('shows an example at most once an epoch, and leaves out what fills no batch', () => {
    const next = stream();
    const epochs = Array.from({ length: 20 }, () => take(next, 3).flat());
    for (const epoch of epochs) expect(new Set(epoch).size).toBe(9);
    // Another one is left out each time.
    expect(new Set(epochs.flat()).size).toBe(10);
    expect(new Set(epochs.map(String)).size).toBe(20);
  });

  it('repeats by seed, and differs by seed and by what it is for', () => {
    const order = (change: object = {}) => take(stream(change), 9);
    expect(order()).toEqual(order());
    expect(order({ seed: 2 })).not.toEqual(order());
    expect(order({ order: 'patches' })).not.toEqual(order());
  });

  it('refuses fewer examples than a batch holds, and takes as many', () => {
    expect(() => stream({ batchSize: 11 })).toThrow(
      'There are 10 images for a batch of 11; lower batchSize.',
    );
    expect([...stream({ batchSize: 10 })()].sort((a, b) => a - b)).toEqual([...Array(10).keys()]);
  });
});

describe('exampleStream', () => {
  const sizes = [3, 9, 1, 7, 5, 2, 8, 6, 4, 10, 12, 11];
  const sizeOf = (example: number) => sizes[example]!;

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
    const inOrder = batches.map((batch) => batch.sort((a, b) => a - b)).sort(([a], [b]) => a! - b!);
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
