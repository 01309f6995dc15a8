/** From the bytes of a picture to its pixels as they are meant to be seen: upright, on white, in full range. */
import { tf } from '../engine/native';
import { decodePng16, decodeWebp, type PictureValues } from '../engine/pictures';
import { LabError } from '../errors';
import { bmpPalette } from './bmpPalette';
import { exifOrientation, upright } from './exifOrientation';
import { firstGifFrame } from './gifFrame';
import { headLength, otherKind, type PictureKind, pictureKind } from './pictureKinds';
import { mostPixels, pixelCount } from './pictureSize';

export interface DecodedPicture {
  /** Red, green and blue [height, width, 3] from 0 to 255, not rounded where it was laid on white or had 16 bits. */
  readonly pixels: tf.Tensor3D;
  /** The greatest value of a PNG of 16 bits. */
  readonly sixteenBitPeak?: number;
  /** Whether its EXIF data turned or mirrored it. */
  readonly turned: boolean;
}

/**
 * Decodes a PNG, JPEG, WebP, BMP or GIF (its first picture), whatever its ending. Transparent parts are laid on white; it is
 * turned as its EXIF data says; 16 bits are scaled so that `whiteLevel` becomes 255. Colour profiles are not applied.
 * @param file as it is called in messages
 * @param whiteLevel value of white in a PNG of 16 bits
 * @throws LabError when the bytes are no such picture
 */
export function decodePicture(bytes: Uint8Array, file: string, whiteLevel = 65535): DecodedPicture {
  const kind = pictureKind(bytes.subarray(0, headLength));
  if (!kind) throw notReadable(bytes, file);
  const size = pixelCount(bytes, kind);
  if (size > mostPixels)
    throw new LabError(
      `${file} has ${size.toLocaleString('en')} pixels, and at most ${mostPixels.toLocaleString('en')} are decoded: scale it down.`,
    );
  try {
    const { pixels, sixteenBitPeak } = byKind(bytes, kind, whiteLevel);
    const orientation = exifOrientation(bytes, kind);
    return {
      pixels: upright(pixels, orientation),
      ...(sixteenBitPeak !== undefined && { sixteenBitPeak }),
      turned: orientation !== 1,
    };
  } catch (error) {
    if (error instanceof LabError) throw new LabError(`${file} ${error.message}`);
    const reason = (error as Error).message
      .replace(/\s+/g, ' ')
      .replace(/^Invalid TF_Status: \d+ Message: /, '');
    throw new LabError(
      `${file} cannot be decoded as a picture (${reason.trim().replace(/\.$/, '')}): replace it.`,
    );
  }
}

function byKind(
  bytes: Uint8Array,
  kind: PictureKind,
  whiteLevel: number,
): { pixels: tf.Tensor3D; sixteenBitPeak?: number } {
  switch (kind) {
    case 'JPEG':
      return { pixels: library(bytes, 3) };
    case 'PNG':
      if (bytes[24] === 16) return sixteenBits(decodePng16(bytes), whiteLevel);
      return { pixels: hasAlpha(bytes) ? onWhite(library(bytes, 4), 255) : library(bytes, 3) };
    case 'GIF':
      return { pixels: onCanvas(bytes) };
    case 'WebP': {
      // An animation (container with flag 2): the decoder must not see it.
      if (Buffer.from(bytes.subarray(12, 16)).toString('latin1') === 'VP8X' && (bytes[20]! & 2) !== 0)
        throw new LabError('is an animated WebP, which is not read: save one of its pictures.');
      const { shape, values } = decodeWebp(bytes);
      const pixels = tf.tensor3d(values, [...shape], 'int32');
      return { pixels: shape[2] === 4 ? onWhite(pixels, 255) : pixels };
    }
    case 'BMP': {
      const palette = bmpPalette(bytes);
      const pixels = library(bytes, 0);
      if (palette) {
        const [height, width] = pixels.shape;
        const colours = tf.gather(tf.tensor2d(palette, [256, 3], 'int32'), pixels.flatten().toInt());
        return { pixels: colours.reshape([height, width, 3]) };
      }
      if (pixels.shape[2] !== 4) return { pixels };
      // Most writers of 32 bits leave the fourth byte empty: then it is no alpha.
      const noAlpha = pixels.slice([0, 0, 3], [-1, -1, 1]).max().dataSync()[0] === 0;
      return { pixels: noAlpha ? pixels.slice([0, 0, 0], [-1, -1, 3]) : onWhite(pixels, 255) };
    }
  }
}

