import * as fs from 'node:fs';
import * as path from 'node:path';
import { crc32 } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { readCard } from '../../src/data/cards';
import { decodePicture } from '../../src/data/decodePicture';
import { loadImages, loadImagesOf, requireChannels } from '../../src/data/imageDataset';
import { imageClusters } from '../../src/data/imageDuplicates';
import { ImageCollection } from '../../src/data/images';
import { seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import { LabError } from '../../src/errors';
import { notice, setNoticeSink } from '../../src/notices';
import { ownFolder } from './mirror';

/** Pictures of 4 x 2 pixels, written by Pillow. */
const samples = path.join(__dirname, 'pictures');
const sample = (file: string) => fs.readFileSync(path.join(samples, file));

const root = ownFolder();
const said: string[] = [];
setNoticeSink((sentence) => said.push(sentence));
let count = 0;
let folder = '';
beforeEach(() => {
  folder = path.join(root, `pictures-${count++}`);
  fs.mkdirSync(folder);
  said.length = 0;
});

/** Rows of [red, green, blue]. */
function pixelsOf(bytes: Uint8Array, whiteLevel?: number): number[][][] {
  return tf.tidy(() => decodePicture(bytes, 'picture', whiteLevel).pixels.toFloat().arraySync());
}

const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return (error as Error).message;
  }
  return 'accepted';
};

const [red, white, blue] = [
  [200, 0, 0],
  [255, 255, 255],
  [0, 0, 200],
];
const grey = (level: number) => [level, level, level];

/** A picture whose every pixel is its own grey, 10 for each row and 100 for each column, as PNG. */
async function distinct(height: number, width: number): Promise<Buffer> {
  const values = Array.from({ length: height * width }, (_, at) =>
    grey(10 * Math.floor(at / width) + 100 * (at % width)),
  ).flat();
  return Buffer.from(await tf.node.encodePng(tf.tensor3d(values, [height, width, 3], 'int32')));
}

/** EXIF data with an orientation alone, in either byte order. */
function exif(orientation: number, big: boolean): Buffer {
  const data = Buffer.alloc(26);
  data.write(big ? 'MM' : 'II', 'latin1');
  const short = (value: number, at: number) =>
    big ? data.writeUInt16BE(value, at) : data.writeUInt16LE(value, at);
  const long = (value: number, at: number) =>
    big ? data.writeUInt32BE(value, at) : data.writeUInt32LE(value, at);
  short(42, 2);
  long(8, 4);
  short(1, 8);
  short(0x0112, 10);
  short(3, 12);
  long(1, 14);
  short(orientation, 18);
  return data;
}

function withPngExif(png: Buffer, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from('eXIf'), data]);
  const chunk = Buffer.alloc(named.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  named.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(named), named.length + 4);
  // After the header, which is always 33 bytes long.
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}

function withJpegExif(jpeg: Buffer, data: Buffer, before: Buffer = Buffer.alloc(0)): Buffer {
  const payload = Buffer.concat([Buffer.from('Exif\0\0'), data]);
  const segment = Buffer.alloc(4);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), before, segment, payload, jpeg.subarray(2)]);
}

