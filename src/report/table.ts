/** A table whose cells carry the runs behind them: HTML for notebooks and reports, aligned text, a danfo frame. */
import type { DataFrame } from 'danfojs-node';
import type { MimeBundle } from './display';
import { escapeHtml } from './escapeHtml';
import { textTable } from './textTable';

export interface Cell {
  /** As it is read: '0.631 ± 0.012'. */
  readonly text: string;
  /** The number itself, for frames. */
  readonly value?: number | string | null;
  /** Receipts: ids of the runs that it was computed from. */
  readonly runs?: readonly string[];
  /** More than fits the cell, shown on hovering. */
  readonly note?: string;
  /** Stands out: the best of its column, a failure. */
  readonly mark?: 'best' | 'warning';
}

export interface Column {
  readonly name: string;
  readonly align: 'left' | 'right';
}

export class Table {
  constructor(
    readonly title: string,
    readonly columns: readonly Column[],
    readonly rows: readonly (readonly Cell[])[],
    /** What one must know to read it. */
    readonly note = '',
  ) {}

  /** Every run behind a cell. */
  runs(): string[] {
    return [...new Set(this.rows.flat().flatMap((cell) => cell.runs ?? []))];
  }

  /** As a danfo frame, numbers as numbers. */
  async frame(): Promise<DataFrame> {
    const { DataFrame } = await import('danfojs-node');
    const values = this.rows.map((row) =>
      row.map((cell) => (cell.value === undefined ? cell.text : cell.value)),
    );
    return new DataFrame(values, { columns: this.columns.map(({ name }) => name) });
  }

  toText(): string {
    const table = textTable(
      this.columns.map(({ name }) => name),
      this.rows.map((row) => row.map((cell) => cell.text)),
    );
    return [this.title, '', table, ...(this.note ? ['', this.note] : [])].join('\n');
  }

  toHtml(): string {
    const head = this.columns
      .map(({ name, align }) => `<th style="text-align:${align}">${escapeHtml(name)}</th>`)
      .join('');
    // A number that wraps is hard to compare.
    const align = this.columns.map(
      (column) =>
        ` style="text-align:${column.align}${column.align === 'right' ? ';white-space:nowrap' : ''}"`,
    );
    const body = this.rows
      .map((row) => `<tr>${row.map((cell, i) => cellHtml(cell, align[i]!)).join('')}</tr>`)
      .join('\n');
    const note = this.note ? `<p class="note">${escapeHtml(this.note)}</p>` : '';
    return `<table class="results"><caption style="text-align:left">${escapeHtml(this.title)}</caption><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>${note}`;
  }

  toDisplay(): MimeBundle {
    return { 'text/html': this.toHtml(), 'text/plain': this.toText() };
  }
}

function cellHtml({ text, runs = [], note, mark }: Cell, align: string): string {
  const receipt =
    runs.length > 0
      ? `${runs.length === 1 ? 'run' : 'runs'} ${runs.map((run) => run.slice(0, 10)).join(', ')}`
      : '';
  const title = [note, receipt].filter(Boolean).join('\n');
  const attributes = [
    align,
    mark ? ` class="${mark}"` : '',
    title ? ` title="${escapeHtml(title)}"` : '',
    runs.length > 0 ? ` data-runs="${runs.map((run) => run.slice(0, 10)).join(' ')}"` : '',
  ].join('');
  const inner = escapeHtml(text);
  return `<td${attributes}>${mark === 'best' ? `<b>${inner}</b>` : inner}</td>`;
}

/** A difference with its sign, three places. */
export function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
