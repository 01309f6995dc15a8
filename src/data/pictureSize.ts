import type { PictureKind } from './pictureKinds';

/** More than a camera makes; as numbers, one picture of so many pixels takes 1.6 GB. */
export const mostPixels = 2 ** 27;

/**
 * How many pixels a picture has by its header, so that a small file that claims a vast picture is refused before room is made
 * for it. A WebP's header cannot claim more than 2^28.
 * @returns 0 where the header is cut off
 */
export function pixelCount(bytes: Uint8Array, kind: PictureKind): number {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (kind) {
    case 'PNG':
      return file.length < 24 ? 0 : file.readUInt32BE(16) * file.readUInt32BE(20);
    case 'GIF':
      return file.length < 10 ? 0 : file.readUInt16LE(6) * file.readUInt16LE(8);
    case 'BMP':
      return file.length < 26 ? 0 : Math.abs(file.readInt32LE(18) * file.readInt32LE(22));
    case 'JPEG':
      return jpegPixels(file);
    case 'WebP':
      return webpPixels(file);
  }
}

/** Height and width stand in the first frame header: markers C0 to CF, of which C4, C8 and CC are something else. */
function jpegPixels(file: Buffer): number {
  for (let at = 2; at + 9 <= file.length && file[at] === 0xff; ) {
    const marker = file[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return file.readUInt16BE(at + 5) * file.readUInt16BE(at + 7);
    at += 2 + file.readUInt16BE(at + 2);
  }
  return 0;
}

function webpPixels(file: Buffer): number {
  if (file.length < 30) return 0;
  switch (file.toString('latin1', 12, 16)) {
    case 'VP8X':
      return (1 + file.readUIntLE(24, 3)) * (1 + file.readUIntLE(27, 3));
    case 'VP8L': {
      const packed = file.readUInt32LE(21);
      return (1 + (packed & 0x3fff)) * (1 + ((packed >>> 14) & 0x3fff));
    }
    default:
      return (file.readUInt16LE(26) & 0x3fff) * (file.readUInt16LE(28) & 0x3fff);
  }
}
