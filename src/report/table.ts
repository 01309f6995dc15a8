/** A table whose cells carry the runs behind them: HTML for notebooks and reports, aligned text, a danfo frame. */
import type { DataFrame } from 'danfojs-node';
import type { MimeBundle } from './display';
import { type Html, html, lines } from './html';
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

  toHtml(): Html {
    const head = this.columns.map(({ name, align }) => html`<th style="text-align:${align}">${name}</th>`);
    const body = this.rows.map(
      (row) => html`<tr>${row.map((cell, i) => cellHtml(cell, this.columns[i]!))}</tr>`,
    );
    const note = this.note && html`<p class="note">${this.note}</p>`;
    return html`<table class="results"><caption style="text-align:left">${this.title}</caption><thead><tr>${head}</tr></thead><tbody>\n${lines(body)}\n</tbody></table>${note}`;
  }

  toDisplay(): MimeBundle {
    return { 'text/html': this.toHtml().toString(), 'text/plain': this.toText() };
  }
}

function cellHtml({ text, runs = [], note, mark }: Cell, { align }: Column): Html {
  const ids = runs.map((run) => run.slice(0, 10));
  const receipt = ids.length > 0 ? `${ids.length === 1 ? 'run' : 'runs'} ${ids.join(', ')}` : '';
  const title = [note, receipt].filter(Boolean).join('\n');
  // A number that wraps is hard to compare.
  const wrap = align === 'right' ? ';white-space:nowrap' : '';
  const attributes = [
    mark && html` class="${mark}"`,
    title && html` title="${title}"`,
    ids.length > 0 ? html` data-runs="${ids.join(' ')}"` : '',
  ];
  return html`<td style="text-align:${align}${wrap}"${attributes}>${mark === 'best' ? html`<b>${text}</b>` : text}</td>`;
}

/** A difference with its sign, three places. */
export function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
