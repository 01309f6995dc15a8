/** A figure's specification as a small still picture: for paper, for e-mail, for viewers without scripts. */
import { type DrawnSeries, drawnPoints, extent } from './drawnPoints';
import type {
  FigureAxis,
  FigureLine,
  FigurePoint,
  FigureSeries,
  FigureSpecification,
  FigureSymbol,
} from './figureSpecification';
import { lines as below, Html, type HtmlPart, html } from './html';
import { niceTicks } from './niceTicks';
import { xmlText } from './xmlText';

const width = 760;
const margin = { left: 64, right: 24, top: 40, bottom: 52 };
const ink = '#5f6670';
const grid = '#8a8f98';

export function svgOf(figure: FigureSpecification): Html {
  const rows = figure.y.scale === 'rows';
  const longest = (figure.y.labels ?? []).reduce((most, { length }) => Math.max(most, length), 0);
  const { series, note } = drawnPoints(figure);
  const left = rows ? Math.min(380, 20 + longest * 6.6) : margin.left;
  const legend = legendOf(series, left);
  const top = 14 + legend.height;
  const height = Math.max(figure.height, top + 120);
  const noteHeight = note ? 16 : 0;
  const plot = { left, right: width - margin.right, top, bottom: height - margin.bottom - noteHeight };
  const points = series.flatMap((one) => one.points);
  const lines = (figure.lines ?? []).filter(
    ({ axis, at }) => Number.isFinite(at) && (figure[axis].scale !== 'log2' || at > 0),
  );
  const x = scaleOf(figure.x, spread(points, rows, 'x', lines), plot.left, plot.right);
  const y = scaleOf(figure.y, spread(points, rows, 'y', lines), plot.bottom, plot.top);
  const parts = [
    ...y.ticks.map((tick, i) => {
      const at = round(y.place(tick));
      return html`<line x1="${plot.left}" x2="${plot.right}" y1="${at}" y2="${at}" stroke="${grid}" stroke-opacity="0.3"/><text x="${plot.left - 8}" y="${at + 4}" text-anchor="end">${y.labels[i]!}</text>`;
    }),
    ...x.ticks.map((tick, i) => {
      const at = round(x.place(tick));
      return html`<line x1="${at}" x2="${at}" y1="${plot.bottom}" y2="${plot.bottom + 5}" stroke="${ink}"/><text x="${at}" y="${plot.bottom + 19}" text-anchor="middle">${x.labels[i]!}</text>`;
    }),
    html`<line x1="${plot.left}" x2="${plot.right}" y1="${plot.bottom}" y2="${plot.bottom}" stroke="${ink}"/>`,
    ...lines.map(({ axis, at, label }) => {
      const [from, to] = axis === 'x' ? [x.place(at), x.place(at)] : [plot.left, plot.right];
      const [above, below] = axis === 'x' ? [plot.top, plot.bottom] : [y.place(at), y.place(at)];
      const text =
        axis === 'x'
          ? html`<text x="${round(from)}" y="${plot.top - 4}" text-anchor="middle">${label}</text>`
          : html`<text x="${plot.right}" y="${round(above) - 4}" text-anchor="end">${label}</text>`;
      return html`<line x1="${round(from)}" x2="${round(to)}" y1="${round(above)}" y2="${round(below)}" stroke="${ink}" stroke-dasharray="2 3"/>${text}`;
    }),
    ...series.map((one) => draw(one, rows, x.place, y.place)),
    html`<text x="${(plot.left + plot.right) / 2}" y="${height - 12 - noteHeight}" text-anchor="middle">${figure.x.title}</text>`,
    note ? html`<text x="${plot.left}" y="${height - 6}" font-size="11">${note}</text>` : '',
    rows
      ? ''
      : html`<text transform="translate(16 ${(plot.top + plot.bottom) / 2}) rotate(-90)" text-anchor="middle">${figure.y.title}</text>`,
    legend.text,
  ];
  const picture = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="${ink}"><title>${figure.title}</title>\n${below(parts)}\n</svg>`;
  return new Html(xmlText(picture.toString()));
}

interface Scale {
  readonly ticks: readonly number[];
  readonly labels: readonly string[];
  place(value: number): number;
}

function spread(
  points: readonly FigurePoint[],
  rows: boolean,
  axis: 'x' | 'y',
  lines: readonly FigureLine[],
): [number, number] {
  const intervals = rows ? axis === 'x' : axis === 'y';
  const values = points.flatMap((point) =>
    intervals ? [point[axis], point.low ?? point[axis], point.high ?? point[axis]] : [point[axis]],
  );
  for (const line of lines) if (line.axis === axis) values.push(line.at);
  return extent(values) ?? [1, 2];
}

function scaleOf(axis: FigureAxis, [low, high]: [number, number], from: number, to: number): Scale {
  const log = axis.scale === 'log2';
  const transform = log ? Math.log2 : (value: number) => value;
  let [start, end] = axis.range ?? [low, high];
  if (!axis.range && !log) {
    const room = (end / 2 - start / 2 || Math.abs(end) / 2 || 0.5) * 0.12;
    [start, end] = [clamped(start - room), clamped(end + room)];
  }
  const ticks = axis.ticks ?? niceTicks(start, end);
  const [a, b] = [transform(start), transform(end)];
  return {
    ticks,
    labels: axis.labels ?? ticks.map((tick) => String(Number(tick.toPrecision(6)))),
    place: (value) => {
      // Halves, because the distance of two large numbers may be none.
      const share = b === a ? 0.5 : (transform(value) / 2 - a / 2) / (b / 2 - a / 2);
      // Intervals may reach beyond a stated range: they end at its edge.
      return from + (axis.range ? Math.min(1, Math.max(0, share)) : share) * (to - from);
    },
  };
}

function clamped(value: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));
}

type Place = (value: number) => number;

/** More marks than this are drawn without their receipts, which would weigh more than the picture. */
const mostReceipts = 2000;

function draw(series: DrawnSeries, rows: boolean, px: Place, py: Place): HtmlPart {
  const { points, colour, symbol, style } = series;
  const line = (attributes: Html) => lines(series, px, py, attributes);
  // The receipt: hovering tells the runs.
  const mark = (point: FigurePoint, size: number, opacity = 1) =>
    html`<g opacity="${opacity}"><title>${series.name}, ${point.label}: run ${point.runs.map((run) => run.slice(0, 10)).join(', ')}</title>${shape(symbol, px(point.x), py(point.y), size, colour)}</g>`;
  if (style === 'thin') {
    return line(html`stroke-opacity="0.35"`);
  }
  if (style === 'dots') {
    if (points.length > mostReceipts) return crowd(series, px, py);
    return points.map((point) => mark(point, 2.6, 0.45));
  }
  const bounded = points.filter((point) => point.low !== undefined && point.high !== undefined);
  if (style === 'interval') {
    const whiskers = bounded.map((point) => {
      const [low, high] = [point.low!, point.high!];
      return rows
        ? html`<line x1="${round(px(low))}" x2="${round(px(high))}" y1="${round(py(point.y))}" y2="${round(py(point.y))}" stroke="${colour}" stroke-width="2"/>`
        : html`<line x1="${round(px(point.x))}" x2="${round(px(point.x))}" y1="${round(py(low))}" y2="${round(py(high))}" stroke="${colour}" stroke-width="2"/>`;
    });
    return [whiskers, points.map((point) => mark(point, 4.5))];
  }
  const bands = series.stretches.map((stretch) => band(stretch, colour, px, py));
  const markers = points.length <= 12 ? points.map((point) => mark(point, 4.5)) : '';
  return [bands, line(html`stroke-width="2"`), markers];
}

/** A line for each stretch; a dot for a point that stands alone between two gaps. */
function lines({ stretches, colour }: DrawnSeries, px: Place, py: Place, attributes: Html): HtmlPart {
  return stretches.map((stretch) => {
    const path = stretch.map(({ x, y }) => `${round(px(x))},${round(py(y))}`);
    if (path.length > 1) {
      return html`<polyline points="${path.join(' ')}" fill="none" stroke="${colour}" ${attributes}/>`;
    }
    const [alone] = stretch;
    return html`<circle cx="${round(px(alone!.x))}" cy="${round(py(alone!.y))}" r="1.5" fill="${colour}"/>`;
  });
}

function band(points: readonly FigurePoint[], colour: string, px: Place, py: Place): HtmlPart {
  const bounded = points.filter((point) => point.low !== undefined && point.high !== undefined);
  if (bounded.length < 2) return '';
  const edge = [
    ...bounded.map((point) => `${round(px(point.x))},${round(py(point.high!))}`),
    ...[...bounded].reverse().map((point) => `${round(px(point.x))},${round(py(point.low!))}`),
  ];
  return html`<polygon points="${edge.join(' ')}" fill="${colour}" fill-opacity="0.13"/>`;
}

/** Dots that are too many to tell apart: one for all that fall on the same pixel. */
function crowd({ points, colour }: DrawnSeries, px: Place, py: Place): Html {
  const places = new Set(points.map(({ x, y }) => `${Math.round(px(x))},${Math.round(py(y))}`));
  const dots = [...places].map((place) => `M${place}h0`).join('');
  return html`<path d="${dots}" stroke="${colour}" stroke-opacity="0.45" stroke-width="4" stroke-linecap="round"/>`;
}

function shape(symbol: FigureSymbol, x: number, y: number, r: number, colour: string): Html {
  const at = (dx: number, dy: number) => `${round(x + dx * r)},${round(y + dy * r)}`;
  const polygon = (...corners: string[]) => html`<polygon points="${corners.join(' ')}" fill="${colour}"/>`;
  switch (symbol) {
    case 'square':
      return polygon(at(-0.9, -0.9), at(0.9, -0.9), at(0.9, 0.9), at(-0.9, 0.9));
    case 'diamond':
      return polygon(at(0, -1.3), at(1.1, 0), at(0, 1.3), at(-1.1, 0));
    case 'triangle-up':
      return polygon(at(0, -1.2), at(1.1, 0.9), at(-1.1, 0.9));
    case 'cross':
      return html`<path d="M${at(-1.1, 0)}L${at(1.1, 0)}M${at(0, -1.1)}L${at(0, 1.1)}" stroke="${colour}" stroke-width="2.4"/>`;
    case 'x':
      return html`<path d="M${at(-0.9, -0.9)}L${at(0.9, 0.9)}M${at(-0.9, 0.9)}L${at(0.9, -0.9)}" stroke="${colour}" stroke-width="2.4"/>`;
    default:
      return html`<circle cx="${round(x)}" cy="${round(y)}" r="${r}" fill="${colour}"/>`;
  }
}

function legendOf(
  series: readonly Omit<FigureSeries, 'points'>[],
  left: number,
): { text: Html[]; height: number } {
  let x = left;
  let y = 16;
  const entries: Html[] = [];
  for (const { name, symbol, colour } of series.filter((entry) => entry.legend)) {
    const room = 30 + name.length * 6.6;
    if (x + room > width - margin.right && x > left) {
      x = left;
      y += 18;
    }
    entries.push(
      html`${shape(symbol, x + 6, y - 4, 4.5, colour)}<text x="${x + 16}" y="${y}">${name}</text>`,
    );
    x += room;
  }
  return { text: entries, height: entries.length > 0 ? y + 6 : 0 };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
