import { describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { imageGrid } from '../../src/report/imageGrid';

describe('A grid of images', () => {
  it('lays them out in rows with white gaps, as a PNG that decodes to the same pixels', () => {
    const values = [0, 0.2, 0.4, 0.6, 0.8, 1, 0, 1, 0.5, 0.5, 0, 0];
    const grid = imageGrid(values, { title: 'three', shape: [2, 2, 1], columns: 2, magnification: 2 });
    const { width, height, bytes } = grid.pixels();
    expect([width, height]).toEqual([10, 10]);
    const at = (x: number, y: number) => bytes[(y * width + x) * 3];
    expect([at(0, 0), at(2, 0), at(0, 2), at(3, 3)]).toEqual([0, 51, 102, 153]);
    expect([at(4, 0), at(0, 4), at(6, 6)]).toEqual([255, 255, 255]);
    expect([at(6, 0), at(8, 0), at(0, 6)]).toEqual([204, 255, 128]);
    const bundle = grid.toDisplay();
    const decoded = tf.node.decodeImage(bundle['image/png'] as Uint8Array, 3);
    expect(decoded.shape).toEqual([10, 10, 3]);
    expect(Buffer.compare(Buffer.from(decoded.dataSync()), Buffer.from(bytes))).toBe(0);
    expect(bundle['text/plain']).toBe('[picture: three]');
  });

  it('keeps colours', () => {
    const { bytes } = imageGrid([1, 0, 0.4], {
      title: 'one',
      shape: [1, 1, 3],
      columns: 1,
      magnification: 1,
    }).pixels();
    expect([...bytes]).toEqual([255, 0, 102]);
  });
});