function library(bytes: Uint8Array, channels: 0 | 3 | 4): tf.Tensor3D {
  return tf.node.decodeImage(bytes, channels, 'int32', false) as tf.Tensor3D;
}

/** Colours on a white ground. @param picture [height, width, 4], alpha last; @param most the value of white and of opaque */
function onWhite(picture: tf.Tensor3D, most: number): tf.Tensor3D {
  const colours = picture.slice([0, 0, 0], [-1, -1, 3]);
  const alpha = picture.slice([0, 0, 3], [-1, -1, 1]).toFloat().div(most);
  return colours.toFloat().mul(alpha).add(alpha.mul(-most).add(most)) as tf.Tensor3D;
}

function sixteenBits(
  { shape, values }: PictureValues,
  whiteLevel: number,
): { pixels: tf.Tensor3D; sixteenBitPeak: number } {
  let peak = 0;
  for (let at = 0; at < values.length; at++) if (at % 4 !== 3 && values[at]! > peak) peak = values[at]!;
  const picture = tf.tensor3d(values, [...shape], 'int32');
  const colours = picture
    .slice([0, 0, 0], [-1, -1, 3])
    .toFloat()
    .mul(255 / whiteLevel)
    .minimum(255);
  const alpha = picture.slice([0, 0, 3], [-1, -1, 1]).toFloat().div(65535);
  const pixels = colours.mul(alpha).add(alpha.mul(-255).add(255)) as tf.Tensor3D;
  return { pixels, sixteenBitPeak: peak };
}

/** Whether a PNG has an alpha channel (colour types 4 and 6) or names a transparent colour. */
function hasAlpha(bytes: Uint8Array): boolean {
  if ((bytes[25]! & 4) !== 0) return true;
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= view.length; at += 12 + view.readUInt32BE(at)) {
    const name = view.toString('latin1', at + 4, at + 8);
    if (name === 'tRNS') return true;
    if (name === 'IDAT') return false;
  }
  return false;
}

/** The first picture of a GIF on a white canvas. */
function onCanvas(bytes: Uint8Array): tf.Tensor3D {
  const frame = firstGifFrame(bytes);
  // Left to the decoder, which says why.
  if (!frame) return library(bytes, 3);
  const picture = library(frame.bytes, 3);
  const [height, width] = picture.shape;
  const { canvas, left, top } = frame;
  const shown = {
    height: Math.min(height, canvas.height - top),
    width: Math.min(width, canvas.width - left),
  };
  // Nothing of it would be seen: the canvas is wrong.
  if (shown.height <= 0 || shown.width <= 0) return picture;
  return picture.slice([0, 0, 0], [shown.height, shown.width, 3]).pad(
    [
      [top, canvas.height - top - shown.height],
      [left, canvas.width - left - shown.width],
      [0, 0],
    ],
    255,
  );
}

function notReadable(bytes: Uint8Array, file: string): LabError {
  const other = otherKind(bytes.subarray(0, headLength));
  if (other)
    return new LabError(
      `${file} holds a picture of the kind ${other}, which is not read: convert it to PNG or JPEG.`,
    );
  if (bytes.length === 0)
    return new LabError(`${file} is empty and cannot be decoded as a picture: replace it.`);
  return new LabError(
    `${file} cannot be decoded as a picture (it is no PNG, JPEG, WebP, BMP or GIF): replace it.`,
  );
}
