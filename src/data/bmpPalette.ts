import { LabError } from '../errors';

/**
 * The colours of a BMP of 8 bits, of which the decoder gives the numbers alone.
 * @returns red, green and blue of 256 colours, those that the file does not name black; undefined where pixels are colours
 * @throws LabError, to be put after the file's name, for kinds that the decoder takes wrongly or not at all
 */
export function bmpPalette(bytes: Uint8Array): Int32Array | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 54) throw new LabError('is cut off and cannot be decoded as a picture: replace it.');
  const headerLength = file.readUInt32LE(14);
  const bits = file.readUInt16LE(28);
  const compression = file.readUInt32LE(30);
  // 3 and 6: masks say where the colours lie, which is as in plain files of 32 bits.
  const plain = compression === 0 || ((compression === 3 || compression === 6) && bits === 32);
  if (headerLength < 40 || !plain || ![8, 24, 32].includes(bits))
    throw new LabError(
      `is a BMP of ${headerLength < 40 ? 'an old kind' : `${bits} bits${plain ? '' : ', compressed'}`}, which cannot be decoded as a picture: save it as PNG.`,
    );
  if (bits !== 8) return undefined;
  const start = 14 + headerLength;
  const named = Math.min(file.readUInt32LE(46) || 256, 256, (file.readUInt32LE(10) - start) >> 2);
  const colours = new Int32Array(3 * 256);
  for (let colour = 0; colour < named; colour++) {
    // Stored as blue, green, red and an empty byte.
    for (let channel = 0; channel < 3; channel++)
      colours[3 * colour + channel] = file[start + 4 * colour + 2 - channel]!;
  }
  return colours;
}
