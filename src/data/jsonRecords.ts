/** Examples as JSON objects: one a line, or one array a file. */
import { LabError } from '../errors';
import { requireMemory } from '../memory';
import type { DatasetCard, TextFormat } from './card';
import { linesOf } from './encodings';
import type { RawExample } from './examples';
import { repeatedKey } from './jsonKeys';
import { columnsOf, type Row, RowReader } from './rowReading';

type Format<Kind extends TextFormat['kind']> = Extract<TextFormat, { kind: Kind }>;

/** JSON.parse of much more ends the process for want of memory, without a word. */
const longestLine = 50_000_000;

/** Examples of a file with one JSON object a line; blank lines are left out. @throws LabError with the line */
export function readJsonLines(
  card: DatasetCard,
  text: string,
  file: string,
  format: Format<'jsonl'>,
): RawExample[] {
  const reader = new RowReader(card, format);
  const keys = columnsOf(format).map(String);
  const examples: RawExample[] = [];
  linesOf(text).forEach((content, index) => {
    if (index % 4096 === 0) requireMemory();
    if (content.trim() === '') return;
    const where = `Line ${index + 1} of ${file}`;
    if (content.length > longestLine)
      throw new LabError(
        `${where} has ${Math.floor(content.length / 1e6)} million characters, and a line may have ${longestLine / 1e6} million: write one object a line.`,
      );
    let value: unknown;
    try {
      value = JSON.parse(content);
    } catch {
      const array = index === 0 && content.trimStart().startsWith('[');
      throw new LabError(
        array
          ? `${where} begins a JSON array: set "kind": "json" in 'format' of the card, or write one JSON object a line.`
          : `${where} is not JSON: write one whole JSON object a line.`,
      );
    }
    const row = objectRow(value, where);
    refuseRepeatedKey(content, keys, 1, where);
    examples.push(reader.read(row));
  });
  return examples;
}

/** Examples of a file that is one JSON array of objects, or holds it under a key. @throws LabError with the entry */
export function readJsonArray(
  card: DatasetCard,
  text: string,
  file: string,
  format: Format<'json'>,
): RawExample[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const lines = /^\s*\{/.test(text) && linesOf(text).length > 1;
    throw new LabError(
      `${file} is not JSON (${firstLine(error)}): correct it${lines ? ', or set "kind": "jsonl" in \'format\' of the card where each line is an object' : ''}.`,
    );
  }
  const entries = format.records === undefined ? content : valueUnder(content, format.records);
  if (!Array.isArray(entries)) throw noArray(content, file, format.records);
  refuseRepeatedKey(text, columnsOf(format).map(String), entries.length, file);
  const reader = new RowReader(card, format);
  return entries.map((entry, index) => {
    if (index % 4096 === 0) requireMemory();
    return reader.read(objectRow(entry, `Entry ${index + 1} of ${file}`));
  });
}

function objectRow(value: unknown, where: string): Row {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new LabError(`${where} is not a JSON object: write one such as {"text": "...", "label": "..."}.`);
  const fields = value as Record<string, unknown>;
  return {
    where,
    value: (column) => (Object.hasOwn(fields, column) ? fields[column] : undefined),
    names: () => Object.keys(fields),
  };
}

function valueUnder(content: unknown, path: string): unknown {
  let value = content;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function noArray(content: unknown, file: string, records: string | undefined): LabError {
  const isObject = typeof content === 'object' && content !== null && !Array.isArray(content);
  const arrays = isObject
    ? Object.entries(content).flatMap(([key, value]) => (Array.isArray(value) ? [key] : []))
    : [];
  const place = records === undefined ? 'no JSON array' : `no JSON array under '${records}'`;
  const remedy =
    arrays.length > 0
      ? `set "records": "${arrays[0]}" in 'format' of the card`
      : 'write [{"text": "...", "label": "..."}, ...] (pandas: orient="records")';
  return new LabError(`${file} holds ${place}: ${remedy}.`);
}

/** JSON.parse keeps the last of two keys in silence; which one was meant is not known. */
function refuseRepeatedKey(text: string, keys: readonly string[], objects: number, where: string): void {
  const repeated = repeatedKey(text, keys, objects);
  if (repeated !== undefined)
    throw new LabError(
      `${where} has the key '${repeated}' twice in one object: remove one of them from the file.`,
    );
}

const firstLine = (error: unknown): string => (error as Error).message.split('\n')[0]!;
