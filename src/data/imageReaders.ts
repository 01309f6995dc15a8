import * as fs from 'node:fs';
import * as path from 'node:path';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { DatasetCard, ImageFormat } from './card';
import { readIdx } from './idx';
import { greyed, scaledByArea } from './imageScaling';
import type { ImageShape } from './images';
import { nearestName } from './nearestName';
import { type Box, readPascalVoc } from './pascalVoc';

/** Images as read, before splits: labels are names. */
export interface RawImages {
  readonly pixels: Uint8Array;
  readonly shape: ImageShape;
  readonly labels: readonly string[];
  /** Number of each image's group, where some were taken together: they stay in one split. */
  readonly groups?: ArrayLike<number>;
}

type Format<Kind extends ImageFormat['kind']> = Extract<ImageFormat, { kind: Kind }>;

/**
 * All images of a card, in the order of its files.
 * @param folder that the card's paths start in
 * @throws LabError with the file and the remedy when a file does not hold what the card says
 */
export function readImages(card: DatasetCard, folder: string): RawImages {
  const format = card.format as ImageFormat;
  const read = () => {
    switch (format.kind) {
      case 'pixel-json':
        return readPixelJson(card, format, folder);
      case 'idx':
        return readIdxPair(format, folder, card.labels);
      case 'image-folder':
        return readImageFolder(format, folder);
      case 'pascal-voc':
        return readBoxes(format, folder);
    }
  };
  const images = read();
  const known = new Set(card.labels);
  const stranger = known.size === 0 ? undefined : images.labels.find((label) => !known.has(label));
  if (stranger !== undefined) {
    const nearest = nearestName(stranger, card.labels);
    throw new LabError(
      `An image of ${card.name} has the label '${stranger}', which is not in the card's labels${nearest ? ` (did you mean '${nearest}'?)` : ''}: add it there or correct the files.`,
    );
  }
  return images;
}

function bytesOf(folder: string, file: string): Buffer {
  try {
    return fs.readFileSync(path.join(folder, file));
  } catch {
    throw new LabError(`The file ${file} is missing: check 'files' and 'format' in its card.`);
  }
}

function readPixelJson(card: DatasetCard, format: Format<'pixel-json'>, folder: string): RawImages {
  const { key, shape, labelOfFile } = format;
  const size = shape[0] * shape[1] * shape[2];
  const labels: string[] = [];
  const parts = card.files.map(({ path: file }) => {
    let values: unknown;
    try {
      values = (JSON.parse(bytesOf(folder, file).toString('utf8')) as Record<string, unknown>)[key];
    } catch (error) {
      if (error instanceof LabError) throw error;
      throw new LabError(`${file} is not JSON (${(error as Error).message}): replace the file.`);
    }
    if (!Array.isArray(values) || values.length % size !== 0)
      throw new LabError(
        `${file} holds no list '${key}' of whole images of ${shape.join(' x ')} numbers: correct 'format' in the card.`,
      );
    const label = labelOfFile[file];
    if (label === undefined)
      throw new LabError(`The card of ${card.name} gives no label for ${file}: add it to 'labelOfFile'.`);
    for (let image = 0; image < values.length / size; image++) labels.push(label);
    return Uint8Array.from(values as number[], (value) => {
      if (!(value >= 0 && value <= 1))
        throw new LabError(`${file} holds ${value}, which is no number from 0 to 1: correct the file.`);
      return Math.round(value * 255);
    });
  });
  return { pixels: Buffer.concat(parts), shape, labels };
}

function readIdxPair(format: Format<'idx'>, folder: string, names: readonly string[]): RawImages {
  const images = readIdx(bytesOf(folder, format.images), format.images);
  const labels = readIdx(bytesOf(folder, format.labels), format.labels);
  const [count, height, width, channels = 1] = images.shape;
  if (
    images.shape.length < 3 ||
    images.shape.length > 4 ||
    labels.shape.length !== 1 ||
    labels.shape[0] !== count
  )
    throw new LabError(
      `${format.images} is [${images.shape.join(', ')}] and ${format.labels} [${labels.shape.join(', ')}]: images are [n, height, width] or [n, height, width, channels], labels [n].`,
    );
  const groups = format.groups && readIdx(bytesOf(folder, format.groups), format.groups);
  if (groups && (groups.shape.length !== 1 || groups.shape[0] !== count))
    throw new LabError(
      `${format.groups} is [${groups.shape.join(', ')}] for ${count} images: give each image one group.`,
    );
  return {
    pixels: images.values,
    shape: [height!, width!, channels],
    labels: Array.from(labels.values, (label) => names[label] ?? String(label)),
    ...(groups && { groups: groups.values }),
  };
}

