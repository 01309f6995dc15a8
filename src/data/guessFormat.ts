/** What kind of text file a file is, with its columns sampled: guessed from its content before its name. */
import * as fs from 'node:fs';
import * as zlib from 'node:zlib';
import { LabError } from '../errors';
import type { Column, TextEncoding } from './card';
import { forEachRow } from './delimitedTable';
import { decodeText, linesOf, markedEncoding } from './encodings';
import { largestBuffer, requireSize } from './fileSize';
import type { SampledColumn } from './guessColumns';
import { openParquet } from './parquet';

/** Fields of a card's format, and columns to choose from where it has any. */
export interface FormatGuess {
  readonly format: Readonly<Record<string, unknown>>;
  readonly columns?: readonly SampledColumn[];
  readonly reasons: readonly string[];
}

/** Rows that are looked at. */
const sample = 2000;

/**
 * Guesses the format of a file of texts.
 * @param packed whether it is compressed with gzip
 * @throws LabError where it is no such file
 */
export async function guessFormat(place: string, file: string, packed: boolean): Promise<FormatGuess> {
  requireSize(place, file, largestBuffer);
  const raw = fs.readFileSync(place);
  const bytes = packed ? unzipped(raw, file) : raw;
  if (!packed && bytes.toString('latin1', 0, 4) === 'PAR1') return guessParquet(place, file);
  const { text, encoding } = decodedBy(bytes, file);
  const name = packed ? file.replace(/\.gz$/i, '') : file;
  if (text.trim() === '') throw new LabError(`${file} is empty: fill it, or name another file.`);
  const found = guessJson(text) ?? guessConll(text, name) ?? guessTable(text, file, name) ?? lines;
  if (encoding === undefined) return found;
  return {
    ...found,
    format: { ...found.format, encoding },
    reasons: [...found.reasons, `its encoding is ${encoding} (it is not UTF-8)`],
  };
}

const lines: FormatGuess = {
  format: { kind: 'lines' },
  reasons: ['each line is a text (there are no columns)'],
};

function unzipped(bytes: Buffer, file: string): Buffer {
  try {
    return zlib.gunzipSync(bytes, { maxOutputLength: largestBuffer });
  } catch (error) {
    throw new LabError(`${file} cannot be unpacked (${(error as Error).message}): fetch it again.`);
  }
}

async function guessParquet(place: string, file: string): Promise<FormatGuess> {
  const table = await openParquet(place, file);
  const first = table.groups.findIndex((rows) => rows > 0);
  if (first < 0) throw new LabError(`${file} has no rows: name another file.`);
  const values = await table.read(table.columns, first);
  const columns = table.columns.map((column, place) => ({ column, values: values[place]!.slice(0, sample) }));
  return { format: { kind: 'parquet' }, columns, reasons: ['it is Parquet (its first bytes)'] };
}

/** Text by the encodings that a card can state, the likeliest first. */
function decodedBy(bytes: Buffer, file: string): { text: string; encoding?: TextEncoding } {
  try {
    return { text: decodeText(bytes, file) };
  } catch (error) {
    const stated = /"encoding": "([\w-]+)"/.exec((error as Error).message)?.[1] as TextEncoding | undefined;
    if (stated === undefined || markedEncoding(bytes)) throw error;
    return { text: decodeText(bytes, file, stated), encoding: stated };
  }
}

