/** Images in folders that are called like their labels. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import type { DatasetCard, ImageFormat } from './card';
import { scaledPicture } from './imageScaling';
import { darkScanSentence, leftOutSentences } from './leftOut';
import { PictureDecoder } from './pictureDecoder';
import { countByEnding, type PictureFiles, pictureFiles } from './pictureFiles';
import type { RawImages } from './rawImages';

export type ImageFolderFormat = Extract<ImageFormat, { kind: 'image-folder' }>;

/**
 * All pictures of a folder, in the order of their paths.
 * @param folder that the card's paths start in
 * @throws LabError when there are none, one has no label or cannot be decoded, or a label's folder holds none that are read
 */
export function readImageFolder(card: DatasetCard, format: ImageFolderFormat, folder: string): RawImages {
  const { size, channels, invert = false, labelDepth = 1, whiteLevel } = format;
  const root = path.join(folder, format.folder);
  const found: PictureFiles = fs.existsSync(root)
    ? pictureFiles(root)
    : { pictures: [], hidden: 0, others: [] };
  if (found.pictures.length === 0)
    throw new LabError(
      `${format.folder} holds no PNG, JPEG, WebP, BMP or GIF files: check 'format' in the card.`,
    );
  const labelOf = (file: string): string | undefined => {
    const folders = file.split('/').slice(0, -1);
    return folders.length < labelDepth ? undefined : folders.slice(0, labelDepth).join('/');
  };
  for (const file of found.pictures)
    if (labelOf(file) === undefined)
      throw new LabError(
        `${format.folder}/${file} lies in no folder that names its label: put it into one, or change 'labelDepth'.`,
      );
  refuseLostLabels(format.folder, found, labelOf);
  const decoder = new PictureDecoder(card.onCorrupt ?? 'refuse', whiteLevel);
  const perImage = size[0] * size[1] * channels;
  const pixels = new Uint8Array(found.pictures.length * perImage);
  const labels: string[] = [];
  for (const file of found.pictures) {
    const image = decoder.with(
      fs.readFileSync(path.join(root, file)),
      `${format.folder}/${file}`,
      (picture) => scaledPicture(picture.pixels, { size, channels }),
    );
    if (!image) continue;
    pixels.set(invert ? image.map((value) => 255 - value) : image, labels.length * perImage);
    labels.push(labelOf(file)!);
  }
  const kept = new Set(labels);
  const lost = found.pictures.map((file) => labelOf(file)!).find((label) => !kept.has(label));
  if (lost !== undefined)
    throw new LabError(
      `No picture in ${format.folder}/${lost} can be decoded (such as ${decoder.corrupt.find((file) => file.startsWith(`${format.folder}/${lost}/`))}): replace them, or move the folder away.`,
    );
  const leftOut = {
    hidden: found.hidden,
    passedOver: countByEnding(found.others),
    corrupt: decoder.corrupt,
    boxesWithoutArea: 0,
    boxesOutside: 0,
  };
  const dark = darkScanSentence(card.name, decoder.sixteenBits(), whiteLevel ?? 65535);
  return {
    pixels: pixels.subarray(0, labels.length * perImage),
    shape: [...size, channels],
    labels,
    leftOut,
    notices: [...leftOutSentences(card.name, leftOut), ...(dark ? [dark] : [])],
  };
}

/** A label whose files are all of kinds that are not read would vanish from the dataset. */
function refuseLostLabels(
  folder: string,
  { pictures, others }: PictureFiles,
  labelOf: (file: string) => string | undefined,
): void {
  const kept = new Set(pictures.map(labelOf));
  const lost = others.map(labelOf).find((label) => label !== undefined && !kept.has(label));
  if (lost === undefined) return;
  const files = others.filter((file) => labelOf(file) === lost);
  const kinds = Object.entries(countByEnding(files))
    .map(([ending, count]) => `${count} ${ending}`)
    .join(', ');
  throw new LabError(
    `${folder}/${lost} holds no picture of a kind that is read (${kinds}): convert its files to PNG or JPEG, or move the folder away.`,
  );
}
