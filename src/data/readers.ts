import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import { interruptible } from '../interruptible';
import { requireMemory } from '../memory';
import type { DatasetCard, TextFormat } from './card';
import { readConll } from './conll';
import { readTable } from './delimitedTable';
import { linesOf, readText } from './encodings';
import type { RawExample } from './examples';
import { readJsonArray, readJsonLines } from './jsonRecords';
import { cleanLabel } from './labelReading';
import { readParquet } from './parquet';
import { readWordnetGlosses } from './wordnet';

/**
 * The examples of one file, in file order. Labels are names, checked against those of the card where it lists any.
 * @param folder that the card's paths start in
 * @throws LabError with file, line and remedy when the file does not hold what the card says
 */
export async function readExamples(card: DatasetCard, folder: string, file: string): Promise<RawExample[]> {
  const format = card.format as TextFormat;
  const place = path.join(folder, file);
  if (!fs.existsSync(place))
    throw new LabError(
      `The file ${file} of ${card.name} is missing: check 'files' and 'splits' in its card.`,
    );
  if (format.kind === 'wordnet') return readWordnetGlosses(folder, [file], format.lexicographerFiles);
  if (format.kind === 'parquet') return readParquet(card, place, file, format);
  return interruptible(() => readTexts(card, place, file, format));
}

function readTexts(
  card: DatasetCard,
  place: string,
  file: string,
  format: Exclude<TextFormat, { kind: 'wordnet' | 'parquet' }>,
): RawExample[] {
  const text = readText(place, file, format.encoding);
  switch (format.kind) {
    case 'jsonl':
      return readJsonLines(card, text, file, format);
    case 'json':
      return readJsonArray(card, text, file, format);
    case 'csv':
    case 'tsv':
      return readTable(card, text, file, format);
    case 'conll':
      return readConll(card, text, file, format);
    case 'lines':
      return readLines(text, file, format);
  }
}

function readLines(text: string, file: string, format: Extract<TextFormat, { kind: 'lines' }>): RawExample[] {
  const label = format.labelOfFile?.[file];
  if (format.labelOfFile && label === undefined) {
    throw new LabError(`The card has no label for the file ${file}: add it to 'labelOfFile'.`);
  }
  const name = label === undefined ? undefined : cleanLabel(label);
  const isHeading = (line: string) => format.headings === 'wikitext' && /^= .* =$/.test(line);
  return linesOf(text)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !isHeading(line))
    .map((line, index) => {
      if (index % 4096 === 0) requireMemory();
      return { text: line.toWellFormed(), label: name };
    });
}
