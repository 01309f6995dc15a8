/** From the columns of one row, whatever file it stood in, to an example: one reading for JSON, tables and Parquet. */
import { LabError } from '../errors';
import { nearestName } from '../nearestName';
import type { Column, ColumnPlan, DatasetCard } from './card';
import type { RawExample } from './examples';
import { cleanLabel, isMissingMark, LabelReader } from './labelReading';

/** One row of a file. */
export interface Row {
  /** The line or entry and its file, to begin a sentence with. */
  readonly where: string;
  /** The value of a column; undefined where the row lacks it. */
  value(column: Column): unknown;
  /** Names of the columns that it has, for a hint at a misspelt one. */
  names(): readonly string[];
}

/** Every column that a plan names. */
export function columnsOf(plan: ColumnPlan): Column[] {
  const { text, secondText, label, labelColumns, target } = plan;
  return [text, secondText, label, labelColumns, target].flatMap((column) => column ?? []) as Column[];
}

/** Makes examples of rows as a card says. */
export class RowReader {
  private readonly first: readonly Column[];
  private readonly second: readonly Column[];
  private readonly labels: LabelReader;

  /** @param labelNames names of the plan's 'labelColumns', in their order */
  constructor(
    private readonly card: DatasetCard,
    private readonly plan: ColumnPlan,
    private readonly labelNames: readonly string[] = (plan.labelColumns ?? []).map(String),
  ) {
    this.first = listOf(plan.text);
    this.second = listOf(plan.secondText);
    this.labels = new LabelReader(card, plan.labelValues);
  }

  /** @throws LabError when a value is not what the card says */
  read(row: Row): RawExample {
    const text = textOf(row, this.first);
    const pair = this.second.length > 0 ? { text, secondText: textOf(row, this.second) } : { text };
    const { plan, card } = this;
    if (plan.target !== undefined) {
      const target = this.target(row, plan.target);
      return target === undefined ? pair : { ...pair, target };
    }
    if (card.task === 'multi-label-classification') {
      const labels = plan.labelColumns
        ? this.markedLabels(row, plan.labelColumns)
        : this.labelList(row, plan.label!);
      return labels === undefined ? pair : { ...pair, labels };
    }
    if (plan.label === undefined) return pair;
    return { ...pair, label: this.label(row, plan.label) };
  }

  private label(row: Row, column: Column): string | undefined {
    const value = this.blankAllowed(row, column);
    if (value === undefined) return undefined;
    if (Array.isArray(value))
      throw new LabError(
        `${row.where} has a list as '${column}': set the task to 'multi-label-classification' in the card, or give each text one label.`,
      );
    const text = scalarText(row, column, value);
    if (this.card.task === 'language-modelling' && text.trim() === '') return undefined;
    return this.labels.name(text, row.where);
  }

  private labelList(row: Row, column: Column): string[] | undefined {
    const value = this.blankAllowed(row, column);
    if (value === undefined) return undefined;
    const entries = this.labelEntries(row, column, value);
    if (entries === undefined && this.card.onBlankLabel === 'none') return [];
    if (entries === undefined) return this.labels.name('', row.where) === undefined ? undefined : [];
    const names = entries.map((entry) => this.labels.name(entry, row.where));
    if (names.includes(undefined))
      throw new LabError(`${row.where} has an empty label among several: remove it or fill it in.`);
    return [...new Set(names as string[])];
  }

  /** Several labels in one value: a list, JSON, or parted by the card's separator. Undefined where it is blank. */
  private labelEntries(row: Row, column: Column, value: unknown): string[] | undefined {
    if (Array.isArray(value)) return value.map((entry) => scalarText(row, column, entry ?? ''));
    const text = cleanLabel(scalarText(row, column, value));
    if (text === '' || isMissingMark(text)) return undefined;
    const { labelSeparator: separator } = this.plan;
    // A separator may also stand at the end.
    if (separator !== undefined) return text.split(separator).filter((part) => part.trim() !== '');
    if (!text.startsWith('[')) return [text];
    try {
      return (JSON.parse(text) as unknown[]).map((entry) => scalarText(row, column, entry ?? ''));
    } catch (error) {
      if (error instanceof LabError) throw error;
      throw new LabError(
        `${row.where} has labels in brackets that are no JSON list (${text.slice(0, 40)}): write them as ["a", "b"], or parted by a character that the card names as 'labelSeparator'.`,
      );
    }
  }

