/** Apache Parquet files, with every compression that Parquet knows except LZO. */
import { LabError } from '../errors';
import { requireMemory } from '../memory';
import { nearestName } from '../nearestName';
import type { DatasetCard, TextFormat } from './card';
import type { RawExample } from './examples';
import { columnsOf, RowReader } from './rowReading';

export type ParquetFormat = Extract<TextFormat, { kind: 'parquet' }>;

/** A file's columns, and its rows group by group, as they are stored. */
export interface ParquetTable {
  /** Names of the columns that hold one value or one list a row; those with fields of their own are left out. */
  readonly columns: readonly string[];
  /** Number of rows of each group. */
  readonly groups: readonly number[];
  /** The values of chosen columns, [columns][rows of the group]. @throws LabError where the file is damaged */
  read(columns: readonly string[], group: number): Promise<unknown[][]>;
}

/** Opens a file. @throws LabError when it is no Parquet file or damaged */
export async function openParquet(place: string, file: string): Promise<ParquetTable> {
  const [{ asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects }, { compressors }] =
    await Promise.all([import('hyparquet'), import('hyparquet-compressors')]);
  const sound = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    try {
      return await act();
    } catch (error) {
      throw new LabError(
        `${file} is no Parquet file that can be read (${(error as Error).message.split('\n')[0]}): write it again, or correct 'kind' in the card's format.`,
      );
    }
  };
  return sound(async () => {
    const buffer = await asyncBufferFromFile(place);
    const metadata = await parquetMetadataAsync(buffer);
    const groups = metadata.row_groups.map((group) => Number(group.num_rows));
    return {
      columns: columnsIn(metadata.schema),
      groups,
      async read(columns, group) {
        const rowStart = groups.slice(0, group).reduce((sum, rows) => sum + rows, 0);
        const rowEnd = rowStart + groups[group]!;
        const values: unknown[][] = [];
        // One after the other: of several that were begun together, only the first failure would be caught.
        for (const column of columns) {
          const read = () =>
            parquetReadObjects({ file: buffer, metadata, compressors, columns: [column], rowStart, rowEnd });
          const found = await sound(read);
          if (found.length !== rowEnd - rowStart)
            throw new LabError(
              `${file} holds ${found.length} values of '${column}' for ${rowEnd - rowStart} rows: write it again.`,
            );
          values.push(found.map((row) => row[column]));
        }
        return values;
      },
    };
  });
}

interface SchemaElement {
  readonly name: string;
  readonly num_children?: number;
}

/** Names of the columns with one leaf each. A schema is a tree written in depth-first order. */
function columnsIn(schema: readonly SchemaElement[]): string[] {
  const names: string[] = [];
  let place = 1;
  const leavesBelow = (): number => {
    const children = schema[place++]?.num_children ?? 0;
    let leaves = children === 0 ? 1 : 0;
    for (let child = 0; child < children && place < schema.length; child++) leaves += leavesBelow();
    return leaves;
  };
  while (place < schema.length) {
    const { name } = schema[place]!;
    if (leavesBelow() === 1) names.push(name);
  }
  return names;
}

/** The examples of a file. @throws LabError with the row, or naming a missing column */
export async function readParquet(
  card: DatasetCard,
  place: string,
  file: string,
  format: ParquetFormat,
): Promise<RawExample[]> {
  const table = await openParquet(place, file);
  const columns = [...new Set(columnsOf(format).map(String))];
  for (const column of columns) {
    if (table.columns.filter((name) => name === column).length > 1)
      throw new LabError(
        `${file} has the column '${column}' twice: write it again with one of them renamed.`,
      );
    if (table.columns.includes(column)) continue;
    const nearest = nearestName(column, table.columns);
    throw new LabError(
      `${file} has no column '${column}': ${nearest ? `did the card mean '${nearest}'?` : `it has ${table.columns.join(', ')}.`}`,
    );
  }
  const reader = new RowReader(card, format);
  const placeOf = new Map(columns.map((column, index) => [column, index]));
  const examples: RawExample[] = [];
  for (const [group, rows] of table.groups.entries()) {
    requireMemory();
    const values = await table.read(columns, group);
    for (let index = 0; index < rows; index++) {
      const number = examples.length + 1;
      if (number % 4096 === 0) requireMemory();
      examples.push(
        reader.read({
          where: `Row ${number} of ${file}`,
          value: (column) => values[placeOf.get(String(column))!]![index] ?? null,
          names: () => table.columns,
        }),
      );
    }
  }
  return examples;
}
