import { constants } from 'node:buffer';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { LabError } from '../errors';
import { requireMemory } from '../memory';
import type { DatasetCard, TextEncoding, TextFormat } from './card';
import type { RawExample } from './examples';
import { requireSize } from './fileSize';
import { nearestName } from './nearestName';
import { readWordnetGlosses } from './wordnet';

/**
 * The examples of one file, in file order. Labels are names, checked against those of the card where it lists any.
 * @param folder that the card's paths start in
 * @throws LabError with file, line and remedy when the file does not hold what the card says
 */
export function readExamples(card: DatasetCard, folder: string, file: string): RawExample[] {
  const format = card.format as TextFormat;
  const place = path.join(folder, file);
  if (!fs.existsSync(place))
    throw new LabError(
      `The file ${file} of ${card.name} is missing: check 'files' and 'splits' in its card.`,
    );
  if (format.kind === 'wordnet') return readWordnetGlosses(folder, [file], format.lexicographerFiles);
  const text = decoded(place, file, format.encoding ?? 'utf-8');
  const known = new Set(card.labels);
  const checked = (label: string, line: number): string => {
    if (known.size > 0 && !known.has(label)) {
      const nearest = nearestName(label, card.labels);
      throw new LabError(
        `Line ${line} of ${file} has the label '${label}', which is not in the card's labels${nearest ? ` (did you mean '${nearest}'?)` : ''}: add it there or correct the file.`,
      );
    }
    return label;
  };
  switch (format.kind) {
    case 'jsonl':
      return readJsonLines(text, file, format, checked);
    case 'csv':
    case 'tsv':
      return readTable(text, file, format, checked);
    case 'conll':
      return readConll(text, file, format, checked);
    case 'lines':
      return readLines(text, file, format);
  }
}

type Format<Kind extends TextFormat['kind']> = Extract<TextFormat, { kind: Kind }>;
type LabelCheck = (label: string, line: number) => string;

function decoded(place: string, file: string, encoding: TextEncoding): string {
  requireSize(place, file, constants.MAX_STRING_LENGTH);
  const bytes = fs.readFileSync(place);
  if (encoding === 'latin-1') return bytes.toString('latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const lines = bytes.toString('latin1').split('\n');
    const line =
      lines.findIndex((content) => Buffer.from(content, 'latin1').toString('utf8').includes('\uFFFD')) + 1;
    throw new LabError(
      `${file} is not UTF-8 (line ${line}): convert it, or add "encoding": "latin-1" to 'format' in the card.`,
    );
  }
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines[lines.length - 1] === '') lines.pop();
  return lines;
}

/** Looks now and then whether the rows read so far leave memory for more. */
function watchMemory(row: number): void {
  if (row % 4096 === 0) requireMemory();
}

/** The text, which may not be empty: an empty text would repeat every other empty text. */
function present(text: string, file: string, line: number): string {
  if (text === '')
    throw new LabError(`Line ${line} of ${file} has an empty text: remove the line or fill it in.`);
  return text;
}

/** The label's name: the card's word for the file's code, where it has a list of codes. */
function labelName(
  value: string,
  file: string,
  line: number,
  names?: Readonly<Record<string, string>>,
): string {
  if (!names) return value;
  const name = Object.hasOwn(names, value) ? names[value] : undefined;
  if (name === undefined) {
    throw new LabError(
      `Line ${line} of ${file} has the label value '${value}', which is not in 'labelValues' of the card: add it there or correct the file.`,
    );
  }
  return name;
}

function readJsonLines(
  text: string,
  file: string,
  format: Format<'jsonl'>,
  checked: LabelCheck,
): RawExample[] {
  const examples: RawExample[] = [];
  linesOf(text).forEach((content, index) => {
    watchMemory(index);
    if (content.trim() === '') return;
    const line = index + 1;
    let row: unknown;
    try {
      row = JSON.parse(content);
    } catch {
      throw new LabError(`Line ${line} of ${file} is not JSON: write one whole JSON object a line.`);
    }
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new LabError(
        `Line ${line} of ${file} is not a JSON object: write one such as {"text": "...", "label": "..."}.`,
      );
    }
    const fields = row as Record<string, unknown>;
    const fieldOf = (key: string): string => {
      const value = Object.hasOwn(fields, key) ? fields[key] : undefined;
      if (typeof value === 'string') return value;
      if (typeof value === 'number' || typeof value === 'boolean') return String(value);
      const nearest = nearestName(key, Object.keys(fields));
      throw new LabError(
        value === undefined
          ? `Line ${line} of ${file} has no '${key}': ${nearest ? `did the card mean '${nearest}'?` : 'add it or correct the card.'}`
          : `Line ${line} of ${file} has a '${key}' that is neither text nor number: correct the file.`,
      );
    };
    const keys = typeof format.text === 'string' ? [format.text] : format.text;
    const label =
      format.label === undefined
        ? undefined
        : labelName(fieldOf(format.label), file, line, format.labelValues);
    examples.push({
      text: present(keys.map(fieldOf).join(' ').trim(), file, line),
      label: label === undefined ? undefined : checked(label, line),
    });
  });
  return examples;
}

