import { describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { compile, type Engine } from '../../src/engine/program';
import { randomness } from '../../src/engine/randomness';
import { type Augmentation, augment, noAugmentation } from '../../src/objectives/augmentation';
import { expectClose, normals } from '../numerical';

const shape = [6, 12, 12, 1] as const;
const pixels = normals(6 * 144, 'pixels').map((value) => Math.min(1, Math.abs(value) / 3));

function views(how: Augmentation, seed: number, engine: Engine = 'compiled'): Float32Array[] {
  const random = randomness(seed);
  const program = compile({
    engine,
    state: random.state,
    functions: {
      view: ({ images }: { images: tf.Tensor }) => {
        const view = augment(images, how, random);
        random.advance();
        return { view };
      },
    },
  });
  const images = tf.tensor4d(pixels, [...shape]);
  const drawn = [0, 1].map(() => {
    const { view } = program.view({ images });
    const values = view.dataSync().slice() as Float32Array;
    view.dispose();
    return values;
  });
  program.program.dispose();
  tf.dispose([images, Object.values(random.state)]);
  return drawn;
}

const everything: Augmentation = {
  ...{ rotation: 20, shift: 0.1, scale: [0.8, 1.25], shear: 0.2, brightness: 0.2, noise: 0.05, cutout: 0.25 },
};

describe('Augmentation', () => {
  it('changes nothing where every part is off', () => {
    expectClose(views(noAugmentation, 1)[0], pixels, 1e-5);
  });

  it('repeats by seed, differs from step to step and from image to image', () => {
    const [first, second] = views(everything, 1);
    expect(views(everything, 1)).toEqual([first, second]);
    expect(second).not.toEqual(first);
    expect(views(everything, 2)[0]).not.toEqual(first);
    expect(first.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  it('is the same compiled and eager', () => {
    expectClose(views(everything, 5)[0], views(everything, 5, 'eager')[0], 1e-5);
  });

  it('turns about the centre: a centred disc stays, a point far from it moves by the angle at most', () => {
    const random = randomness(4);
    const place = (row: number, column: number) => {
      const values = new Float32Array(31 * 31);
      values[row * 31 + column] = 1;
      return tf.tensor4d(values, [1, 31, 31, 1]);
    };
    const turn = { ...noAugmentation, rotation: 45 };
    const centre = augment(place(15, 15), turn, random).dataSync();
    expect(centre[15 * 31 + 15]).toBeCloseTo(1, 5);
    const moved = augment(place(15, 27), turn, random).dataSync();
    let [row, column, sum] = [0, 0, 0];
    moved.forEach((value, k) => {
      row += value * Math.floor(k / 31);
      column += value * (k % 31);
      sum += value;
    });
    const angle = Math.atan2(row / sum - 15, column / sum - 15);
    expect(Math.hypot(row / sum - 15, column / sum - 15)).toBeCloseTo(12, 0);
    expect(Math.abs(angle)).toBeGreaterThan(0.01);
    expect(Math.abs(angle)).toBeLessThan(Math.PI / 4 + 0.05);
  });

  it('moves by a share of the size at most, and leaves black behind', () => {
    const [shifted] = views({ ...noAugmentation, shift: 0.25 }, 3);
    expect(shifted.filter((value) => value === 0).length).toBeGreaterThan(
      pixels.filter((value) => value === 0).length,
    );
  });

  it('cuts out one square of the size asked for', () => {
    const ones = tf.ones([40, 20, 20, 1]);
    const view = augment(ones, { ...noAugmentation, cutout: 0.3 }, randomness(8)).dataSync();
    for (let image = 0; image < 40; image++) {
      const dark = view.slice(image * 400, (image + 1) * 400).filter((value) => value === 0).length;
      expect(dark).toBeGreaterThan(0);
      expect(dark).toBeLessThanOrEqual(49);
    }
  });
});
