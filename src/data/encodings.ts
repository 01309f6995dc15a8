/** From a file's bytes to text: encodings, byte-order marks, line ends, and what is no text at all. */
import { constants, isUtf8 } from 'node:buffer';
import * as fs from 'node:fs';
import { LabError } from '../errors';
import type { TextEncoding } from './card';
import { requireSize } from './fileSize';

/**
 * The text of a file; see {@link decodeText}.
 * @param file as it is called in messages
 * @throws LabError also where it is larger than a string may be
 */
export function readText(place: string, file: string, encoding?: TextEncoding): string {
  requireSize(place, file, constants.MAX_STRING_LENGTH);
  return decodeText(fs.readFileSync(place), file, encoding);
}

/**
 * Text from bytes. A byte-order mark says what the bytes are, whatever the card says, and is left out, also where files that
 * each had one were joined. UTF-16 without a mark has to be declared.
 * @param file as it is called in messages
 * @throws LabError naming the remedy for bytes that are compressed, no text, or in another encoding
 */
export function decodeText(bytes: Uint8Array, file: string, encoding: TextEncoding = 'utf-8'): string {
  const foreign = signatures.find((signature) => bears(bytes, signature));
  if (foreign) throw new LabError(`${file} is ${foreign.kind}: ${foreign.remedy}.`);
  const marked = markedEncoding(bytes);
  const found = marked ?? encoding;
  if (found === 'latin-1') return Buffer.from(bytes).toString('latin1');
  if (found === 'utf-8') {
    if (!marked) refuseUnmarkedUtf16(bytes, file);
    if (!isUtf8(bytes)) throw notUtf8(bytes, file);
  }
  if (found === 'windows-1252') return fromWindows(Buffer.from(bytes).toString('latin1'));
  const text = new TextDecoder(found).decode(bytes);
  return text.includes('\uFEFF') ? text.replace(/([\r\n])\uFEFF/g, '$1') : text;
}

/** What Windows-1252 has in the places 80 to 9f of Latin-1. Node 20 decodes it as Latin-1. */
const windowsCharacters =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

function fromWindows(latin: string): string {
  return latin.replace(/[\x80-\x9f]/g, (character) => windowsCharacters[character.charCodeAt(0) - 0x80]!);
}

/** Lines without their ends, which may be of any kind (LF, CR LF, CR), also mixed. A last empty line is none. */
export function linesOf(text: string): string[] {
  const lines = text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  return lines;
}

/**
 * JSON from a file's bytes, with or without a byte-order mark.
 * @throws SyntaxError when it is no JSON; LabError when it is no Unicode
 */
export function parseJsonBytes(bytes: Uint8Array, file: string): unknown {
  let text: string;
  try {
    text = new TextDecoder(markedEncoding(bytes) ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new LabError(`${file} is not UTF-8: save it as UTF-8.`);
  }
  return JSON.parse(text);
}

interface Signature {
  /** The first bytes; undefined stands for any byte. */
  readonly start: readonly (number | undefined)[];
  /** Whether the file ends with the same bytes. */
  readonly closed?: boolean;
  readonly kind: string;
  readonly remedy: string;
}

const ascii = (text: string) => [...Buffer.from(text, 'latin1')];
const unpackFirst = 'unpack it, or pack it with gzip and add "unpack": true to it in \'files\' of the card';

/** How files begin that are often taken for text. */
const signatures: readonly Signature[] = [
  {
    start: [0x1f, 0x8b],
    kind: 'compressed with gzip',
    remedy: 'add "unpack": true to it in \'files\' of the card (its name must end in .gz), or unpack it',
  },
  {
    start: ascii('PK\x03\x04'),
    kind: 'a zip archive or a spreadsheet',
    remedy:
      'add "unpack": true to it in \'files\' of the card where it is an archive, and save a spreadsheet as CSV',
  },
  {
    start: [...ascii('BZh'), undefined, ...ascii('1AY&SY')],
    kind: 'compressed with bzip2',
    remedy: unpackFirst,
  },
  { start: [0xfd, 0x37, 0x7a, 0x58, 0x5a], kind: 'compressed with xz', remedy: unpackFirst },
  { start: [0x28, 0xb5, 0x2f, 0xfd], kind: 'compressed with Zstandard', remedy: unpackFirst },
  {
    start: ascii('PAR1'),
    closed: true,
    kind: 'a Parquet file',
    remedy: 'set "kind": "parquet" in \'format\' of the card',
  },
  { start: ascii('%PDF-'), kind: 'a PDF', remedy: 'save its text as UTF-8' },
  { start: [0xd0, 0xcf, 0x11, 0xe0], kind: 'an old Office document', remedy: 'save it as CSV or text' },
  { start: ascii('SQLite format 3\0'), kind: 'a database', remedy: 'export its table as CSV' },
  { start: [0xff, 0xfe, 0, 0], kind: 'UTF-32 text', remedy: 'save it as UTF-8' },
  { start: [0, 0, 0xfe, 0xff], kind: 'UTF-32 text', remedy: 'save it as UTF-8' },
];

function startsWith(bytes: Uint8Array, start: readonly (number | undefined)[]): boolean {
  return start.every((byte, place) => byte === undefined || bytes[place] === byte);
}

function bears(bytes: Uint8Array, { start, closed }: Signature): boolean {
  return startsWith(bytes, start) && (!closed || startsWith(bytes.subarray(-start.length), start));
}

/** The encoding that a byte-order mark states. */
export function markedEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return 'utf-8';
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  return undefined;
}

/** UTF-16 of mostly Latin letters has a zero in every second byte, which would pass as valid UTF-8. */
function refuseUnmarkedUtf16(bytes: Uint8Array, file: string): void {
  const looked = Math.min(bytes.length, 4096) & ~1;
  const zeros = [0, 0];
  for (let place = 0; place < looked; place++) if (bytes[place] === 0) zeros[place & 1]!++;
  if (Math.max(...zeros) < looked / 8 || looked < 4) return;
  const order = zeros[1]! > zeros[0]! ? 'utf-16le' : 'utf-16be';
  throw new LabError(
    `${file} holds ${zeros[0]! + zeros[1]!} zero bytes in its first ${looked}, so it is UTF-16 or no text: save it as UTF-8, or add "encoding": "${order}" to 'format' in the card.`,
  );
}

function notUtf8(bytes: Uint8Array, file: string): LabError {
  // Line ends are never part of a longer UTF-8 sequence, so lines can be judged one by one.
  const lines = linesOf(Buffer.from(bytes).toString('latin1'));
  const line = lines.findIndex((content) => !isUtf8(Buffer.from(content, 'latin1')));
  // Windows has letters and quotation marks where Latin-1 has control characters that no text uses.
  const windows = /[\x80-\x9f]/.test(lines[line]!);
  return new LabError(
    `${file} is not UTF-8 (line ${line + 1}): convert it, or add "encoding": "${windows ? 'windows-1252' : 'latin-1'}" to 'format' in the card.`,
  );
}
