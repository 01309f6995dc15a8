/** How a folder of pictures is read as images: by labels in folders' names or by boxes, how large, grey or in colour. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import { decodePicture } from './decodePicture';
import { namedSplit } from './guessSplits';
import { readPascalVoc } from './pascalVoc';
import { isHidden, pictureFiles } from './pictureFiles';

export interface ImageGuess {
  readonly format: Readonly<Record<string, unknown>>;
  /** Folders to list in the card, relative to the folder that was looked at; '' for itself. */
  readonly folders: readonly string[];
  readonly reasons: readonly string[];
}

/** Pictures that are looked at. */
const sample = 60;
/** Larger pictures are proposed to be scaled to this side: networks of the lab are small. */
const largestSide = 64;

/**
 * Guesses the format of a folder of pictures.
 * @returns undefined where it holds none
 * @throws LabError where they lie so that no labels can be read off
 */
export function guessImages(root: string, title: string): ImageGuess | undefined {
  const { pictures } = pictureFiles(root);
  if (pictures.length === 0) return undefined;
  const looked = lookAt(root, pictures);
  const boxes = guessBoxes(root, looked);
  if (boxes) return boxes;
  const loose = pictures.find((file) => !file.includes('/'));
  if (loose !== undefined)
    throw new LabError(
      `${title}/${loose} lies in no folder that names its label: put every picture into a folder called like its label.`,
    );
  const within = soleFolder(pictures);
  const below = pictures.map((file) => file.slice(within.length));
  const first = [...new Set(below.map((file) => file.split('/')[0]!))];
  if (first.every((name) => namedSplit(name) !== undefined))
    throw new LabError(
      `${title} holds the splits ${first.join(', ')}, which the lab cuts itself so that near duplicates stay together: put all pictures into folders called like their labels, or name one of these folders.`,
    );
  const depth = Math.min(...below.map((file) => file.split('/').length - 1));
  const folder = within.replace(/\/$/, '');
  return {
    format: { kind: 'image-folder', folder, ...sizing(looked.pictures) },
    folders: [folder],
    reasons: [
      `labels are the names of the ${first.length} folders in ${folder || title}${depth > 1 ? " (folders in those are passed through; see 'labelDepth')" : ''}`,
      ...sizeReasons(looked.pictures),
    ],
  };
}

/** The folders, with a '/' at the end, that hold one folder each and no pictures, as archives often begin. */
function soleFolder(files: readonly string[]): string {
  const parts = files[0]!.split('/');
  let within = '';
  // The last folder is the label, even where it is the only one.
  for (const part of parts.slice(0, -2)) {
    const next = `${within}${part}/`;
    if (!files.every((file) => file.startsWith(next) && file.slice(next.length).includes('/'))) break;
    within = next;
  }
  return within;
}

interface LookedPicture {
  readonly height: number;
  readonly width: number;
  readonly grey: boolean;
}

function lookAt(
  root: string,
  files: readonly string[],
): { readonly pictures: readonly LookedPicture[]; readonly files: readonly string[] } {
  const chosen = files.filter(
    (_, index) =>
      Math.floor((index * sample) / files.length) !== Math.floor(((index - 1) * sample) / files.length),
  );
  const pictures: LookedPicture[] = [];
  for (const file of chosen) {
    try {
      tf.tidy(() => {
        const { pixels } = decodePicture(fs.readFileSync(path.join(root, file)), file);
        const [height, width] = pixels.shape;
        const spread = pixels.max(-1).sub(pixels.min(-1)).max().dataSync()[0]!;
        // As much as rounding in JPEG makes of grey.
        pictures.push({ height, width, grey: spread <= 3 });
      });
    } catch (error) {
      // Loading refuses or leaves out what cannot be decoded, by name.
      if (!(error instanceof LabError)) throw error;
    }
  }
  if (pictures.length === 0)
    throw new LabError(
      `None of the pictures ${chosen.slice(0, 3).join(', ')} ... can be decoded: replace them.`,
    );
  return { pictures, files };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

function sizing(pictures: readonly LookedPicture[]): { size: [number, number]; channels: 1 | 3 } {
  const same = pictures.every(
    ({ height, width }) => height === pictures[0]!.height && width === pictures[0]!.width,
  );
  const [height, width] = [pictures.map((one) => one.height), pictures.map((one) => one.width)].map(median);
  const side = Math.min(largestSide, height!, width!);
  const whole = same && height! <= largestSide && width! <= largestSide;
  return {
    size: whole ? [height!, width!] : [side, side],
    channels: pictures.every(({ grey }) => grey) ? 1 : 3,
  };
}

function sizeReasons(pictures: readonly LookedPicture[]): string[] {
  const { size, channels } = sizing(pictures);
  const sides = pictures.flatMap(({ height, width }) => [height, width]);
  return [
    `images are scaled to ${size.join(' x ')} (sides of the pictures go from ${Math.min(...sides)} to ${Math.max(...sides)})`,
    channels === 1 ? 'images are grey (no picture looked at has colours)' : 'images are in colour',
  ];
}

/** Annotations of the Pascal VOC kind: XML files with boxes. */
function guessBoxes(
  root: string,
  looked: { readonly pictures: readonly LookedPicture[]; readonly files: readonly string[] },
): ImageGuess | undefined {
  const files = (fs.readdirSync(root, { recursive: true }) as string[])
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => /\.xml$/i.test(file) && !isHidden(file))
    .sort();
  const first = files.find((file) => {
    try {
      return readPascalVoc(fs.readFileSync(path.join(root, file)), file).boxes.length > 0;
    } catch (error) {
      if (error instanceof LabError) return false;
      throw error;
    }
  });
  if (first === undefined) return undefined;
  const annotations = path.posix.dirname(first).replace(/^\.$/, '');
  const pictures = path.posix.dirname(looked.files[0]!).replace(/^\.$/, '');
  const { channels } = sizing(looked.pictures);
  return {
    format: { kind: 'pascal-voc', annotations, pictures, size: [28, 28], channels },
    folders: [...new Set([annotations, pictures])],
    reasons: [
      `each labelled box is an image (annotations of the Pascal VOC kind, such as ${first})`,
      'images are scaled to 28 x 28',
      channels === 1 ? 'images are grey (no picture looked at has colours)' : 'images are in colour',
    ],
  };
}