  private markedLabels(row: Row, columns: readonly Column[]): string[] | undefined {
    const marks = columns.map((column) => {
      const text = scalarText(row, column, row.value(column) ?? missingAsBlank(row, column)).trim();
      if (/^(1(\.0*)?|true)$/i.test(text)) return true;
      if (/^(0(\.0*)?|false)$/i.test(text)) return false;
      if (text === '' || isMissingMark(text)) return undefined;
      throw new LabError(
        `${row.where} has '${text}' in the label column '${column}', which holds 1 or 0: correct the file, or 'labelColumns' in the card.`,
      );
    });
    if (marks.includes(undefined) && this.card.onBlankLabel !== 'none') {
      if (this.card.onBlankLabel === 'unlabelled') return undefined;
      throw new LabError(
        `${row.where} has neither 1 nor 0 in the label column '${columns[marks.indexOf(undefined)]}': fill it in, or set "onBlankLabel" in the card to "none" (the label does not apply) or "unlabelled" (the text is for pretraining only).`,
      );
    }
    return this.labelNames
      .filter((_, place) => marks[place])
      .map((name) => this.labels.listed(name, row.where));
  }

  private target(row: Row, column: Column): number | undefined {
    const value = this.blankAllowed(row, column);
    if (value === undefined) return undefined;
    const text = scalarText(row, column, value).trim();
    if (text === '' || isMissingMark(text)) {
      if (this.card.onBlankLabel === 'unlabelled') return undefined;
      throw new LabError(
        `${row.where} has no number as '${column}': fill it in, remove the row, or set "onBlankLabel": "unlabelled" in the card to use such texts for pretraining only.`,
      );
    }
    // Where a comma is decimal, a point would part thousands: 1.234 is not taken for 1,234.
    const number = this.plan.decimal === ',' ? text.replaceAll('.', '?').replace(',', '.') : text;
    if (decimalNumber.test(number) && Number.isFinite(Number(number))) return Number(number);
    const comma = this.plan.decimal !== ',' && decimalNumber.test(text.replace(',', '.'));
    throw new LabError(
      `${row.where} has '${text}' as '${column}', which is no finite number: ${comma ? 'set "decimal": "," in \'format\' of the card' : "correct the file, or 'target' in the card"}.`,
    );
  }

  /** A row's value, '' for null; undefined where the row lacks the column and may. */
  private blankAllowed(row: Row, column: Column): unknown {
    const value = row.value(column);
    if (value !== undefined) return value ?? '';
    const { task, onBlankLabel } = this.card;
    if (onBlankLabel === 'unlabelled' || task === 'language-modelling') return undefined;
    return missingAsBlank(row, column);
  }
}

const decimalNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function listOf(columns: Column | readonly Column[] | undefined): readonly Column[] {
  if (columns === undefined) return [];
  return typeof columns === 'object' ? columns : [columns];
}

/** Columns joined by a space. */
function textOf(row: Row, columns: readonly Column[]): string {
  const parts = columns.map((column) => {
    const value = row.value(column);
    // Of several columns one may be null: a review without a title.
    return value === null && columns.length > 1 ? '' : scalarText(row, column, value);
  });
  const joined = parts.join(' ').trim().toWellFormed();
  // An empty text would repeat every other empty text.
  if (joined === '') throw new LabError(`${row.where} has an empty text: remove the line or fill it in.`);
  return joined;
}

/** '' for a null; a row that lacks the column is refused. */
function missingAsBlank(row: Row, column: Column): string {
  if (row.value(column) === null) return '';
  return scalarText(row, column, undefined);
}

/** A value that is one word, number or truth value, as text. */
function scalarText(row: Row, column: Column, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value === undefined) {
    const nearest = nearestName(String(column), row.names());
    throw new LabError(
      `${row.where} has no '${column}': ${nearest ? `did the card mean '${nearest}'?` : 'add it or correct the card.'}`,
    );
  }
  throw new LabError(`${row.where} has a '${column}' that is neither text nor number: correct the file.`);
}
