import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import { nearestName } from '../nearestName';
import { readBoxes } from './boxImages';
import type { DatasetCard, ImageFormat } from './card';
import { parseJsonBytes } from './encodings';
import { readIdx } from './idx';
import { readImageFolder } from './imageFolder';
import { cleanLabel } from './labelReading';
import type { RawImages } from './rawImages';

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
        return readImageFolder(card, format, folder);
      case 'pascal-voc':
        return readBoxes(card, format, folder);
    }
  };
  const found = read();
  // Letters with accents are stored in two ways, and one system's folders differ from another's card.
  const known = new Map(card.labels.map((label) => [cleanLabel(label), label]));
  const images = {
    ...found,
    labels: found.labels.map((label) => known.get(cleanLabel(label)) ?? cleanLabel(label)),
  };
  if (images.labels.includes(''))
    throw new LabError(`An image of ${card.name} has a blank label: name its folder or box.`);
  const listed = new Set(card.labels);
  const stranger = known.size === 0 ? undefined : images.labels.find((label) => !listed.has(label));
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
      values = (parseJsonBytes(bytesOf(folder, file), file) as Record<string, unknown> | null)?.[key];
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
      // A null or a text would pass for a number in a comparison.
      if (typeof value !== 'number' || !(value >= 0 && value <= 1))
        throw new LabError(
          `${file} holds ${JSON.stringify(value)}, which is no number from 0 to 1: correct the file.`,
        );
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
