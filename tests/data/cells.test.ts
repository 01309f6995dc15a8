import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { groupSplit, joinedGroups } from '../../src/data/groupSplit';
import { loadImages } from '../../src/data/imageDataset';
import { fitImages } from '../../src/data/imageFitting';
import { LabelledImages } from '../../src/data/images';
import { readPascalVoc } from '../../src/data/pascalVoc';
import { seededRandom } from '../../src/data/seededRandom';
import { cellKinds, cellsOfSlide } from '../../src/data/stainedCells';
import { tf } from '../../src/engine/native';
import { LabError } from '../../src/errors';
import { findMirror, ownFolder } from './mirror';

const mirror = findMirror();
const root = ownFolder();
if (mirror) process.env.LAB_DATA_MIRROR = mirror;

describe('Stained cells', () => {
  const slide = cellsOfSlide(1, 0);
  const cell = (index: number, from = slide) => from.pixels.subarray(index * 2352, (index + 1) * 2352);

  it('repeat by seed and slide, and no two are alike', () => {
    expect(cellsOfSlide(1, 0)).toEqual(slide);
    expect(cellsOfSlide(1, 1).pixels).not.toEqual(slide.pixels);
    expect(cellsOfSlide(2, 0).pixels).not.toEqual(slide.pixels);
    const hashes = Array.from({ length: 100 }, (_, k) => createHash('md5').update(cell(k)).digest('hex'));
    expect(new Set(hashes).size).toBe(100);
  });

  it('show what their kinds are known by: a dark nucleus in white cells and none in red ones', () => {
    // The darkest red of the middle 14 x 14, against the image's brightest: nuclei take up red light, red cells do not.
    const darkness = (index: number) => {
      const values = cell(index);
      let [darkest, brightest] = [255, 0];
      for (let y = 0; y < 28; y++)
        for (let x = 0; x < 28; x++) {
          const red = values[(y * 28 + x) * 3]!;
          brightest = Math.max(brightest, red);
          if (x >= 7 && x < 21 && y >= 7 && y < 21) darkest = Math.min(darkest, red);
        }
      return darkest / brightest;
    };
    const mean = (chosen: (kind: number) => boolean) => {
      const own = [...slide.labels.keys()].filter((index) => chosen(slide.labels[index]!));
      return own.reduce((sum, index) => sum + darkness(index), 0) / own.length;
    };
    expect(mean((kind) => kind >= cellKinds.indexOf('neutrophil'))).toBeLessThan(0.6);
    expect(mean((kind) => kind === cellKinds.indexOf('red cell'))).toBeGreaterThan(0.6);
  });
});

describe('Splits by group', () => {
  const random = seededRandom('groups');
  const groups = Array.from({ length: 600 }, (_, index) => Math.floor(index / 20));
  const labels = groups.map(() => ['a', 'b'][random.integer(2)]!);

  it('part no group, repeat by seed, and are of about the size asked for', () => {
    const cut = { sizes: { dev: 60, test: 130 }, seed: 1 };
    const split = groupSplit(labels, groups, cut);
    const splitsOf = new Map<number, Set<string>>();
    groups.forEach((group, index) => {
      splitsOf.set(group, (splitsOf.get(group) ?? new Set()).add(split[index]!));
    });
    expect(new Set([...splitsOf.values()].map((own) => own.size))).toEqual(new Set([1]));
    const count = (name: string) => split.filter((own) => own === name).length;
    expect([count('dev'), count('test')]).toEqual([60, 120]);
    expect(groupSplit(labels, groups, cut)).toEqual(split);
    expect(groupSplit(labels, groups, { ...cut, seed: 2 })).not.toEqual(split);
  });

  it('are refused where the size cannot be met, or a label would be missing', () => {
    const cut = (dev: number) => () => groupSplit(labels, groups, { sizes: { dev, test: 0 }, seed: 1 });
    expect(cut(10)).toThrow('cannot be cut of whole groups (it would have 0)');
    const rare = groups.map((group) => (group === 3 ? 'rare' : 'a'));
    expect(() => groupSplit(rare, groups, { sizes: { dev: 20, test: 20 }, seed: 1 })).toThrow(
      "holds no 'rare'",
    );
    expect(cut(10)).toThrow(LabError);
  });

  it('join groups that hold near duplicates, directly or through others', () => {
    const joined = joinedGroups([1, 1, 2, 2, 3, 4], [0, 1, 1, 2, 2, 5]);
    expect(new Set(joined.slice(0, 5)).size).toBe(1);
    expect(joined[5]).not.toBe(joined[0]);
  });
});

