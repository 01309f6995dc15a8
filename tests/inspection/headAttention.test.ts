import { describe, expect, it } from 'vitest';
import { ImageCollection } from '../../src/data/images';
import { imageHeads, textHeads } from '../../src/inspection/headAttention';
import { textAttention } from '../../src/inspection/textAttention';
import { visionTransformer } from '../../src/models/visionTransformer';
import { tinyEncoder } from '../models/tinyModel';

describe('what heads look at', () => {
  it('over words: every layer and head shares out one, and is what the layer says alone', () => {
    const encoder = tinyEncoder();
    const tokens = Int32Array.from([5, 9, 16]);
    const heads = textHeads(encoder, tokens);
    expect(heads.map((layer) => layer.length)).toEqual([2, 2]);
    for (const row of heads.flat(2)) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    expect(heads[1]).toEqual(textAttention(encoder, tokens, 1));
    expect(() => textHeads(encoder, new Int32Array(0))).toThrow('The text has 0 tokens');
    encoder.dispose();
  });

  it('over patches: a map of the image for every head, whose sum is one', () => {
    const encoder = visionTransformer({
      ...{ shape: [4, 8, 1], patch: 2, layers: 2, width: 8, heads: 2, seed: 3 },
    });
    const images = new ImageCollection(
      Uint8Array.from({ length: 64 }, (_, k) => (k * 37) % 256),
      [4, 8, 1],
    );
    const maps = imageHeads(encoder, images, 1);
    expect(maps.map((layer) => layer.map((map) => [map.length, map[0]!.length]))).toEqual([
      [
        [2, 4],
        [2, 4],
      ],
      [
        [2, 4],
        [2, 4],
      ],
    ]);
    for (const map of maps.flat()) expect(map.flat().reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    expect(maps).not.toEqual(imageHeads(encoder, images, 0));
    expect(() => imageHeads(encoder, images, 2)).toThrow('There is no image 2: there are 2');
    encoder.dispose();
  });
});
