/** Labelled boxes of pictures (Pascal VOC annotations): each is cut out as an image. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { DatasetCard, ImageFormat } from './card';
import type { DecodedPicture } from './decodePicture';
import { type ImageScaling, scaledPicture } from './imageScaling';
import { darkScanSentence, leftOutSentences } from './leftOut';
import { type Box, readPascalVoc } from './pascalVoc';
import { PictureDecoder } from './pictureDecoder';
import { isHidden } from './pictureFiles';
import { pictureEnding } from './pictureKinds';
import type { RawImages } from './rawImages';

export type BoxFormat = Extract<ImageFormat, { kind: 'pascal-voc' }>;

/**
 * Every box of every picture, in the order of the annotations; boxes without area are left out and counted.
 * @param folder that the card's paths start in
 * @throws LabError when there are none, a picture is missing or cannot be decoded, or, unless the card says to leave such out,
 *   when a box stands out of its picture or the picture has another size than its annotation states
 */
export function readBoxes(card: DatasetCard, format: BoxFormat, folder: string): RawImages {
  const { size, channels, margin = 0.1, whiteLevel } = format;
  const onCorrupt = card.onCorrupt ?? 'refuse';
  const root = path.join(folder, format.annotations);
  const all = fs.existsSync(root) ? fs.readdirSync(root) : [];
  const files = all.filter((file) => file.endsWith('.xml') && !isHidden(file)).sort();
  const pictures = new PicturesByName(path.join(folder, format.pictures), format.pictures);
  const decoder = new PictureDecoder(onCorrupt, whiteLevel);
  const parts: Uint8Array[] = [];
  const labels: string[] = [];
  const groups: number[] = [];
  const groupOf = new Map<string, number>();
  let boxesWithoutArea = 0;
  let boxesOutside = 0;
  for (const file of files) {
    const { picture, boxes, size: stated } = readPascalVoc(fs.readFileSync(path.join(root, file)), file);
    const whole = boxes.filter(({ right, left, bottom, top }) => right > left && bottom > top);
    boxesWithoutArea += boxes.length - whole.length;
    if (whole.length === 0) continue;
    const place = pictures.find(picture, file);
    // Two annotations of one picture are still one picture.
    if (!groupOf.has(place.path)) groupOf.set(place.path, groupOf.size);
    const cut = decoder.with(fs.readFileSync(place.path), place.name, (decoded) => {
      const fault = (box: Box) => faultOf(decoded, stated, box);
      const wrong = whole.find((box) => fault(box) !== undefined);
      if (wrong && onCorrupt === 'refuse')
        throw new LabError(
          `${file} ${fault(wrong)} (${place.name}): correct it there, or set "onCorrupt": "leaveOut" in the card to do without such boxes.`,
        );
      const fitting = whole.filter((box) => fault(box) === undefined);
      boxesOutside += whole.length - fitting.length;
      return fitting.map((box) => ({
        label: box.label,
        image: cutBox(decoded.pixels, box, margin, { size, channels }),
      }));
    });
    for (const { label, image } of cut ?? []) {
      parts.push(image);
      labels.push(label);
      groups.push(groupOf.get(place.path)!);
    }
  }
  if (labels.length === 0)
    throw new LabError(
      `${format.annotations} holds no XML files with boxes: check 'files' and 'format' in the card.`,
    );
  const leftOut = {
    hidden: all.filter(isHidden).length,
    passedOver: {},
    corrupt: decoder.corrupt,
    boxesWithoutArea,
    boxesOutside,
  };
  const dark = darkScanSentence(card.name, decoder.sixteenBits(), whiteLevel ?? 65535);
  return {
    pixels: Buffer.concat(parts),
    shape: [...size, channels],
    labels,
    groups,
    leftOut,
    notices: [...leftOutSentences(card.name, leftOut), ...(dark ? [dark] : [])],
  };
}

/** Files that annotations name, mostly rightly: some leave out the ending or write it in other letters. */
class PicturesByName {
  private readonly files: readonly string[];

  constructor(
    private readonly folder: string,
    private readonly title: string,
  ) {
    this.files = fs.existsSync(folder)
      ? fs.readdirSync(folder).filter((file) => pictureEnding.test(file) && !isHidden(file))
      : [];
  }

  /** @throws LabError when no file, or no single one, can be meant */
  find(name: string, annotation: string): { readonly path: string; readonly name: string } {
    const exact = fs.existsSync(path.join(this.folder, name)) ? [name] : [];
    const lower = name.toLowerCase();
    const alike = this.files.filter((file) => file.toLowerCase() === lower);
    const stem = this.files.filter((file) => path.parse(file).name.toLowerCase() === lower);
    const meant = [exact, alike, stem].find((files) => files.length > 0) ?? [];
    if (meant.length === 1)
      return { path: path.join(this.folder, meant[0]!), name: `${this.title}/${meant[0]}` };
    throw new LabError(
      meant.length === 0
        ? `The file ${this.title}/${name} is missing, which ${annotation} names: check 'files' and 'format' in its card.`
        : `${annotation} names the picture ${name}, which may be ${meant.join(' or ')}: write its whole name there.`,
    );
  }
}

/** Why a box cannot be cut from its picture, to be put after the annotation's name. */
function faultOf(
  { pixels, turned }: DecodedPicture,
  stated: { readonly width: number; readonly height: number } | undefined,
  { label, left, top, right, bottom }: Box,
): string | undefined {
  const [height, width] = pixels.shape;
  if (stated && (stated.width !== width || stated.height !== height)) {
    const meant = turned ? ' once turned as its EXIF data says' : '';
    return `states a picture of ${stated.width} x ${stated.height} pixels, and the picture has ${width} x ${height}${meant}`;
  }
  // Sides may be given between pixels: less than one beyond the edge is no fault.
  if (left > -1 && top > -1 && right < width + 1 && bottom < height + 1) return undefined;
  return `has a box of ${label} from ${left}, ${top} to ${right}, ${bottom}, which stands out of its picture of ${width} x ${height} pixels`;
}

/** A square about the box's centre, moved inside the picture where it would stand out, as an image. */
function cutBox(picture: tf.Tensor3D, box: Box, margin: number, scaling: ImageScaling): Uint8Array {
  const [height, width] = picture.shape;
  const longer = Math.max(box.right - box.left, box.bottom - box.top);
  const side = Math.max(1, Math.min(Math.round(longer * (1 + margin)), height, width));
  const start = (low: number, high: number, length: number) =>
    Math.max(0, Math.min(Math.round((low + high - side) / 2), length - side));
  const from: [number, number, number] = [
    start(box.top, box.bottom, height),
    start(box.left, box.right, width),
    0,
  ];
  let image: Uint8Array | undefined;
  tf.tidy(() => {
    image = scaledPicture(picture.slice(from, [side, side, 3]), scaling);
  });
  return image!;
}