describe('A picture that was held otherwise', () => {
  // CIPA DC-008, tag 274: which side of the scene the first row and the first column of the stored picture are.
  const sides: Record<number, readonly [string, string]> = {
    1: ['top', 'left'],
    2: ['top', 'right'],
    3: ['bottom', 'right'],
    4: ['bottom', 'left'],
    5: ['left', 'top'],
    6: ['right', 'top'],
    7: ['right', 'bottom'],
    8: ['left', 'bottom'],
  };

  it.each(Object.keys(sides).map(Number))('is turned upright: orientation %i', async (orientation) => {
    const [rowSide, columnSide] = sides[orientation]!;
    const [height, width] = [3, 2];
    const exchanged = rowSide === 'left' || rowSide === 'right';
    const expected = Array.from({ length: exchanged ? width : height }, () =>
      new Array<number[]>(exchanged ? height : width).fill([]),
    );
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        // Distance from the side that the first row, or column, is.
        const place = { top: 0, bottom: 0, left: 0, right: 0, [rowSide]: row, [columnSide]: column };
        const y = rowSide === 'top' || columnSide === 'top' ? place.top : expected.length - 1 - place.bottom;
        const x =
          rowSide === 'left' || columnSide === 'left' ? place.left : expected[0]!.length - 1 - place.right;
        expected[y]![x] = grey(10 * row + 100 * column);
      }
    }
    const png = await distinct(height, width);
    expect(pixelsOf(withPngExif(png, exif(orientation, true)))).toEqual(expected);
    expect(pixelsOf(withPngExif(png, exif(orientation, false)))).toEqual(expected);
  });

  it('is turned in every kind that can say so, as Pillow writes it', () => {
    const upright = [
      [grey(255), grey(255)],
      [grey(255), grey(255)],
      [grey(0), grey(0)],
      [grey(0), grey(0)],
    ];
    expect(pixelsOf(sample('turned.png'))).toEqual(upright);
    expect(pixelsOf(sample('turned.webp'))).toEqual(upright);
  });

  it('is turned where other segments come first, and stays where its EXIF data is damaged', async () => {
    const halves = tf.tidy(() => tf.concat([tf.fill([16, 16, 3], 255), tf.fill([16, 16, 3], 0)], 1).toInt());
    const jpeg = Buffer.from(await tf.node.encodeJpeg(halves as tf.Tensor3D, 'rgb', 100));
    const comment = Buffer.from([0xff, 0xfe, 0, 4, 0x68, 0x69, 0xff]);
    const upright = pixelsOf(withJpegExif(jpeg, exif(6, true), comment));
    expect([upright.length, upright[0]!.length]).toEqual([32, 16]);
    expect([upright[0]![0]![0]! > 250, upright[31]![0]![0]! < 5]).toEqual([true, true]);
    const damaged = [exif(0, true), exif(9, true), exif(6, true).subarray(0, 11), Buffer.from('MM\0*')];
    for (const data of damaged) expect(pixelsOf(withJpegExif(jpeg, data)).length).toBe(16);
  });
});

describe('A transparent picture', () => {
  const halfBlack = grey(255 * (1 - 128 / 255));
  it.each(['alpha.png', 'alpha.webp', 'alpha.bmp'])('is laid on white: %s', (file) => {
    const [first, second] = pixelsOf(sample(file));
    expect(first).toEqual([red, red, white, white]);
    expect(second!.slice(0, 3)).toEqual([red, red, white]);
    second![3]!.forEach((value, channel) => {
      expect(value).toBeCloseTo(halfBlack[channel]!, 3);
    });
  });

  it.each(['palette-transparent.png', 'palette-transparent.gif'])(
    'is laid on white where it names a transparent colour: %s',
    (file) => {
      const row = [[255, 0, 0], [255, 0, 0], white, white];
      expect(pixelsOf(sample(file))).toEqual([row, row]);
    },
  );

  it('is laid on white in grey, and where a GIF leaves its canvas free', () => {
    expect(pixelsOf(sample('grey-alpha.png'))[0]).toEqual([grey(60), grey(60), white, white]);
    const row = [white, [255, 0, 0], [255, 0, 0], white];
    expect(pixelsOf(sample('smaller-than-canvas.gif'))).toEqual([row, row]);
  });

  it('is not seen in a BMP of 32 bits whose fourth byte is empty', () => {
    const row = [red, red, red, red];
    expect(pixelsOf(sample('empty-fourth-byte.bmp'))).toEqual([row, [red, red, red, blue]]);
    expect(pixelsOf(sample('colours.bmp'))).toEqual([row, [red, red, red, blue]]);
  });
});

describe('Depth and palettes', () => {
  it('16 bits come out in full range, rounded', () => {
    const levels = pixelsOf(sample('sixteen.png'))
      .flat()
      .map(([level]) => Math.round(level!));
    expect(levels).toEqual([0, 1, 16, 255, 128, 0, 1, 1]);
  });

  it('12 of 16 bits come out in full range where the card states the level of white', () => {
    const levels = pixelsOf(sample('twelve-of-sixteen.png'), 4095)
      .flat()
      .map(([level]) => Math.round(level!));
    expect(levels).toEqual([0, 1, 128, 255, 17, 62, 125, 187]);
    expect(Math.max(...pixelsOf(sample('sixteen.png'), 4095).flat(2))).toBe(255);
  });

  it('a BMP of 8 bits has its colours, not their numbers', () => {
    const row = [
      [255, 0, 0],
      [255, 0, 0],
      [0, 0, 255],
      [0, 0, 255],
    ];
    expect(pixelsOf(sample('palette.bmp'))).toEqual([row, row]);
  });
});

