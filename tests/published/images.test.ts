/** Pictures as published models read them, and classifiers of images over such models. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { LabelledImages } from '../../src/data/images';
import { tf } from '../../src/engine/native';
import { interpolatedPositions } from '../../src/models/parts/positionInterpolation';
import { finetunePublishedImages } from '../../src/published/finetunePublished';
import { loadPublishedImages } from '../../src/published/loadPublished';
import { LowRankAdapters } from '../../src/published/lowRankAdapters';
import { PicturePreparation } from '../../src/published/picturePreparation';
import { PublishedImageClassifier } from '../../src/published/publishedImageClassifier';
import { freshFolder } from '../runner/toyStudy';

let folder: string;
beforeEach(() => {
  folder = freshFolder();
});

const preparation = (config: object) => {
  fs.writeFileSync(path.join(folder, 'preprocessor_config.json'), JSON.stringify(config));
  return PicturePreparation.read(folder);
};

/** A picture, and what Python's Pillow made of it; written once, with its version. */
const pillow = JSON.parse(fs.readFileSync(path.join(__dirname, 'pillow.json'), 'utf8')) as {
  shape: [number, number, number];
  picture: string;
} & Record<string, { size: [number, number]; resample: number; bytes: string }>;
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));
const images = (pixels: Uint8Array, shape: [number, number, number]) =>
  new LabelledImages(pixels, shape, Int32Array.of(0), ['one']);
const picture = images(bytesOf(pillow.picture), pillow.shape);

describe('a picture is prepared as its model says', () => {
  it.each(['lanczos', 'bilinear', 'bicubic', 'larger'])('scaled as Pillow does: %s', (name) => {
    const { size, resample, bytes } = pillow[name]!;
    const [height, width] = size;
    const pixels = preparation({ size: { height, width }, resample, do_normalize: false }).images(
      picture,
      [0],
    );
    expect(pixels.shape).toEqual([1, height, width, 3]);
    const expected = bytesOf(bytes);
    const off = Array.from(pixels.dataSync(), (value, at) => Math.abs(value * 255 - expected[at]!));
    // Pillow computes with whole numbers, so that here and there it rounds to the other side.
    expect(Math.max(...off)).toBeLessThan(1.01);
    expect(off.reduce((sum, one) => sum + one, 0) / off.length).toBeLessThan(0.01);
  });

  it('by its shorter side, cut in the middle, and normalised', () => {
    const byShortest = preparation({
      ...{ size: { shortest_edge: 20 }, do_center_crop: true, crop_size: { height: 18, width: 16 } },
      ...{ image_mean: [0.1, 0.2, 0.3], image_std: [0.5, 0.25, 2] },
    });
    expect(byShortest.images(picture, [0]).shape).toEqual([1, 18, 16, 3]);
    // The older form: a lone number is the shorter side for some, both sides for others.
    const lone = { size: 20, do_normalize: false };
    const shapeOf = (type: string) =>
      preparation({ ...lone, image_processor_type: type }).images(picture, [0]).shape;
    expect(shapeOf('BitImageProcessor')).toEqual([1, 20, 27, 3]);
    expect(shapeOf('ViTImageProcessor')).toEqual([1, 20, 20, 3]);

    const [height, width] = pillow.shape;
    const cut = preparation({
      ...{ do_resize: false, do_center_crop: true, crop_size: { height: 9, width: 60 } },
      ...{ image_mean: [0.1, 0.2, 0.3], image_std: [0.5, 0.25, 2] },
    }).images(picture, [0]);
    const values = cut.arraySync()[0]!;
    const bytes = bytesOf(pillow.picture);
    for (const [y, x, c] of [
      [0, 5, 0],
      [8, 54, 1],
      [3, 30, 2],
    ] as const) {
      const at = ((y + (height - 9) / 2) * width + (x - (60 - width) / 2)) * 3 + c;
      const expected = (bytes[at]! / 255 - [0.1, 0.2, 0.3][c]!) / [0.5, 0.25, 2][c]!;
      expect(values[y]![x]![c]).toBeCloseTo(expected, 5);
    }
    // Black beside it.
    expect(values[4]![2]![2]).toBeCloseTo((0 - 0.3) / 2, 5);
  });

  it('from its file, and grey as colour', () => {
    const file = path.join(folder, 'picture.bmp');
    fs.writeFileSync(file, bitmap(2, 1, [10, 20, 30, 40, 50, 60]));
    const asIs = preparation({ do_resize: false, do_normalize: false, rescale_factor: 1 });
    expect(Array.from(asIs.files([file]).dataSync())).toEqual([10, 20, 30, 40, 50, 60]);
    const grey = images(Uint8Array.of(7, 9), [1, 2, 1]);
    expect(Array.from(asIs.images(grey, [0]).dataSync())).toEqual([7, 7, 7, 9, 9, 9]);
    const other = path.join(folder, 'other.bmp');
    fs.writeFileSync(other, bitmap(1, 1, [1, 2, 3]));
    const held = tf.memory().numTensors;
    expect(() => asIs.files([file, other])).toThrow('come out as 1 x 2 x 3 and 1 x 1 x 3');
    expect(() => asIs.files([])).toThrow('give at least one');
    expect(tf.memory().numTensors).toBe(held);
  });

  it.each([
    [{ resample: 9 }, "as 'resample'"],
    [{ size: { shortest_edge: 0 } }, "as 'size"],
    [{ image_std: [1, 0, 1] }, "as 'image_std.1'"],
    [{ image_mean: [1] }, "as 'image_mean'"],
  ])('refused: %j', (config, said) => {
    expect(() => preparation(config)).toThrow(said);
  });

  it('refused: no file, no JSON, half a size', () => {
    expect(() => PicturePreparation.read(folder)).toThrow('has no preprocessor_config.json');
    fs.writeFileSync(path.join(folder, 'preprocessor_config.json'), '{');
    expect(() => PicturePreparation.read(folder)).toThrow('is not JSON');
    expect(() => preparation({ size: { height: 3 } }).images(picture, [0])).toThrow(
      'neither height and width',
    );
  });
});