const imageFile = /\.(png|jpe?g|bmp|gif)$/i;

function readImageFolder(format: Format<'image-folder'>, folder: string): RawImages {
  const { size, channels, invert = false, labelDepth = 1 } = format;
  const root = path.join(folder, format.folder);
  const files = fs.existsSync(root)
    ? (fs.readdirSync(root, { recursive: true }) as string[])
        .map((file) => file.split(path.sep).join('/'))
        .filter((file) => imageFile.test(file))
        .sort()
    : [];
  if (files.length === 0)
    throw new LabError(`${format.folder} holds no PNG, JPEG, BMP or GIF files: check 'format' in the card.`);
  const perImage = size[0] * size[1] * channels;
  const pixels = new Uint8Array(files.length * perImage);
  const labels = files.map((file, index) => {
    const folders = file.split('/').slice(0, -1);
    if (folders.length < labelDepth)
      throw new LabError(
        `${format.folder}/${file} lies in no folder that names its label: put it into one, or change 'labelDepth'.`,
      );
    const image = decodeImage(fs.readFileSync(path.join(root, file)), file, { size, channels });
    pixels.set(invert ? image.map((value) => 255 - value) : image, index * perImage);
    return folders.slice(0, labelDepth).join('/');
  });
  return { pixels, shape: [...size, channels], labels };
}

/** Every box of every picture, in the order of the annotations; boxes without area are left out. */
function readBoxes(format: Format<'pascal-voc'>, folder: string): RawImages {
  const { size, channels, margin = 0.1 } = format;
  const root = path.join(folder, format.annotations);
  const files = fs.existsSync(root)
    ? fs
        .readdirSync(root)
        .filter((file) => file.endsWith('.xml'))
        .sort()
    : [];
  const parts: Uint8Array[] = [];
  const labels: string[] = [];
  const groups: number[] = [];
  for (const [group, file] of files.entries()) {
    const { picture, boxes } = readPascalVoc(fs.readFileSync(path.join(root, file), 'utf8'), file);
    const whole = boxes.filter(({ right, left, bottom, top }) => right > left && bottom > top);
    if (whole.length === 0) continue;
    const place = `${format.pictures}/${picture}`;
    parts.push(...cutBoxes(bytesOf(folder, place), place, whole, { size, channels, margin }));
    for (const { label } of whole) {
      labels.push(label);
      groups.push(group);
    }
  }
  if (labels.length === 0)
    throw new LabError(
      `${format.annotations} holds no XML files with boxes: check 'files' and 'format' in the card.`,
    );
  return { pixels: Buffer.concat(parts), shape: [...size, channels], labels, groups };
}

/** Squares about the boxes' centres, moved inside the picture where they would stand out. */
function cutBoxes(
  bytes: Uint8Array,
  file: string,
  boxes: readonly Box[],
  { size, channels, margin }: { readonly margin: number } & Scaling,
): Uint8Array[] {
  return tf.tidy(() => {
    const picture = decode(bytes, file);
    const [height, width] = picture.shape;
    return boxes.map((box) => {
      const longer = Math.max(box.right - box.left, box.bottom - box.top);
      const side = Math.max(1, Math.min(Math.round(longer * (1 + margin)), height, width));
      const start = (low: number, high: number, length: number) =>
        Math.max(0, Math.min(Math.round((low + high - side) / 2), length - side));
      const from = [start(box.top, box.bottom, height), start(box.left, box.right, width), 0] as const;
      return tf.tidy(() => scale(picture.slice([...from], [side, side, 3]), { size, channels }));
    });
  });
}

interface Scaling {
  readonly size: readonly [number, number];
  readonly channels: 1 | 3;
}

/**
 * Decodes a PNG, JPEG, BMP or GIF (its first picture) and scales it, averaging over areas.
 * @throws LabError when the bytes are no such picture
 */
export function decodeImage(bytes: Uint8Array, file: string, scaling: Scaling): Uint8Array {
  return tf.tidy(() => scale(decode(bytes, file), scaling));
}

function decode(bytes: Uint8Array, file: string): tf.Tensor3D {
  try {
    return tf.node.decodeImage(bytes, 3, 'int32', false) as tf.Tensor3D;
  } catch (error) {
    throw new LabError(`${file} cannot be decoded as a picture (${(error as Error).message}): replace it.`);
  }
}

function scale(picture: tf.Tensor3D, { size, channels }: Scaling): Uint8Array {
  const scaled = scaledByArea(picture.expandDims(0), size);
  const grey = channels === 1 ? greyed(scaled) : scaled;
  return Uint8Array.from(grey.round().clipByValue(0, 255).dataSync());
}