function readTable(
  text: string,
  file: string,
  format: Format<'csv' | 'tsv'>,
  checked: LabelCheck,
): RawExample[] {
  const quoted = format.quoted ?? format.kind === 'csv';
  let rows: { record: string[]; info: { lines: number } }[];
  try {
    rows = parse(text, {
      delimiter: format.kind === 'csv' ? ',' : '\t',
      quote: quoted ? '"' : null,
      info: true,
      skip_empty_lines: true,
      on_record: <Row>(row: Row, { records }: { records: number }): Row => {
        watchMemory(records);
        return row;
      },
    }) as unknown as typeof rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = String((error as unknown as { lines?: number }).lines ?? '?');
    const reason = error.code.startsWith('CSV_RECORD_INCONSISTENT')
      ? 'has another number of columns than the first row'
      : 'has a quotation mark that is not closed or not doubled';
    throw new LabError(
      `Line ${line} of ${file} ${reason}: correct the file, or 'quoted' in the card's format.`,
    );
  }
  const header = format.header ? rows.shift()?.record : undefined;
  const columns = header?.length ?? rows[0]?.record.length ?? 0;
  const placeOf = (column: string | number): number => {
    if (typeof column === 'number') {
      if (column >= columns)
        throw new LabError(
          `${file} has no column ${column}, only ${columns} (counted from 0): correct the card.`,
        );
      return column;
    }
    const place = header?.indexOf(column) ?? -1;
    if (place >= 0) return place;
    if (!header)
      throw new LabError(
        `The card names the column '${column}' of ${file}, which has no header: give its number counted from 0.`,
      );
    const nearest = nearestName(column, header);
    throw new LabError(
      `${file} has no column '${column}': ${nearest ? `did the card mean '${nearest}'?` : `it has ${header.join(', ')}.`}`,
    );
  };
  const texts = (Array.isArray(format.text) ? format.text : [format.text as string | number]).map(placeOf);
  const labelPlace = format.label === undefined ? undefined : placeOf(format.label);
  return rows.map(({ record, info }) => {
    const joined = texts.map((place) => record[place]!).join(' ');
    const example = present(joined.trim(), file, info.lines);
    if (labelPlace === undefined) return { text: example };
    return {
      text: example,
      label: checked(labelName(record[labelPlace]!.trim(), file, info.lines, format.labelValues), info.lines),
    };
  });
}

function readConll(text: string, file: string, format: Format<'conll'>, checked: LabelCheck): RawExample[] {
  const sentences: RawExample[] = [];
  let tokens: string[] = [];
  let tags: string[] = [];
  const finish = () => {
    if (tokens.length > 0) sentences.push({ text: tokens.join(' '), tokens, tags });
    tokens = [];
    tags = [];
  };
  linesOf(text).forEach((content, index) => {
    watchMemory(index);
    if (content.trim() === '' || content.startsWith('-DOCSTART-')) {
      finish();
      return;
    }
    // A tab parts columns where there is one: tokens of some corpora hold spaces.
    const columns = content.includes('\t') ? content.split('\t') : content.trim().split(/ +/);
    const token = columns[format.token];
    const tag = columns[format.tag];
    if (!token || !tag) {
      throw new LabError(
        `Line ${index + 1} of ${file} has ${columns.length} columns, too few for token ${format.token} and tag ${format.tag}: correct the file or the card.`,
      );
    }
    tokens.push(token);
    tags.push(checked(tag.trim(), index + 1));
  });
  finish();
  return sentences;
}

function readLines(text: string, file: string, format: Format<'lines'>): RawExample[] {
  const label = format.labelOfFile?.[file];
  if (format.labelOfFile && label === undefined) {
    throw new LabError(`The card has no label for the file ${file}: add it to 'labelOfFile'.`);
  }
  const isHeading = (line: string) => format.headings === 'wikitext' && /^=( =)* .* =( =)*$/.test(line);
  return linesOf(text)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !isHeading(line))
    .map((line, index) => {
      watchMemory(index);
      return { text: line, label };
    });
}
