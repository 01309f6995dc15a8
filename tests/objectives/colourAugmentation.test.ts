import { describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { compile, type Engine } from '../../src/engine/program';
import { randomness } from '../../src/engine/randomness';
import { augment, noAugmentation } from '../../src/objectives/augmentation';
import { type ColourChanges, changeColours } from '../../src/objectives/colourAugmentation';
import { expectClose, normals } from '../numerical';

const [batch, height, width] = [4, 7, 6];
const shape: [number, number, number, number] = [batch, height, width, 3];
const pixels = normals(batch * height * width * 3, 'colours').map((value) =>
  Math.min(1, Math.abs(value) / 2),
);
const none: ColourChanges = { contrast: 0, saturation: 0, tint: 0, blur: 0 };
const everything: ColourChanges = { contrast: 0.4, saturation: 0.5, tint: 0.2, blur: 1.2 };
const luma = [0.299, 0.587, 0.114];

function views(how: ColourChanges, seed: number, engine: Engine = 'compiled'): Float32Array {
  const random = randomness(seed);
  const program = compile({
    engine,
    state: random.state,
    functions: {
      view: ({ images }: { images: tf.Tensor }) => ({ view: changeColours(images, how, random) }),
    },
  });
  const images = tf.tensor4d(pixels, shape);
  const { view } = program.view({ images });
  const values = view.dataSync().slice() as Float32Array;
  program.program.dispose();
  tf.dispose([images, view, Object.values(random.state)]);
  return values;
}

/** Numbers drawn as the function under test draws them, from -1 to 1 but for blur, which is from 0 to 1. */
function draws(
  how: ColourChanges,
  seed: number,
): Record<keyof ColourChanges, (image: number, channel: number) => number> {
  const random = randomness(seed);
  const none = () => 0;
  const drawn: Record<keyof ColourChanges, (image: number, channel: number) => number> = {
    ...{ contrast: none, saturation: none, tint: none, blur: none },
  };
  for (const part of ['contrast', 'saturation', 'tint', 'blur'] as const) {
    if (how[part] === 0) continue;
    const channels = part === 'tint' ? 3 : 1;
    const values = random.uniform([batch, 1, 1, channels]).dataSync();
    drawn[part] = (image, channel) => {
      const value = values[image * channels + (channels === 3 ? channel : 0)]!;
      return part === 'blur' ? value : 2 * value - 1;
    };
  }
  return drawn;
}

/** The same changes, one pixel after another. */
function slowly(how: ColourChanges, seed: number): Float64Array {
  const drawn = draws(how, seed);
  let now = Float64Array.from(pixels);
  const at = (image: number, y: number, x: number, channel: number) =>
    ((image * height + y) * width + x) * 3 + channel;
  const grey = (image: number, y: number, x: number) =>
    luma.reduce((sum, weight, channel) => sum + weight * now[at(image, y, x, channel)]!, 0);
  const each = (change: (image: number, y: number, x: number, channel: number) => number) => {
    const next = new Float64Array(now.length);
    for (let image = 0; image < batch; image++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          for (let channel = 0; channel < 3; channel++)
            next[at(image, y, x, channel)] = change(image, y, x, channel);
    now = next;
  };
  const means = Array.from({ length: batch }, (_, image) => {
    let sum = 0;
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) sum += grey(image, y, x);
    return sum / (height * width);
  });
  each((image, y, x, channel) => {
    const own = now[at(image, y, x, channel)]!;
    return means[image]! + (own - means[image]!) * (1 + how.contrast * drawn.contrast(image, channel));
  });
  each((image, y, x, channel) => {
    const own = grey(image, y, x);
    return (
      own + (now[at(image, y, x, channel)]! - own) * (1 + how.saturation * drawn.saturation(image, channel))
    );
  });
  each(
    (image, y, x, channel) => now[at(image, y, x, channel)]! * (1 + how.tint * drawn.tint(image, channel)),
  );
  if (how.blur === 0) return now;
  const clamp = (place: number, length: number) => Math.max(0, Math.min(length - 1, place));
  const reach = Math.ceil(3 * how.blur);
  each((image, y, x, channel) => {
    const deviation = Math.max(how.blur * drawn.blur(image, channel), 1e-6);
    let [sum, weights] = [0, 0];
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++) {
        const weight = Math.exp(-(dx * dx + dy * dy) / (2 * deviation ** 2));
        sum += weight * now[at(image, clamp(y + dy, height), clamp(x + dx, width), channel)]!;
        weights += weight;
      }
    return sum / weights;
  });
  return now;
}

describe('Changes of colour', () => {
  it('are those of slow loops: each part alone, and all together', () => {
    for (const part of ['contrast', 'saturation', 'tint', 'blur'] as const) {
      const how = { ...none, [part]: everything[part] };
      const found = views(how, 3);
      expectClose(found, slowly(how, 3), 1e-5);
      expect(Math.max(...found.map((value, k) => Math.abs(value - pixels[k]!)))).toBeGreaterThan(0.01);
    }
    expectClose(views(everything, 4), slowly(everything, 4), 1e-5);
  });

  it('repeat by seed, are the same compiled and eager, and are none where every part is off', () => {
    expect(views(everything, 5)).toEqual(views(everything, 5));
    expect(views(everything, 6)).not.toEqual(views(everything, 5));
    expectClose(views(everything, 5), views(everything, 5, 'eager'), 1e-5);
    expect(views(none, 5)).toEqual(Float32Array.from(pixels));
  });

  it('stay within black and white as a part of augmentation, whose edges may go on with the nearest pixel', () => {
    const bright = tf.ones([20, 8, 8, 3]);
    const how = { ...noAugmentation, shift: 0.3 };
    const [black, nearest] = (['black', 'nearest'] as const).map(
      (outside) =>
        augment(bright, { ...how, outside }, randomness(2))
          .min()
          .dataSync()[0]!,
    );
    expect(black).toBe(0);
    expect(nearest).toBeCloseTo(1, 5);
    const coloured = augment(
      tf.tensor4d(pixels, shape),
      { ...noAugmentation, colour: everything },
      randomness(2),
    );
    const values = [...coloured.dataSync()];
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(1);
    expect(Math.max(...values.map((value, k) => Math.abs(value - pixels[k]!)))).toBeGreaterThan(0.05);
  });
});
