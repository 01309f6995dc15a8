import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadDataset } from '../../src/data/dataset';
import { readIdx, writeIdx } from '../../src/data/idx';
import { loadImages } from '../../src/data/imageDataset';
import { imageClusters } from '../../src/data/imageDuplicates';
import { ImageCollection } from '../../src/data/images';
import { seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import { LabError } from '../../src/errors';
import { findMirror, ownFolder } from './mirror';

const mirror = findMirror();
const root = ownFolder();
if (mirror) process.env.LAB_DATA_MIRROR = mirror;
let count = 0;
let folder = '';
beforeEach(() => {
  folder = path.join(root, `images-${count++}`);
  fs.mkdirSync(folder);
});

/** Writes a card into the folder and loads it. */
function load(card: object) {
  const whole = { name: 'mine', task: 'image-classification', ...card };
  fs.writeFileSync(path.join(folder, 'card.json'), JSON.stringify(whole));
  return loadImages(path.join(folder, 'card.json'));
}

async function refusal(card: object): Promise<string> {
  const error = await load(card).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(LabError);
  return (error as Error).message;
}

const noise = (length: number, seed: string) => {
  const random = seededRandom(seed);
  return Uint8Array.from({ length }, () => random.integer(256));
};

/** Ten pictures in each of two folders, light or dark. */
async function writePictures(): Promise<void> {
  for (const [label, base] of [
    ['dark', 0],
    ['light', 128],
  ] as const) {
    fs.mkdirSync(path.join(folder, 'photos', label), { recursive: true });
    for (let k = 0; k < 10; k++) {
      const values = noise(8 * 8 * 3, `${label}/${k}`).map((value) => base + (value >> 1));
      const png = await tf.node.encodePng(tf.tensor3d(Array.from(values), [8, 8, 3], 'int32'));
      fs.writeFileSync(path.join(folder, 'photos', label, `${k}.png`), png);
    }
  }
}

const photos = {
  files: [{ path: 'photos', folder: true }],
  format: { kind: 'image-folder', folder: 'photos', size: [4, 4], channels: 1 },
  splits: { sizes: { dev: 4, test: 4 } },
};

describe("A user's own folder of pictures", () => {
  it('is read by label, scaled, and split in proportion to the classes', async () => {
    await writePictures();
    const dataset = await load(photos);
    expect(dataset.labels).toEqual(['dark', 'light']);
    expect(dataset.shape).toEqual([4, 4, 1]);
    expect([dataset.train, dataset.dev, dataset.test].map((set) => set.countPerLabel())).toEqual([
      [6, 6],
      [2, 2],
      [2, 2],
    ]);
    const mean = (index: number) => dataset.train.image(index).reduce((a, b) => a + b) / 16;
    expect(Array.from(dataset.train.labels, (_, index) => mean(index) > 127)).toEqual(
      Array.from(dataset.train.labels, (label) => label === 1),
    );
    expect((await load(photos)).hash).toBe(dataset.hash);
  });

  it('averages over areas, and exchanges light and dark where asked', async () => {
    fs.mkdirSync(path.join(folder, 'photos', 'a'), { recursive: true });
    const grey = [0, 100, 200, 60].flatMap((value) => [value, value, value]);
    const png = await tf.node.encodePng(tf.tensor3d(grey, [2, 2, 3], 'int32'));
    fs.writeFileSync(path.join(folder, 'photos', 'a', '1.png'), png);
    const one = { ...photos, splits: { sizes: { dev: 0, test: 0 } } };
    const sized = (invert: boolean) => ({ ...one, format: { ...photos.format, size: [1, 1], invert } });
    expect([...(await load(sized(false))).train.pixels]).toEqual([90]);
    expect([...(await load(sized(true))).train.pixels]).toEqual([165]);
  });

  it('is refused in a sentence: no pictures, no picture, no label folder', async () => {
    fs.mkdirSync(path.join(folder, 'photos', 'a'), { recursive: true });
    expect(await refusal(photos)).toContain('photos holds no PNG, JPEG, WebP, BMP or GIF files');
    fs.writeFileSync(path.join(folder, 'photos', 'a', 'x.png'), 'words');
    expect(await refusal(photos)).toContain('a/x.png cannot be decoded as a picture');
    fs.renameSync(path.join(folder, 'photos', 'a', 'x.png'), path.join(folder, 'photos', 'x.png'));
    expect(await refusal(photos)).toContain('lies in no folder that names its label');
  });

  it('takes another card than text', async () => {
    expect(await refusal({ ...photos, task: 'text-classification' })).toContain(
      "the task 'image-classification'",
    );
    expect(await refusal({ ...photos, splits: { files: { dev: ['photos'] } } })).toContain('splits.files');
    await expect(loadDataset('mnist-digits')).rejects.toThrow('not read as text');
    await expect(loadImages('wordnet-glosses')).rejects.toThrow('load it with loadDataset');
  });
});

describe('IDX files', () => {
  it('come back as they were written', () => {
    const values = noise(2 * 3 * 4, 'idx');
    expect(readIdx(writeIdx([2, 3, 4], values), 'x')).toEqual({
      shape: [2, 3, 4],
      values: Buffer.from(values),
    });
  });

  it('are refused where they are of another kind or cut off', () => {
    const whole = writeIdx([2, 3], noise(6, 'cut'));
    expect(() => readIdx(whole.subarray(0, 16), 'x.idx')).toThrow('x.idx says [2, 3] but holds 4 bytes');
    expect(() => readIdx(Buffer.from('no such file at all'), 'x.idx')).toThrow('x.idx is no IDX file');
    expect(() => readIdx(Buffer.alloc(2), 'x.idx')).toThrow(LabError);
  });
});

describe('Near duplicates', () => {
  it('are found whatever their place, joined through others, and nothing else is', () => {
    const [count, size] = [1500, 64];
    const pixels = noise(count * size, 'many');
    const copy = (from: number, to: number, change: number) => {
      pixels.copyWithin(to * size, from * size, (from + 1) * size);
      pixels[to * size] = (pixels[to * size]! + change) % 256;
    };
    copy(3, 1400, 1);
    copy(1400, 700, 2);
    const clusters = imageClusters(new ImageCollection(pixels, [8, 8, 1]), 0.999);
    expect(new Set([clusters[3], clusters[700], clusters[1400]]).size).toBe(1);
    expect(new Set(clusters).size).toBe(count - 2);
  });

  it('stay in one split', async () => {
    const pixels = noise(40 * 64, 'pairs');
    for (let k = 0; k < 20; k++) pixels.copyWithin((20 + k) * 64, k * 64, (k + 1) * 64);
    fs.writeFileSync(path.join(folder, 'i.idx'), writeIdx([40, 8, 8], pixels));
    fs.writeFileSync(
      path.join(folder, 'l.idx'),
      writeIdx(
        [40],
        Uint8Array.from({ length: 40 }, (_, k) => k % 2),
      ),
    );
    const dataset = await load({
      files: [{ path: 'i.idx' }, { path: 'l.idx' }],
      format: { kind: 'idx', images: 'i.idx', labels: 'l.idx' },
      splits: { sizes: { dev: 8, test: 8 } },
      labels: ['even', 'odd'],
    });
    expect(dataset.nearDuplicates).toBe(40);
    const seen = (set: ImageCollection) =>
      new Set(Array.from({ length: set.length }, (_, k) => Buffer.from(set.image(k)).toString('hex')));
    const [train, dev, test] = [seen(dataset.train), seen(dataset.dev), seen(dataset.test)];
    expect(new Set([...train, ...dev, ...test]).size).toBe(20);
    expect(train.size + dev.size + test.size).toBe(20);
  });
});

describe('Published images', () => {
  it('mnist-digits: 10,000 digits in whole splits, budgets nested', async () => {
    const digits = await loadImages('mnist-digits');
    expect([digits.train.length, digits.dev.length, digits.test.length]).toEqual([7000, 1000, 2000]);
    expect(Buffer.compare(digits.pretraining.pixels, digits.train.pixels)).toBe(0);
    const one = digits.train.labelled({ perClass: 1, seed: 3 });
    const five = digits.train.labelled({ perClass: 5, seed: 3 });
    expect(one.countPerLabel()).toEqual(Array(10).fill(1));
    expect(Buffer.compare(five.pixels.subarray(0, one.pixels.length), one.pixels)).toBe(0);
  });

  it.skipIf(!mirror)('omniglot: 20 drawings of each of 136 characters, light on dark', async () => {
    const characters = await loadImages('omniglot');
    expect(characters.labels.length).toBe(136);
    expect(new Set(characters.train.countPerLabel())).toEqual(new Set([20]));
    expect(characters.train.pixels.reduce((a, b) => a + b, 0) / characters.train.pixels.length).toBeLessThan(
      64,
    );
  });
});
