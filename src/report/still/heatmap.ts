/** Heat maps of a plotly figure; contours are drawn as heat maps. */
import { html } from '../html';
import type { Axis } from './axis';
import { colourScale } from './colours';
import { type Marks, round, type TraceContext } from './trace';
import { itemsOf, numeric } from './values';

/** Cells a side; larger matrices are drawn as means of blocks. */
const mostCells = 80;
const mostWrittenCells = 400;

export function heatmapMarks({ trace }: TraceContext): Marks {
  const rows = itemsOf(trace.z).map(itemsOf);
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const xs = places(trace.x, columns);
  const ys = places(trace.y, rows.length);
  const colourOf = colourScale(trace, rows.flat());
  const block = Math.max(1, Math.ceil(Math.max(columns, rows.length) / mostCells));
  const isWritten =
    trace.texttemplate !== undefined && block === 1 && columns * rows.length <= mostWrittenCells;
  const written = itemsOf(trace.text).map(itemsOf);
  return {
    xs: withEdges(xs),
    ys: withEdges(ys),
    look: 'box',
    draw(x, y) {
      const columnSpans = spans(xs, x, block);
      return spans(ys, y, block).flatMap(([top, bottom], row) =>
        columnSpans.map(([left, right], column) => {
          const [width, height] = [right - left, bottom - top];
          const fill = colourOf(meanOf(rows, row * block, column * block, block));
          // A hair wider, so that no ground shows between two cells.
          const cell = html`<rect x="${round(left)}" y="${round(top)}" width="${round(width + 0.2)}" height="${round(height + 0.2)}" fill="${fill}"/>`;
          const text = isWritten ? textOf(written[row]?.[column] ?? rows[row]![column]) : '';
          if (text === '') return cell;
          return html`${cell}<text x="${round(left + width / 2)}" y="${round(top + height / 2 + 4)}" text-anchor="middle" stroke="#fff" stroke-width="2" paint-order="stroke">${text}</text>`;
        }),
      );
    },
  };
}

function places(given: unknown, count: number): unknown[] {
  const items = itemsOf(given);
  return Array.from({ length: count }, (_, i) => (i < items.length ? items[i] : i));
}

/** With the outer edges of the first and last cell, where numbers are. */
function withEdges(all: readonly unknown[]): readonly unknown[] {
  const numbers = all.map(numeric);
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined || last === undefined || numbers.includes(undefined)) return all;
  const half = (last - first) / 2 / Math.max(1, all.length - 1) || 0.5;
  return [first - half, ...all, last + half];
}

function textOf(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : '';
  return typeof value === 'string' ? value : '';
}

/** From pixel to pixel, in order, of every block of cells: each reaches half-way to the next. */
function spans(all: readonly unknown[], axis: Axis, block: number): [number, number][] {
  const positions = all.map((place) => axis.number(place) ?? Number.NaN);
  const half = (a: number, b: number) => (positions[b]! - positions[a]!) / 2;
  const last = positions.length - 1;
  const before = (i: number) => positions[i]! - (i > 0 ? half(i - 1, i) : last > 0 ? half(0, 1) : 0.5);
  const after = (i: number) =>
    positions[i]! + (i < last ? half(i, i + 1) : last > 0 ? half(last - 1, last) : 0.5);
  return Array.from({ length: Math.ceil(positions.length / block) }, (_, i): [number, number] => {
    const [a, b] = [before(i * block), after(Math.min(last, (i + 1) * block - 1))].map((at) =>
      axis.pixel(at),
    );
    return [Math.min(a!, b!), Math.max(a!, b!)];
  });
}

function meanOf(rows: readonly (readonly unknown[])[], row: number, column: number, block: number): unknown {
  if (block === 1) return rows[row]![column];
  let [sum, count] = [0, 0];
  for (const cells of rows.slice(row, row + block)) {
    for (const cell of cells.slice(column, column + block)) {
      const value = numeric(cell);
      if (value === undefined || !Number.isFinite(value)) continue;
      sum += value;
      count += 1;
    }
  }
  return count > 0 ? sum / count : undefined;
}
