/** Drawn road scenes: the same from the same seed, drive by drive, with every class where it belongs. */
import { describe, expect, it } from 'vitest';
import { LabelledFrames } from '../../src/data/labelledFrames';
import { roadClasses, roadFrames, roadVoid } from '../../src/data/roadScenes';
import { pixelFeatures } from '../../src/recipes/segmentation';
import { expectClose } from '../numerical';

const [height, width] = [32, 48];
const drawn = (drives: readonly number[], seed = 1) => roadFrames({ seed, drives, framesOfDrive: 4 });

describe('road scenes', () => {
  it('are the same from the same seed, and a drive is the same whatever stands around it', () => {
    const [some, again] = [drawn([0, 1, 2]), drawn([2])];
    expect(drawn([0, 1, 2])).toEqual(some);
    expect(again.frames.pixels).toEqual(some.frames.select([8, 9, 10, 11]).pixels);
    expect(again.frames.masks).toEqual(some.frames.select([8, 9, 10, 11]).masks);
    expect(drawn([0, 1, 2], 2).frames.pixels).not.toEqual(some.frames.pixels);
    expect(some.weather).toEqual([
      ...Array(4).fill('clear'),
      ...Array(4).fill('rain'),
      ...Array(4).fill('night'),
    ]);
  });

  it('show every class, sky above road, and void only at the bottom', () => {
    const { frames } = drawn(Array.from({ length: 30 }, (_, k) => k));
    const rows = new Map<number, number[]>();
    frames.masks.forEach((label, at) => {
      const row = Math.floor(at / width) % height;
      const known = rows.get(label);
      if (known) known.push(row);
      else rows.set(label, [row]);
    });
    expect([...rows.keys()].sort((a, b) => a - b)).toEqual([...roadClasses.keys(), roadVoid]);
    const mean = (label: number) => rows.get(label)!.reduce((a, b) => a + b, 0) / rows.get(label)!.length;
    expect(mean(roadClasses.indexOf('sky'))).toBeLessThan(10);
    expect(mean(roadClasses.indexOf('road'))).toBeGreaterThan(20);
    expect(Math.min(...rows.get(roadVoid)!)).toBeGreaterThan(height - 4);
    // Rare classes are rare: that is what mean IoU is for.
    expect(rows.get(roadClasses.indexOf('person'))!.length).toBeLessThan(0.03 * frames.masks.length);
  });

  it('are dark at night', () => {
    const { frames, weather } = drawn([0, 3, 6, 2, 5, 8]);
    const bright = (kind: string) => {
      const rows = [...weather.keys()].filter((row) => weather[row] === kind);
      const { pixels } = frames.select(rows);
      return pixels.reduce((a, b) => a + b, 0) / pixels.length;
    };
    expect(bright('night')).toBeLessThan(0.5 * bright('clear'));
  });
});

it('frames and label images must be of one size', () => {
  expect(() => new LabelledFrames(new Uint8Array(24), [2, 2, 3], new Uint8Array(7))).toThrow(
    '2 frames of 2 x 2 have 8 pixels, and their label images 7: give one label image a frame, of its size.',
  );
});

it('features of a pixel are its colour, means around it, and its place', () => {
  const pixels = Uint8Array.from({ length: 5 * 5 * 3 }, (_, k) => (k * 37) % 256);
  const features = pixelFeatures(new LabelledFrames(pixels, [5, 5, 3], new Uint8Array(25)), 0);
  const own = features.subarray((2 * 5 + 2) * 15, (2 * 5 + 2) * 15 + 15);
  const colour = (row: number, column: number, c: number) => pixels[(row * 5 + column) * 3 + c]! / 255;
  const around = (reach: number, c: number) => {
    const values: number[] = [];
    for (let r = 2 - reach; r <= 2 + reach; r++)
      for (let k = 2 - reach; k <= 2 + reach; k++)
        if (r in [0, 1, 2, 3, 4] && k in [0, 1, 2, 3, 4]) values.push(colour(r, k, c));
    return values.reduce((a, b) => a + b, 0) / values.length;
  };
  expectClose(
    own,
    [...[0, 1, 3].flatMap((reach) => [0, 1, 2].map((c) => around(reach, c))), 0.5, 0.25, 0, 0, 0, 0],
    1e-6,
  );
});