function guessJson(text: string): FormatGuess | undefined {
  const start = text.trimStart();
  if (!/^[[{]/.test(start)) return undefined;
  const rows = linesOf(text).filter((line) => line.trim() !== '');
  const objects = rows.slice(0, sample).map(parsed);
  const holdsArray = (object: unknown) =>
    isRecord(object) && Object.values(object).some((value) => Array.isArray(value) && value.some(isRecord));
  if (objects.length > 0 && objects.every(isRecord) && !(objects.length === 1 && holdsArray(objects[0])))
    return jsonGuess({ kind: 'jsonl' }, objects, 'each line is a JSON object');
  const whole = parsed(text);
  if (Array.isArray(whole) && whole.some(isRecord))
    return jsonGuess({ kind: 'json' }, whole.slice(0, sample).filter(isRecord), 'it is one JSON array');
  if (!isRecord(whole)) return undefined;
  const [key, records] =
    Object.entries(whole).find(([, value]) => Array.isArray(value) && value.some(isRecord)) ?? [];
  if (key === undefined) return undefined;
  const entries = (records as unknown[]).slice(0, sample).filter(isRecord);
  return jsonGuess({ kind: 'json', records: key }, entries, `it is a JSON object with an array as '${key}'`);
}

function jsonGuess(
  format: Record<string, unknown>,
  objects: readonly Record<string, unknown>[],
  reason: string,
): FormatGuess {
  const keys = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const columns = keys.map((column) => ({ column, values: objects.map((object) => object[column]) }));
  return { format, columns, reasons: [reason] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Tokens and tags in lines: the last column reads as begin, inside and outside, or the file's name says so. */
function guessConll(text: string, name: string): FormatGuess | undefined {
  const all = linesOf(text);
  const rows = all.slice(0, sample).filter((line) => line.trim() !== '' && !/^(-DOCSTART-|# )/.test(line));
  const columns = rows.map((line) => line.replace(/[ \t]+$/, '').split(line.includes('\t') ? '\t' : / +/));
  const count = columns[0]?.length ?? 0;
  if (count < 2 || columns.some(({ length }) => length !== count)) return undefined;
  const named = /\.(conll\w*|iob\d?|bio)$/i.test(name);
  const tagged = columns.every((row) => /^(O|[BIESLUM][-_]\S+)$/.test(row[count - 1]!));
  const sentences = all.some((line) => line.trim() === '');
  if (!named && !(tagged && sentences)) return undefined;
  const universal = /\.conllu$/i.test(name) || (count === 10 && !tagged);
  const format = { kind: 'conll', token: universal ? 1 : 0, tag: universal ? 3 : count - 1 };
  return {
    format,
    reasons: [`each line is a token (column ${format.token}) and its tag (column ${format.tag})`],
  };
}

const enough = Symbol('enough rows');

/** The first rows of a table; undefined where they have not all the same number of columns. */
function rowsOf(text: string, file: string, separator: string, quoted: boolean): string[][] | undefined {
  const rows: string[][] = [];
  try {
    forEachRow(text, file, { separator, quoted }, (fields) => {
      rows.push(fields);
      if (rows.length >= sample) throw enough;
    });
  } catch (error) {
    if (error instanceof LabError) return undefined;
    if (error !== enough) throw error;
  }
  return rows;
}

function guessTable(text: string, file: string, name: string): FormatGuess | undefined {
  const byName = /\.(csv|tsv|tab)$/i.test(name);
  const tabs = /\.(tsv|tab)$/i.test(name);
  // Commas part the words of any prose; tabs and, in tables, the other signs do not.
  const separators = byName ? [...(tabs ? ['\t', ','] : [',', '\t']), ';', '|'] : ['\t'];
  const tried = separators.flatMap((separator) =>
    (separator === '\t' ? [false, true] : [true, false]).map((quoted) => ({
      separator,
      quoted,
      rows: rowsOf(text, file, separator, quoted),
    })),
  );
  const whole = tried.filter(({ rows }) => rows !== undefined && rows.length > 0);
  const table =
    whole.find(({ rows }) => rows![0]!.length > 1) ??
    (byName ? whole.find(({ rows }) => rows![0]!.length === 1) : undefined);
  if (!table) return undefined;
  const { separator, quoted } = table;
  const rows = table.rows!;
  const header = hasHeader(rows);
  const body = header ? rows.slice(1) : rows;
  const repeated = header && new Set(rows[0]!.map((cell) => cell.trim())).size < rows[0]!.length;
  const columns = rows[0]!.map((cell, place): SampledColumn => {
    const column: Column = header && !repeated ? cell.trim() : place;
    return { column, values: body.map((row) => row[place]) };
  });
  const kind = separator === '\t' ? 'tsv' : 'csv';
  const shown = separator === '\t' ? 'tabs' : `'${separator}'`;
  return {
    format: {
      kind,
      header,
      ...(separator !== ',' && separator !== '\t' && { separator }),
      ...(quoted !== (kind === 'csv') && { quoted }),
    },
    columns,
    reasons: [
      `it is a table of ${plural(rows[0]!.length, 'column')}, parted by ${shown}, ${header ? 'its first row names them' : 'without a header'}`,
      ...(repeated ? ['columns are given by number (the header repeats a name)'] : []),
    ],
  };
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

const isNumber = (cell: string): boolean => /^[+-]?[\d.,]+$/.test(cell.trim());

/**
 * Whether the first row names the columns: its cells are short, distinct and no numbers, and it differs from what stands below
 * (numbers, longer texts, or values that recur without it).
 */
function hasHeader(rows: readonly string[][]): boolean {
  const [first, ...rest] = rows;
  if (!first || rest.length === 0) return false;
  if (first.some((cell) => isNumber(cell) || cell.length > 40)) return false;
  const columns = first.map((cell, place) => ({
    cell: cell.trim(),
    below: rest.map((row) => row[place]!.trim()),
  }));
  // A value of a column of few values, which its header would not be.
  if (columns.some(({ cell, below }) => new Set(below).size <= below.length / 2 && below.includes(cell)))
    return false;
  return columns.some(({ cell, below }) => {
    if (below.every(isNumber)) return true;
    const lengths = below.reduce((sum, value) => sum + value.length, 0) / below.length;
    const word = /^[\p{L}_][\p{L}\p{N}_ .-]*$/u.test(cell);
    if (word && lengths > 2 * cell.length && lengths > 12) return true;
    return word && new Set(below).size <= below.length / 2;
  });
}
