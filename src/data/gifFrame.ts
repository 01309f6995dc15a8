/** The first picture of a GIF as a file of its own, and where it stands on the canvas. */
export interface GifFrame {
  readonly bytes: Uint8Array;
  readonly canvas: { readonly width: number; readonly height: number };
  readonly left: number;
  readonly top: number;
}

/**
 * Takes the first picture out of a GIF (GIF89a specification, sections 18 to 23): further ones need not be decoded, the
 * decoder would cut off one that does not begin in the canvas's corner, and it would make the transparent colour black, which
 * is made white here.
 * @returns undefined where the file breaks off or is otherwise not to be followed
 */
export function firstGifFrame(bytes: Uint8Array): GifFrame | undefined {
  const file = Uint8Array.from(bytes);
  const short = (at: number) => file[at]! | (file[at + 1]! << 8);
  const tableLength = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  /** The place after a chain of blocks, each preceded by its length, the last of length 0. */
  const afterBlocks = (from: number): number => {
    let at = from;
    while (at < file.length && file[at] !== 0) at += 1 + file[at]!;
    return at + 1;
  };
  const headLength = 13 + tableLength(file[10]!);
  let transparent: number | undefined;
  let at = headLength;
  while (file[at] === 0x21) {
    // A graphic control extension: flags, delay, transparent colour.
    if (file[at + 1] === 0xf9 && file[at + 3]! & 1) transparent = file[at + 6]!;
    at = afterBlocks(at + 2);
  }
  if (file[at] !== 0x2c) return undefined;
  const localLength = tableLength(file[at + 9]!);
  const end = afterBlocks(at + 10 + localLength + 1);
  if (end > file.length) return undefined;
  if (transparent !== undefined) {
    const colour = (localLength > 0 ? at + 10 : 13) + 3 * transparent;
    // A number beyond the table is no colour.
    if (colour + 3 <= (localLength > 0 ? at + 10 + localLength : headLength))
      file.fill(255, colour, colour + 3);
  }
  const frame = { canvas: { width: short(6), height: short(8) }, left: short(at + 1), top: short(at + 3) };
  // The canvas becomes as large as the picture, which then begins in its corner.
  file.set(file.subarray(at + 5, at + 9), 6);
  file.fill(0, at + 1, at + 5);
  return {
    ...frame,
    bytes: Buffer.concat([file.subarray(0, headLength), file.subarray(at, end), Buffer.of(0x3b)]),
  };
}
