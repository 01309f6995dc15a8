import { describe, expect, it } from 'vitest';
import { lengthBucketedBatches } from '../../src/data/batches';
import { seededRandom } from '../../src/data/seededRandom';

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
