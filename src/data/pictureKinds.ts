/** What kind of picture a file is, by its first bytes: endings are often wrong. */

/** Kinds that are read. */
export type PictureKind = 'PNG' | 'JPEG' | 'GIF' | 'BMP' | 'WebP';

interface Signature {
  readonly at: number;
  readonly bytes: string;
}

const read: readonly (readonly [PictureKind, readonly Signature[]])[] = [
  ['PNG', [{ at: 0, bytes: '\x89PNG\r\n\x1a\n' }]],
  ['JPEG', [{ at: 0, bytes: '\xff\xd8\xff' }]],
  ['GIF', [{ at: 0, bytes: 'GIF8' }]],
  [
    'WebP',
    [
      { at: 0, bytes: 'RIFF' },
      { at: 8, bytes: 'WEBP' },
    ],
  ],
  ['BMP', [{ at: 0, bytes: 'BM' }]],
];

const others: readonly (readonly [string, Signature])[] = [
  ['TIFF', { at: 0, bytes: 'II*\0' }],
  ['TIFF', { at: 0, bytes: 'MM\0*' }],
  ['HEIC', { at: 4, bytes: 'ftyphe' }],
  ['HEIC', { at: 4, bytes: 'ftypmif1' }],
  ['AVIF', { at: 4, bytes: 'ftypavif' }],
  ['JPEG XL', { at: 0, bytes: '\xff\x0a' }],
  ['JPEG XL', { at: 4, bytes: 'JXL ' }],
  ['JPEG 2000', { at: 4, bytes: 'jP  ' }],
  ['Photoshop', { at: 0, bytes: '8BPS' }],
  ['DICOM', { at: 128, bytes: 'DICM' }],
];

function bears(head: Uint8Array, { at, bytes }: Signature): boolean {
  return [...bytes].every((character, place) => head[at + place] === character.charCodeAt(0));
}

/** How many first bytes tell. */
export const headLength = 132;

/** The kind of a picture that can be read; undefined for anything else. */
export function pictureKind(head: Uint8Array): PictureKind | undefined {
  return read.find(([, signatures]) => signatures.every((signature) => bears(head, signature)))?.[0];
}

/** The name of a kind of picture that is known but not read. */
export function otherKind(head: Uint8Array): string | undefined {
  return others.find(([, signature]) => bears(head, signature))?.[0];
}

/** Endings under which pictures are looked for. What browsers save as .jfif is JPEG. */
export const pictureEnding = /\.(png|jpe?g|jpe|jfif|pjpe?g|pjp|bmp|dib|gif|webp)$/i;
