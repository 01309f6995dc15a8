import { expect, it } from 'vitest';
import { packedBlocks } from '../../src/data/packing';

it('joins texts into full blocks, a separator after each, and drops the rest', () => {
  const texts = [Int32Array.of(1, 2, 3), Int32Array.of(4), Int32Array.of(5, 6, 7, 8)];
  const blocks = packedBlocks(texts, { length: 5, separator: 0 });
  expect(blocks.map((block) => [...block])).toEqual([
    [1, 2, 3, 0, 4],
    [0, 5, 6, 7, 8],
  ]);
  expect(() => packedBlocks(texts, { length: 20, separator: 0 })).toThrow(/hold 11 tokens/);
});