describe('Boxes of pictures', () => {
  const object = (label: string, sides: readonly number[]) =>
    `<object><name>${label}</name><bndbox><xmin>${sides[0]}</xmin><ymin>${sides[1]}</ymin><xmax>${sides[2]}</xmax><ymax>${sides[3]}</ymax></bndbox></object>`;
  const annotation = (picture: string, ...objects: string[]) =>
    `<annotation verified="no"><filename>${picture}</filename>${objects.join('\n')}</annotation>`;

  it('are read with their labels, and refused in a sentence where something is missing', () => {
    const sound = Buffer.from(annotation('a.png', object('red &amp; round', [1, 2, 3, 4])));
    expect(readPascalVoc(sound, 'a.xml')).toEqual({
      picture: 'a.png',
      size: undefined,
      boxes: [{ label: 'red & round', left: 1, top: 2, right: 3, bottom: 4 }],
    });
    const broken = (text: string) => () => readPascalVoc(Buffer.from(text), 'a.xml');
    expect(broken('no such thing')).toThrow('a.xml is no plain Pascal VOC annotation');
    expect(broken('<annotation><filename>a.png</annotation>')).toThrow(
      'a.xml is no plain Pascal VOC annotation',
    );
    expect(broken('<html/>')).toThrow('(its root is not <annotation>)');
    expect(broken(annotation('../a.png'))).toThrow('a.xml names no picture');
    expect(broken(annotation('a.png', object('', [1, 2, 3, 4])))).toThrow('An object in a.xml has no <name>');
    const text = annotation('a.png', object('x', [1, 2, 3, 4])).replace('>3<', '>many<');
    expect(broken(text)).toThrow('The box of x in a.xml has no number as <xmax>');
  });

  it('become square images about their centres, kept inside the picture, one without area left out', async () => {
    const folder = path.join(root, 'voc');
    for (const name of ['marks', 'photos']) fs.mkdirSync(path.join(folder, name), { recursive: true });
    // Left half red, right half blue.
    const values = Array.from({ length: 20 * 40 }, (_, k) =>
      k % 40 < 20 ? [255, 0, 0] : [0, 0, 255],
    ).flat();
    const noise = (seed: string) => {
      const random = seededRandom(seed);
      return values.map((value) => Math.abs(value - random.integer(60)));
    };
    for (const name of ['a', 'b', 'c']) {
      const png = await tf.node.encodePng(tf.tensor3d(noise(name), [20, 40, 3], 'int32'));
      fs.writeFileSync(path.join(folder, 'photos', `${name}.png`), png);
      const boxes = [
        object('left', [0, 0, 8, 4]),
        object('right', [30, 8, 40, 18]),
        object('left', [5, 5, 5, 5]),
      ];
      fs.writeFileSync(path.join(folder, 'marks', `${name}.xml`), annotation(`${name}.png`, ...boxes));
    }
    const card = {
      name: 'mine',
      task: 'image-classification',
      files: [
        { path: 'marks', folder: true },
        { path: 'photos', folder: true },
      ],
      format: {
        kind: 'pascal-voc',
        annotations: 'marks',
        pictures: 'photos',
        size: [4, 4],
        channels: 3,
        margin: 0,
      },
      splits: { sizes: { dev: 2, test: 2 } },
      nearDuplicateThreshold: 1,
    };
    fs.writeFileSync(path.join(folder, 'card.json'), JSON.stringify(card));
    const images = await loadImages(path.join(folder, 'card.json'));
    expect([images.train, images.dev, images.test].map((set) => set.countPerLabel())).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    const colour = (index: number) => [0, 2].map((channel) => images.train.image(index)[channel]! > 127);
    expect(colour([...images.train.labels].indexOf(0))).toEqual([true, false]);
    expect(colour([...images.train.labels].indexOf(1))).toEqual([false, true]);
    fs.rmSync(path.join(folder, 'marks', 'a.xml'));
    fs.rmSync(path.join(folder, 'marks', 'b.xml'));
    fs.rmSync(path.join(folder, 'marks', 'c.xml'));
    await expect(loadImages(path.join(folder, 'card.json'))).rejects.toThrow(
      'marks holds no XML files with boxes',
    );
  });

  it.skipIf(!mirror)('bccd: 4,886 cells of 364 photographs', async () => {
    const cells = await loadImages('bccd');
    expect(cells.labels).toEqual(['RBC', 'WBC', 'Platelets']);
    const counts = [cells.train, cells.dev, cells.test].map((set) => set.countPerLabel());
    expect(cells.labels.map((_, c) => counts.reduce((sum, own) => sum + own[c]!, 0))).toEqual([
      4153, 372, 361,
    ]);
    expect(cells.shape).toEqual([28, 28, 3]);
  });
});

describe('Images in another shape', () => {
  const grey = new LabelledImages(Uint8Array.from([0, 100, 200, 60]), [2, 2, 1], Int32Array.of(0), ['x']);

  it('grey becomes three equal channels, areas are averaged, and nothing is done where nothing is to do', () => {
    expect([...fitImages(grey, [2, 2, 3]).pixels]).toEqual([
      0, 0, 0, 100, 100, 100, 200, 200, 200, 60, 60, 60,
    ]);
    expect([...fitImages(grey, [1, 1, 1]).pixels]).toEqual([90]);
    expect(fitImages(grey, [2, 2, 1])).toBe(grey);
    const red = new LabelledImages(Uint8Array.from([255, 0, 0]), [1, 1, 3], Int32Array.of(0), ['x']);
    expect([...fitImages(red, [1, 1, 1]).pixels]).toEqual([Math.round(0.299 * 255)]);
  });
});
