/** A danfo frame as an HTML table and as aligned text. Recognised by its shape: this file loads no danfo. */
import { excerpt } from '../excerpt';
import { html, lines } from './html';

/** What is read of danfo's DataFrame and Series. */
export interface FrameLike {
  readonly columns: readonly string[];
  readonly index: readonly (string | number)[];
  readonly values: readonly unknown[];
}

/** More rows than this are counted, not shown. */
const mostRows = 60;
const longestText = 400;
const significantDigits = 5;

export function isFrame(value: unknown): value is FrameLike {
  const frame = value as FrameLike | null;
  return (
    typeof frame === 'object' &&
    frame !== null &&
    Array.isArray(frame.columns) &&
    Array.isArray(frame.index) &&
    Array.isArray(frame.values)
  );
}

export function frameBundle(frame: FrameLike): { 'text/html': string; 'text/plain': string } {
  const rows = frame.values.slice(0, mostRows).map((row) => (Array.isArray(row) ? row : [row]) as unknown[]);
  // danfo numbers the rows of a frame that has no index of its own: such numbers say nothing.
  const numbered = frame.index.every((label, position) => label === position || label === String(position));
  const head = [...(numbered ? [] : ['']), ...frame.columns.map(String)];
  const body = rows.map((row, position) => [...(numbered ? [] : [frame.index[position]]), ...row]);
  const right = head.map((_, column) => body.some((row) => typeof row[column] === 'number'));
  const hidden = frame.values.length - rows.length;
  const more = hidden > 0 ? `${hidden} more rows` : '';
  return { 'text/html': tableOf(head, body, right, more), 'text/plain': text(head, body, right, more) };
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') {
    return Number.isInteger(value) || !Number.isFinite(value)
      ? String(value)
      : String(Number(value.toPrecision(significantDigits)));
  }
  return excerpt(String(value), longestText);
}

function tableOf(head: string[], body: unknown[][], right: boolean[], more: string): string {
  const align = (column: number) => html` style="text-align:${right[column] ? 'right' : 'left'}"`;
  const headCells = head.map((name, column) => html`<th${align(column)}>${name}</th>`);
  const rows = body.map(
    (row) => html`<tr>${row.map((value, column) => html`<td${align(column)}>${cellText(value)}</td>`)}</tr>`,
  );
  const table = html`<table><thead><tr>${headCells}</tr></thead><tbody>\n${lines(rows)}\n</tbody></table>`;
  return html`${table}${more && html`<p>${more}</p>`}`.toString();
}

function text(head: string[], body: unknown[][], right: boolean[], more: string): string {
  const cells = [head, ...body.map((row) => row.map((value) => cellText(value).replace(/\s+/g, ' ')))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => (right[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [line(cells[0]!), rule, ...cells.slice(1).map(line), ...(more ? [more] : [])].join('\n');
}
