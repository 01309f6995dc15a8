/** How a camera was held, and turning its pictures as they are meant to be seen. */
import readExif from 'exif-reader';
import type { tf } from '../engine/native';
import type { PictureKind } from './pictureKinds';

/**
 * The orientation that a picture's EXIF data states, 1 to 8 (CIPA DC-008, tag 274); 1, upright, where it states none or cannot
 * be read.
 */
export function exifOrientation(bytes: Uint8Array, kind: PictureKind): number {
  const data = exifData(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), kind);
  if (!data) return 1;
  try {
    const found: unknown = readExif(data).Image?.Orientation;
    return Number.isInteger(found) && (found as number) >= 1 && (found as number) <= 8
      ? (found as number)
      : 1;
  } catch {
    return 1;
  }
}

/** Whether a picture of this orientation is shown with its sides exchanged. */
export function exchangesSides(orientation: number): boolean {
  return orientation >= 5;
}

/** A picture [height, width, channels], stored as `orientation` says, as it is meant to be seen. */
export function upright(picture: tf.Tensor3D, orientation: number): tf.Tensor3D {
  if (orientation === 1) return picture;
  const turned: tf.Tensor3D = exchangesSides(orientation) ? picture.transpose([1, 0, 2]) : picture;
  const axes = ({ 2: [1], 3: [0, 1], 4: [0], 6: [1], 7: [0, 1], 8: [0] } as Record<number, number[]>)[
    orientation
  ];
  return axes ? turned.reverse(axes) : turned;
}

function exifData(bytes: Buffer, kind: PictureKind): Buffer | undefined {
  switch (kind) {
    case 'JPEG':
      return jpegExif(bytes);
    case 'PNG':
      return chunk(bytes, 8, 'eXIf', { nameFirst: false, tail: 4 });
    case 'WebP':
      return chunk(bytes, 12, 'EXIF', { nameFirst: true, tail: 0 });
    default:
      return undefined;
  }
}

/** The payload of the first segment APP1 that begins with 'Exif'. */
function jpegExif(bytes: Buffer): Buffer | undefined {
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!;
    // Bytes 0xff may fill the room before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    // The picture itself begins, or it ends.
    if (marker === 0xda || marker === 0xd9) return undefined;
    const length = bytes.readUInt16BE(at + 2);
    const payload = bytes.subarray(at + 4, at + 2 + length);
    if (marker === 0xe1 && payload.toString('latin1', 0, 5) === 'Exif\0') return payload;
    at += 2 + length;
  }
  return undefined;
}

/** The payload of the first chunk of a name: of PNG (length, name, payload, checksum) or RIFF (name, length, payload). */
function chunk(
  bytes: Buffer,
  start: number,
  name: string,
  { nameFirst, tail }: { readonly nameFirst: boolean; readonly tail: number },
): Buffer | undefined {
  for (let at = start; at + 8 <= bytes.length; ) {
    const length = nameFirst ? bytes.readUInt32LE(at + 4) : bytes.readUInt32BE(at);
    const found = bytes.toString('latin1', nameFirst ? at : at + 4, nameFirst ? at + 4 : at + 8);
    if (found === name) return bytes.subarray(at + 8, at + 8 + length);
    // Chunks of RIFF begin at even places.
    at += 8 + length + tail + (nameFirst ? length % 2 : 0);
  }
  return undefined;
}
