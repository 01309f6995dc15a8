import { expect, it } from 'vitest';
import { maskColours } from '../../src/report/maskColours';

it('paints classes apart and void black, and refuses labels that have no colour', () => {
  const painted = maskColours([0, 1, 0, 255], 255);
  const pixel = (at: number) => Array.from(painted.slice(at * 3, at * 3 + 3));
  expect(pixel(0)).toEqual(pixel(2));
  expect(pixel(0)).not.toEqual(pixel(1));
  expect(pixel(3)).toEqual([0, 0, 0]);
  expect(() => maskColours([255])).toThrow('a pixel has the label 255.');
});