describe('positions at another size', () => {
  /** What torch and transformers gave for these inputs. */
  const recorded = JSON.parse(fs.readFileSync(path.join(__dirname, 'interpolation.json'), 'utf8')) as Record<
    string,
    number[]
  >;
  const furthest = (found: tf.Tensor, wanted: readonly number[]) =>
    Math.max(...Array.from(found.dataSync(), (value, at) => Math.abs(value - wanted[at]!)));

  it.each([
    [3, 3],
    [8, 8],
    [4, 7],
  ])('are interpolated as torch does it: %d x %d', (rows, columns) => {
    const table = tf.tensor2d(recorded.table!, [25, 3]);
    const found = interpolatedPositions(table, rows, columns);
    expect(found.shape).toEqual([rows * columns, 3]);
    expect(furthest(found, recorded[`${rows}x${columns}`]!)).toBeLessThan(2e-6);
    expect(interpolatedPositions(table, 5, 5)).toBe(table);
  });

  it('DINOv2 reads pictures of another size, and ViT says that it does not', () => {
    const model = loadPublishedImages(path.join(__dirname, 'fixtures', 'dinov2'));
    const [height, width] = recorded.pixels as [number, number];
    const pixels = tf
      .linspace(-1, 1, 3 * height * width)
      .reshape([1, 3, height, width])
      .transpose([0, 2, 3, 1]);
    const { states } = model.forward({ pixels });
    expect(furthest(states, recorded.states!)).toBeLessThan(5e-6);
    expect(() => model.forward({ pixels: tf.zeros([1, height + 1, width, 3]) })).toThrow(
      'reads multiples of 8 pixels x 3',
    );
    const vit = loadPublishedImages(path.join(__dirname, 'fixtures', 'vit-cls'));
    expect(() => vit.forward({ pixels })).toThrow('reads 32 x 32 x 3');
  });
});

/** An uncompressed BMP of red, green and blue. */
function bitmap(width: number, height: number, values: readonly number[]): Buffer {
  const stride = Math.ceil((3 * width) / 4) * 4;
  const file = Buffer.alloc(54 + stride * height);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++)
        file[54 + (height - 1 - y) * stride + 3 * x + 2 - c] = values[(y * width + x) * 3 + c]!;
  return file;
}

/** Bright above or bright below. */
function halves(): LabelledImages {
  const [count, side] = [12, 16];
  const pixels = new Uint8Array(count * side * side);
  for (let image = 0; image < count; image++)
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        pixels[(image * side + y) * side + x] =
          (y < side / 2 === (image % 2 === 0) ? 200 : 40) + ((5 * x + 3 * y + 11 * image) % 23);
  const labels = Int32Array.from({ length: count }, (_, image) => image % 2);
  return new LabelledImages(pixels, [side, side, 1], labels, ['above', 'below']);
}

describe('fine-tuning', () => {
  it.each(['vit-cls', 'deit-cls', 'dinov2', 'vit-mae'])('%s learns, whole and by adapters', async (name) => {
    const data = halves();
    for (const trains of ['all', 'adapters'] as const) {
      const model = loadPublishedImages(path.join(__dirname, 'fixtures', name));
      const [side] = model.imageShape!;
      const before = model.parameters['encoder.layer.0.intermediate.dense.weight']?.arraySync();
      const classifier = new PublishedImageClassifier(model, {
        classes: data.names,
        preparation: preparation({ size: { height: side, width: side } }),
        pooling: 'mean',
        trains: trains === 'all' ? trains : new LowRankAdapters(model, { rank: 2 }),
      });
      const outcome = await finetunePublishedImages(classifier, {
        ...{ data, evaluateOn: data, steps: 25, seed: 1, batchSize: 6, encoderLearningRate: 1e-3 },
      });
      expect(outcome.accuracy).toBe(1);
      expect(outcome.predict(data.select([1, 2]))).toEqual(['below', 'above']);
      if (trains === 'adapters')
        expect(model.parameters['encoder.layer.0.intermediate.dense.weight']?.arraySync()).toEqual(before);
      classifier.dispose();
      model.dispose();
    }
  });
});
