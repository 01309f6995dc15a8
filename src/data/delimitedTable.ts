/** Rows of columns in a text file: CSV, TSV, and with other separators. */
import { CsvError, parse } from 'csv-parse/sync';
import { LabError } from '../errors';
import { requireMemory } from '../memory';
import { nearestName } from '../nearestName';
import type { Column, DatasetCard, TextFormat } from './card';
import type { RawExample } from './examples';
import { columnsOf, RowReader } from './rowReading';

export type TableFormat = Extract<TextFormat, { kind: 'csv' | 'tsv' }>;

export interface TableLayout {
  readonly separator: string;
  /** Whether fields may stand in double quotes. */
  readonly quoted: boolean;
}

/** What the card says or leaves to the kind, unless the file's first line says it in Excel's way ('sep=;'). */
export function layoutOf({ kind, separator, quoted }: TableFormat, text: string): TableLayout {
  const stated = separator ?? separatorLine.exec(text)?.[1];
  return {
    separator: stated ?? (kind === 'csv' ? ',' : '\t'),
    quoted: quoted ?? kind === 'csv',
  };
}

const separatorLine = /^"?sep=([,;|\t])"?(?=[\r\n])/i;

/**
 * Calls back for each row, with the number of the line that it begins in. Lines end in any way, also in several ways in one
 * file; a line end inside quotes belongs to its field. Blank lines and rows of empty fields are left out.
 * @throws LabError with the line, for rows of other lengths than the first and for quotes that are not closed
 */
export function forEachRow(
  text: string,
  file: string,
  { separator, quoted }: TableLayout,
  visit: (fields: string[], line: () => number) => void,
): void {
  // Excel's line becomes an empty one, so that line numbers stay right.
  const content = Buffer.from(text.replace(separatorLine, ''));
  let start = 0;
  try {
    parse(content, {
      delimiter: separator,
      quote: quoted ? '"' : null,
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      on_record: (fields: string[], { bytes, records }: { bytes: number; records: number }): null => {
        if (records % 4096 === 0) requireMemory();
        const begin = start;
        start = bytes;
        visit(fields, () => lineAt(content, begin));
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const ragged = error.code.startsWith('CSV_RECORD_INCONSISTENT');
    const reason = ragged
      ? 'has another number of columns than the first row'
      : 'has a quotation mark that is not closed or not doubled';
    throw new LabError(
      `Line ${lineAt(content, start)} of ${file} ${reason}: correct the file, or ${ragged ? "'separator' or " : ''}'quoted' in the card's format.`,
    );
  }
}

/** The number of the line that the first byte from a place on, blank lines left out, stands in. */
function lineAt(content: Buffer, place: number): number {
  let from = place;
  while (content[from] === 10 || content[from] === 13) from++;
  return content.toString('latin1', 0, from).split(/\r\n|\n|\r/).length;
}

/** The examples of a table. @throws LabError with the line, or naming a column that is missing or stands twice */
export function readTable(card: DatasetCard, text: string, file: string, format: TableFormat): RawExample[] {
  const layout = layoutOf(format, text);
  const examples: RawExample[] = [];
  let header: readonly string[] | undefined;
  let rows: { reader: RowReader; places: ReadonlyMap<Column, number> } | undefined;
  forEachRow(text, file, layout, (fields, line) => {
    if (!rows) {
      if (format.header) header = fields.map((name) => name.trim());
      const places = columnPlaces(format, header, fields.length, file, layout.separator);
      const names = (format.labelColumns ?? []).map(
        (column, place) => header?.[places.get(column)!] ?? card.labels[place] ?? String(column),
      );
      rows = { reader: new RowReader(card, format, names), places };
      if (header) return;
    }
    const { reader, places } = rows;
    examples.push(
      reader.read({
        get where() {
          return `Line ${line()} of ${file}`;
        },
        value: (column) => fields[places.get(column)!],
        names: () => header ?? [],
      }),
    );
  });
  return examples;
}

function columnPlaces(
  format: TableFormat,
  header: readonly string[] | undefined,
  count: number,
  file: string,
  separator: string,
): Map<Column, number> {
  const placeOf = (column: Column): number => {
    if (typeof column === 'number') {
      if (column >= count)
        throw new LabError(
          `${file} has no column ${column}, only ${count} (counted from 0): correct the card.`,
        );
      return column;
    }
    if (!header)
      throw new LabError(
        `The card names the column '${column}' of ${file}, which has no header: give its number counted from 0.`,
      );
    const place = header.indexOf(column.trim());
    if (place < 0) throw missingColumn(column, header, file, separator);
    const again = header.indexOf(column.trim(), place + 1);
    if (again >= 0)
      throw new LabError(
        `${file} has the column '${column}' twice (${place} and ${again}, counted from 0): give the number of the right one in the card.`,
      );
    return place;
  };
  return new Map(columnsOf(format).map((column) => [column, placeOf(column)]));
}

function missingColumn(column: string, header: readonly string[], file: string, separator: string): LabError {
  const other =
    header.length === 1 &&
    [',', ';', '|', '\t'].find((sign) => sign !== separator && header[0]!.includes(sign));
  if (other)
    return new LabError(
      `${file} has no column '${column}' but one that holds '${other === '\t' ? '\\t' : other}': did the card mean "separator": ${JSON.stringify(other)}?`,
    );
  const nearest = nearestName(column, header);
  return new LabError(
    `${file} has no column '${column}': ${nearest ? `did the card mean '${nearest}'?` : `it has ${header.join(', ')}.`}`,
  );
}