describe('What cannot be decoded is refused in a sentence', () => {
  it.each<[string, Uint8Array, string]>([
    [
      'TIFF',
      sample('plain.tif'),
      'picture holds a picture of the kind TIFF, which is not read: convert it to PNG or JPEG.',
    ],
    ['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'of the kind HEIC'],
    ['AVIF', Buffer.from('\0\0\0\x18ftypavif\0\0\0\0avif', 'latin1'), 'of the kind AVIF'],
    ['nothing', new Uint8Array(0), 'picture is empty and cannot be decoded'],
    ['words', Buffer.from('these are words'), 'is no PNG, JPEG, WebP, BMP or GIF'],
    ['a WebP that moves', sample('moving.webp'), 'is an animated WebP, which is not read'],
    ['a BMP of one bit', sample('one-bit.bmp'), 'is a BMP of 1 bits, which cannot be decoded'],
    ['a BMP cut off', sample('colours.bmp').subarray(0, 40), 'is cut off and cannot be decoded'],
    ['a PNG cut off', sample('alpha.png').subarray(0, 50), 'cannot be decoded as a picture ('],
    ['a WebP cut off', sample('alpha.webp').subarray(0, 30), 'cannot be decoded as a picture ('],
    ['a PNG of 16 bits cut off', sample('sixteen.png').subarray(0, 60), 'cannot be decoded as a picture ('],
    ['a GIF cut off', sample('palette-transparent.gif').subarray(0, 40), 'cannot be decoded as a picture ('],
  ])('%s', (_, bytes, sentence) => {
    const message = refusal(() => pixelsOf(bytes));
    expect(message).toContain(sentence);
    expect(message.split('\n')).toHaveLength(1);
    expect(message).not.toContain('TF_Status');
  });

  it.each<[string, number, Buffer]>([
    ['alpha.png', 16, Buffer.from([0, 1, 0, 0, 0, 1, 0, 0])],
    ['sixteen.png', 16, Buffer.from([0, 1, 0, 0, 0, 1, 0, 0])],
    ['palette-transparent.gif', 6, Buffer.from([0xff, 0xff, 0xff, 0xff])],
    ['colours.bmp', 18, Buffer.from([0, 0, 1, 0, 0, 0, 1, 0])],
    ['opaque.webp', 21, Buffer.from([0xff, 0xff, 0xff, 0x0f])],
  ])('a vast picture in a small file, before room is made for it: %s', (file, at, size) => {
    const bytes = Buffer.from(sample(file));
    size.copy(bytes, at);
    const message = refusal(() => pixelsOf(bytes));
    expect(message).toMatch(/has [\d,]+ pixels, and at most 134,217,728 are decoded: scale it down\.$/);
  });

  it('a vast JPEG in a small file', async () => {
    const jpeg = Buffer.from(await tf.node.encodeJpeg(tf.zeros([8, 8, 3], 'int32') as tf.Tensor3D));
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt16BE(65535, frame + 5);
    jpeg.writeUInt16BE(65535, frame + 7);
    expect(refusal(() => pixelsOf(jpeg))).toContain('has 4,294,836,225 pixels');
  });

  it('leaves no tensors behind', () => {
    const before = tf.memory().numTensors;
    refusal(() => pixelsOf(sample('alpha.png').subarray(0, 50)));
    refusal(() => pixelsOf(sample('moving.webp')));
    pixelsOf(sample('sixteen.png'));
    expect(tf.memory().numTensors).toBe(before);
  });
});

const folderCard = {
  files: [{ path: 'photos', folder: true }],
  format: { kind: 'image-folder', folder: 'photos', size: [2, 4], channels: 3 },
  splits: { fractions: { dev: 0, test: 0 } },
};

function cardAt(card: object): string {
  const file = path.join(folder, 'card.json');
  fs.writeFileSync(file, JSON.stringify({ name: 'mine', task: 'image-classification', ...card }));
  return file;
}

function put(file: string, content: Uint8Array | string): void {
  const place = path.join(folder, file);
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.writeFileSync(place, content);
}

async function refused(card: object): Promise<string> {
  const error = await loadImages(cardAt(card)).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(LabError);
  return (error as Error).message;
}

describe('A folder as systems and tools leave it', () => {
  it('has no labels of hidden folders, and no hidden pictures', async () => {
    for (const label of ['cat', 'dog']) put(`photos/${label}/0.png`, sample('alpha.png'));
    const hidden = [
      'photos/.ipynb_checkpoints/0-checkpoint.png',
      'photos/cat/.ipynb_checkpoints/0-checkpoint.png',
      'photos/@eaDir/0.png',
      'photos/__MACOSX/cat/._0.png',
      'photos/dog/._0.png',
      'photos/dog/Thumbs.db',
      'photos/.DS_Store',
    ];
    for (const file of hidden) put(file, sample('alpha.png'));
    const dataset = await loadImages(cardAt(folderCard));
    expect([dataset.labels, dataset.train.countPerLabel()]).toEqual([
      ['cat', 'dog'],
      [1, 1],
    ]);
    expect(dataset.leftOut).toMatchObject({ hidden: hidden.length, passedOver: {}, corrupt: [] });
    expect(said).toEqual([]);
  });

  it('has the labels of its card, in whichever way a system stores their letters', async () => {
    put('photos/cafe\u0301/0.png', sample('alpha.png'));
    put('photos/tea/0.png', sample('palette-transparent.png'));
    const dataset = await loadImages(cardAt({ ...folderCard, labels: ['tea', 'caf\u00e9'] }));
    expect(dataset.train.countPerLabel()).toEqual([1, 1]);
    expect((await loadImages(cardAt(folderCard))).labels).toEqual(['caf\u00e9', 'tea']);
    put('photos/ /0.png', sample('alpha.png'));
    expect(await refused(folderCard)).toContain('An image of mine has a blank label');
  });

  it('counts and tells files of other kinds, and reads pictures by what they hold', async () => {
    put('photos/cat/0.png', sample('alpha.png'));
    put('photos/cat/1.jfif', sample('palette-transparent.gif'));
    put('photos/cat/2', sample('palette.bmp'));
    put('photos/cat/3.webp', sample('opaque.webp'));
    put('photos/cat/notes.txt', 'words');
    put('photos/cat/4.tif', sample('plain.tif'));
    put('photos/labels.csv', 'a,b');
    const dataset = await loadImages(cardAt(folderCard));
    expect(dataset.train.length).toBe(4);
    expect(dataset.leftOut!.passedOver).toEqual({ '.txt': 1, '.tif': 1, '.csv': 1 });
    expect(said).toEqual([
      'mine: 3 files of kinds that are not read were passed over (1 .csv, 1 .tif, 1 .txt).',
    ]);
    const again = await loadImagesOf(readCard(path.join(folder, 'card.json')));
    expect(again.notices).toEqual(said);
  });

  it('does not lose a label whose pictures are all of another kind', async () => {
    put('photos/cat/0.png', sample('alpha.png'));
    put('photos/dog/0.tif', sample('plain.tif'));
    put('photos/dog/1.tif', sample('plain.tif'));
    expect(await refused(folderCard)).toBe(
      'photos/dog holds no picture of a kind that is read (2 .tif): convert its files to PNG or JPEG, or move the folder away.',
    );
  });

  it('is refused by the name of a damaged picture, or does without it where the card says so', async () => {
    put('photos/cat/0.png', sample('alpha.png'));
    put('photos/cat/broken.png', sample('alpha.png').subarray(0, 50));
    put('photos/cat/phone.jpg', Buffer.from('\0\0\0\x18ftypheic', 'latin1'));
    put('photos/dog/0.png', sample('palette-transparent.png'));
    expect(await refused(folderCard)).toMatch(
      /^photos\/cat\/broken\.png cannot be decoded as a picture \(.*\): replace it, or set "onCorrupt": "leaveOut" in the card/,
    );
    const dataset = await loadImages(cardAt({ ...folderCard, onCorrupt: 'leaveOut' }));
    expect(dataset.train.countPerLabel()).toEqual([1, 1]);
    expect(dataset.leftOut!.corrupt).toEqual(['photos/cat/broken.png', 'photos/cat/phone.jpg']);
    expect(said).toEqual([
      'mine: 2 pictures that cannot be decoded were left out (photos/cat/broken.png, photos/cat/phone.jpg).',
    ]);
  });

  it('does not lose a label whose pictures are all damaged, whatever the card says', async () => {
    put('photos/cat/0.png', sample('alpha.png'));
    put('photos/dog/0.png', 'words');
    expect(await refused({ ...folderCard, onCorrupt: 'leaveOut' })).toBe(
      'No picture in photos/dog can be decoded (such as photos/dog/0.png): replace them, or move the folder away.',
    );
  });

  it('tells of scans that use few of their 16 bits, and takes the level of white from the card', async () => {
    put('photos/a/0.png', sample('twelve-of-sixteen.png'));
    put('photos/a/1.png', sample('sixteen.png'));
    const grey = { ...folderCard.format, channels: 1 };
    const dark = await loadImages(cardAt({ ...folderCard, format: grey }));
    expect(said).toEqual([
      'mine: 1 of 2 pictures of 16 bits reach 4095 of 65535 at most, so that 16 of 256 levels are left: set "whiteLevel": 4095 in \'format\' of the card if the scanner uses fewer bits.',
    ]);
    expect([...dark.train.image(0)]).toEqual([0, 0, 8, 16, 1, 4, 8, 12]);
    said.length = 0;
    const full = await loadImages(cardAt({ ...folderCard, format: { ...grey, whiteLevel: 4095 } }));
    expect([...full.train.image(0)]).toEqual([0, 1, 128, 255, 17, 62, 125, 187]);
    expect(said).toEqual([]);
  });

  it('is refused where the card lists a label that no picture has', async () => {
    put('photos/cat/0.png', sample('alpha.png'));
    expect(await refused({ ...folderCard, labels: ['cat', 'dog'] })).toContain(
      "No image of mine has the label 'dog': remove it from 'labels' in the card",
    );
  });
});

describe('The number of channels', () => {
  it('is asked for before a study runs', async () => {
    put('photos/cat/0.png', sample('alpha.png'));
    const colour = await loadImages(cardAt(folderCard));
    expect(() => requireChannels(colour, 3, 'colour jitter')).not.toThrow();
    const grey = await loadImages(cardAt({ ...folderCard, format: { ...folderCard.format, channels: 1 } }));
    expect(() => requireChannels(grey, 3, 'colour jitter')).toThrow(
      'mine has images of 1 channel, and colour jitter takes images of 3: set "channels": 3 in \'format\' of its card.',
    );
    const digits = {
      ...grey,
      card: { ...grey.card, format: { kind: 'idx', images: 'i', labels: 'l' } as const },
    };
    expect(() => requireChannels(digits, 3, 'colour jitter')).toThrow('choose another card.');
  });
});

describe('Boxes', () => {
  const object = (label: string, sides: readonly number[]) =>
    `<object><name>${label}</name><bndbox><xmin>${sides[0]}</xmin><ymin>${sides[1]}</ymin><xmax>${sides[2]}</xmax><ymax>${sides[3]}</ymax></bndbox></object>`;
  const annotation = (picture: string, size: readonly number[] | undefined, ...objects: string[]) =>
    `<annotation><filename>${picture}</filename>${size ? `<size><width>${size[0]}</width><height>${size[1]}</height></size>` : ''}${objects.join('')}</annotation>`;
  const card = {
    files: [
      { path: 'marks', folder: true },
      { path: 'photos', folder: true },
    ],
    format: {
      kind: 'pascal-voc',
      annotations: 'marks',
      pictures: 'photos',
      size: [1, 1],
      channels: 1,
      margin: 0,
    },
    splits: { fractions: { dev: 0, test: 0 } },
  };
  const levels = (dataset: Awaited<ReturnType<typeof loadImages>>) =>
    Array.from(dataset.train.labels, (label, index) => [
      dataset.labels[label],
      dataset.train.image(index)[0],
    ]);

  it('are cut from the picture as it is meant to be seen', async () => {
    // Stored 2 high and 4 wide; shown 4 high and 2 wide, white above on the right.
    put('photos/turned.png', sample('turned.png'));
    put(
      'marks/turned.xml',
      annotation('turned.png', [2, 4], object('w', [1, 0, 2, 1]), object('b', [0, 2, 2, 4])),
    );
    expect(levels(await loadImages(cardAt(card)))).toEqual([
      ['w', 255],
      ['b', 0],
    ]);
    put('marks/turned.xml', annotation('turned.png', [4, 2], object('w', [0, 0, 2, 2])));
    expect(await refused(card)).toBe(
      'turned.xml states a picture of 4 x 2 pixels, and the picture has 2 x 4 once turned as its EXIF data says (photos/turned.png): correct it there, or set "onCorrupt": "leaveOut" in the card to do without such boxes.',
    );
  });

  it.each([[[5, 0, 8, 2]], [[-2, 0, 2, 2]], [[0, 0, 5, 2]], [[0, -1, 2, 2]], [[0, 0, 2, 3]]])(
    'that stand out of the picture are refused, or left out and counted: %j',
    async (sides) => {
      put('photos/a.png', sample('alpha.png'));
      put('marks/a.xml', annotation('a.png', [4, 2], object('x', [0, 0, 2, 2]), object('x', sides)));
      expect(await refused(card)).toContain(
        `a.xml has a box of x from ${sides[0]}, ${sides[1]} to ${sides[2]}, ${sides[3]}, which stands out of its picture of 4 x 2 pixels (photos/a.png)`,
      );
      const dataset = await loadImages(cardAt({ ...card, onCorrupt: 'leaveOut' }));
      expect([dataset.train.length, dataset.leftOut!.boxesOutside]).toEqual([1, 1]);
      expect(dataset.notices).toEqual(['mine: 1 box that does not fit its picture was left out.']);
    },
  );

  it('with exchanged corners, sizes of 0 and no size are read; those without area are counted', async () => {
    put('photos/a.png', sample('alpha.png'));
    put('marks/a.xml', annotation('a.png', [0, 0], object('x', [2, 2, 0, 0]), object('x', [1, 1, 1, 2])));
    put('photos/b.png', sample('palette-transparent.png'));
    put('marks/b.xml', annotation('b.png', undefined, object('x', [4, 0, 2, 2])));
    const dataset = await loadImages(cardAt(card));
    expect(dataset.train.length).toBe(2);
    expect(dataset.leftOut!.boxesWithoutArea).toBe(1);
    expect([...dataset.train.pixels]).toEqual([60, 255]);
  });

  it('are read with a byte-order mark, in UTF-16 and in a declared encoding', async () => {
    put('photos/a.png', sample('alpha.png'));
    const text = (label: string) => annotation('a.png', [4, 2], object(label, [0, 0, 2, 2]));
    put('marks/a.xml', `\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n${text('é')}`);
    put('marks/b.xml', Buffer.from(`\ufeff${text('ü')}`, 'utf16le'));
    put('marks/c.xml', Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${text('ö')}`, 'latin1'));
    put('marks/._a.xml', 'a resource fork');
    expect((await loadImages(cardAt(card))).labels).toEqual(['é', 'ö', 'ü']);
    put('marks/d.xml', Buffer.from(text('ö'), 'latin1'));
    expect(await refused(card)).toContain('d.xml is no plain Pascal VOC annotation (it is not utf-8)');
  });

  it('find a picture named without its ending or in other letters, and no other', async () => {
    put('photos/P.PNG', sample('alpha.png'));
    put('marks/a.xml', annotation('p', [4, 2], object('x', [0, 0, 2, 2])));
    put('marks/b.xml', annotation('p.png', [4, 2], object('x', [0, 0, 2, 2])));
    expect((await loadImages(cardAt(card))).train.length).toBe(2);
    put('photos/p.jpg', sample('alpha.png'));
    expect(await refused(card)).toContain('a.xml names the picture p, which may be P.PNG or p.jpg');
    put('marks/a.xml', annotation('q.png', [4, 2], object('x', [0, 0, 2, 2])));
    expect(await refused(card)).toContain('The file photos/q.png is missing, which a.xml names');
  });

  it('of one picture stay in one split, though two annotations name it', async () => {
    const files = ['a', 'b', 'c', 'd'];
    for (const name of files) {
      const random = seededRandom(name);
      const values = Array.from({ length: 24 }, () => random.integer(256));
      put(`photos/${name}.png`, await tf.node.encodePng(tf.tensor3d(values, [2, 4, 3], 'int32')));
      for (const half of ['1', '2'])
        put(
          `marks/${name}${half}.xml`,
          annotation(`${name}.png`, [4, 2], object('x', [half === '1' ? 0 : 2, 0, half === '1' ? 2 : 4, 2])),
        );
    }
    const format = { ...card.format, size: [2, 2], channels: 3 };
    const dataset = await loadImages(
      cardAt({ ...card, format, splits: { sizes: { dev: 0, test: 2 } }, nearDuplicateThreshold: 1 }),
    );
    expect(dataset.test.length).toBe(2);
    const source = (index: number) => Buffer.from(dataset.test.image(index)).toString('hex');
    const halves = files.map((name) => pixelsOf(fs.readFileSync(path.join(folder, 'photos', `${name}.png`))));
    const hex = (rows: number[][][], from: number) =>
      Buffer.from(rows.flatMap((row) => row.slice(from, from + 2).flat())).toString('hex');
    const owner = (value: string) =>
      halves.findIndex((rows) => hex(rows, 0) === value || hex(rows, 2) === value);
    expect(owner(source(0))).toBe(owner(source(1)));
    expect(owner(source(0))).toBeGreaterThanOrEqual(0);
  });
});

describe('Blank images', () => {
  const clusters = (images: number[][], shape: readonly [number, number, number] = [2, 2, 1]) =>
    imageClusters(new ImageCollection(Uint8Array.from(images.flat()), shape), 0.99);

  it('are duplicates where they are equal byte for byte, or of one colour but for noise', () => {
    const found = clusters([
      [255, 255, 255, 255],
      [0, 10, 200, 30],
      [255, 255, 255, 255],
      [254, 255, 255, 255],
      [0, 0, 0, 0],
      [90, 200, 10, 30],
    ]);
    expect(found[2]).toBe(found[0]);
    expect(found[3]).toBe(found[0]);
    expect(new Set(found).size).toBe(4);
  });

  it('of different colours are none, channel by channel', () => {
    const found = clusters(
      [
        [200, 0, 0, 200, 0, 0],
        [0, 200, 0, 0, 200, 0],
        [200, 0, 0, 200, 0, 0],
      ],
      [1, 2, 3],
    );
    expect([found[0] === found[2], found[0] === found[1]]).toEqual([true, false]);
  });

  it('stay in one split, whatever the threshold', async () => {
    for (const label of ['a', 'b']) {
      for (let k = 0; k < 8; k++) {
        const values =
          k < 4
            ? new Array(24).fill(255)
            : Array.from({ length: 24 }, (_, at) => (at * (k * 7 + (label === 'a' ? 3 : 5))) % 256);
        put(`photos/${label}/${k}.png`, await tf.node.encodePng(tf.tensor3d(values, [2, 4, 3], 'int32')));
      }
    }
    const splits = { sizes: { dev: 0, test: 4 } };
    const dataset = await loadImages(cardAt({ ...folderCard, splits, nearDuplicateThreshold: 1 }));
    const keys = (set: ImageCollection) =>
      Array.from({ length: set.length }, (_, index) => Buffer.from(set.image(index)).toString('hex'));
    const train = new Set(keys(dataset.train));
    expect(dataset.test.length).toBe(4);
    expect(keys(dataset.test).filter((key) => train.has(key))).toEqual([]);
  });
});

describe('Pixels as JSON', () => {
  const card = (content: string) => {
    put('a.json', content);
    return {
      files: [{ path: 'a.json' }],
      format: { kind: 'pixel-json', key: 'data', shape: [1, 2, 1], labelOfFile: { 'a.json': 'x' } },
      splits: { fractions: { dev: 0, test: 0 } },
    };
  };

  it('are read with a byte-order mark', async () => {
    const dataset = await loadImages(cardAt(card('\ufeff{"data": [0, 1, 0.5, 0.2]}')));
    expect([...dataset.train.pixels]).toEqual([0, 255, 128, 51]);
  });

  it.each(['null', '"0.5"', '[0.5]', '1.5', 'true'])('are refused where one is %s', async (value) => {
    expect(await refused(card(`{"data": [0, ${value}]}`))).toContain('which is no number from 0 to 1');
  });
});

it('Notices are said once a process', () => {
  notice('Look out.');
  notice('Look out.');
  expect(said).toEqual(['Look out.']);
});
