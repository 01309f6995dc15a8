/**
 * A still picture of a plotly figure, for pages that run no scripts: notebooks that were converted to HTML or are read
 * on a web site. It shows what was measured, not all of plotly's ornaments.
 */
import type { FigureLike } from '../figureLike';
import { type Html, type HtmlPart, html, lines } from '../html';
import { xmlText } from '../xmlText';
import { Axis } from './axis';
import { palette } from './colours';
import { marksOf } from './marks';
import { type Area, pie } from './pie';
import { type Marks, round } from './trace';
import { type Fields, fieldsOf, itemsOf, numberOr, numeric, stringOr, wordsOf } from './values';

const width = 760;
const margin = { left: 68, right: 28, rightAxis: 72, bottom: 52 };
const ink = '#5f6670';
const grid = '#8a8f98';
const lineHeight = 18;
/** Pixels a character takes, about. */
const character = 6.6;
/** The widest column of names beside an axis. */
const mostLabelWidth = 260;

interface Part {
  readonly trace: Fields;
  readonly name: string;
  readonly colour: string;
  readonly type: string;
  /** Names of its axes: 'x', 'y2'. */
  readonly x: string;
  readonly y: string;
  readonly marks?: Marks;
}

/** SVG text; undefined if the figure holds nothing that a still picture can show. */
export function plotlyStill(figure: FigureLike): string | undefined {
  const layout = fieldsOf(figure.layout);
  const parts = partsOf(figure, layout);
  const drawable = parts.filter(({ marks, type }) => marks || type === 'pie');
  if (drawable.length === 0) return undefined;
  const title = wordsOf(layout.title);
  const legend = legendOf(parts, layout, title ? 26 : 8);
  const top = legend.bottom + 12;
  const height = Math.max(top + 160, Math.min(1200, numberOr(layout.height, 450)));
  const left = Math.max(margin.left, Math.min(mostLabelWidth, longestName(drawable) * character + 28));
  const right = width - (hasRightAxis(layout) ? margin.rightAxis : margin.right);
  const whole: Area = { left, right, top, bottom: height - margin.bottom };
  const axes = new Axes(layout, drawable, whole);
  const body: HtmlPart[] = [
    title ? html`<text x="${left}" y="18" font-size="15">${title}</text>` : '',
    legend.text,
    ...axes.frames(),
    ...shapesOf(layout, axes),
    ...drawable.map(({ marks, trace, x, y }) =>
      marks ? marks.draw(axes.of(x), axes.of(y)) : pie(trace, pieArea(trace, whole)),
    ),
    ...annotationsOf(layout, axes),
  ];
  const note = noteOf(parts, axes);
  const noted = note ? html`<text x="${left}" y="${height - 6}" font-size="11">${note}</text>` : '';
  const picture = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="${ink}"><title>${title || 'Figure'}</title>\n${lines([...body, noted].filter(isSomething))}\n</svg>`;
  return xmlText(picture.toString());
}

/** What is nothing takes no line. */
function isSomething(part: HtmlPart): boolean {
  return Array.isArray(part) ? part.some(isSomething) : part !== undefined && String(part) !== '';
}

function partsOf({ data }: FigureLike, layout: Fields): Part[] {
  const traces = data.map(fieldsOf).filter(({ visible }) => visible !== false && visible !== 'legendonly');
  const colourway = itemsOf(layout.colorway).filter((colour) => typeof colour === 'string');
  const colours = colourway.length > 0 ? colourway : palette;
  const axisOf = (trace: Fields, letter: 'x' | 'y') => stringOr(trace[`${letter}axis`], letter);
  return traces.map((trace, index) => {
    const type = stringOr(trace.type, 'scatter');
    const [x, y] = [axisOf(trace, 'x'), axisOf(trace, 'y')];
    const siblings = traces.filter(
      (other) =>
        stringOr(other.type, 'scatter') === type && axisOf(other, 'x') === x && axisOf(other, 'y') === y,
    );
    const own = stringOr(fieldsOf(trace.line).color, stringOr(fieldsOf(trace.marker).color, undefined));
    const colour = own ?? colours[index % colours.length]!;
    const name = wordsOf(trace.name) || `trace ${index + 1}`;
    return { trace, name, colour, type, x, y, marks: marksOf({ trace, layout, name, colour, siblings }) };
  });
}

/** The axes that the parts lie on, each made when all that lies on it is known. */
class Axes {
  private readonly made = new Map<string, Axis>();
  private readonly areas = new Map<string, readonly [number, number]>();

  constructor(
    private readonly layout: Fields,
    private readonly parts: readonly Part[],
    private readonly whole: Area,
  ) {
    for (const name of this.names()) {
      const letter = name[0] as 'x' | 'y';
      const on = parts.filter((part) => part[letter] === name && part.marks);
      const values = on.flatMap(({ marks }) => (letter === 'x' ? marks!.xs : marks!.ys));
      const fromZero = on.some(({ marks }) => marks!.fromZero === letter);
      const [from, to] = this.span(name);
      this.areas.set(name, [from, to]);
      this.made.set(name, new Axis(this.options(name), { values, fromZero }, from, to));
    }
  }

  of(name: string): Axis {
    return this.made.get(name)!;
  }

  /** The pixel of a value that refers to an axis ('x', 'y2', 'x domain') or to the whole ('paper'). */
  placed(value: unknown, reference: unknown, letter: 'x' | 'y'): number | undefined {
    const name = stringOr(reference, letter).replace(' domain', '');
    if (name !== 'paper' && name === reference) return this.made.get(name)?.place(value);
    const axis = this.made.get(name);
    if (reference === undefined) return axis?.place(value);
    const share = numeric(value);
    if (share === undefined || !Number.isFinite(share)) return undefined;
    const { left, right, top, bottom } = this.whole;
    const [from, to] = this.areas.get(name) ?? (letter === 'x' ? [left, right] : [bottom, top]);
    return from + share * (to - from);
  }

  /** Ticks, titles and lines of every axis. */
  frames(): HtmlPart[] {
    const pairs = new Map(this.parts.filter(({ marks }) => marks).map(({ x, y }) => [`${x} ${y}`, { x, y }]));
    return [...pairs.values()].map(({ x, y }) => this.frame(x, y));
  }

  isLogarithmic(): boolean {
    return [...this.made.values()].some(({ kind }) => kind === 'log');
  }

  leftOut(): number {
    return [...this.made.values()].reduce((sum, { leftOut }) => sum + leftOut, 0);
  }

  private frame(x: string, y: string): HtmlPart {
    const [left, right] = this.areas.get(x)!;
    const [bottom, top] = this.areas.get(y)!;
    const horizontal = this.of(x);
    const vertical = this.of(y);
    const isSecond = this.options(y).overlaying !== undefined;
    const edge = isSecond ? right + 8 : left - 8;
    const anchor = isSecond ? 'start' : 'end';
    const rows = vertical.ticks.map(({ at, label }) => {
      const line = isSecond
        ? ''
        : html`<line x1="${round(left)}" x2="${round(right)}" y1="${round(at)}" y2="${round(at)}" stroke="${grid}" stroke-opacity="0.3"/>`;
      return html`${line}<text x="${round(edge)}" y="${round(at) + 4}" text-anchor="${anchor}">${label}</text>`;
    });
    const slanted = horizontal.ticks.some(
      ({ label }) => label.length * character > (right - left) / Math.max(1, horizontal.ticks.length),
    );
    const columns = horizontal.ticks.map(({ at, label }) => {
      const place = html`x="${round(at)}" y="${round(bottom) + 18}"`;
      const turn = slanted
        ? html`text-anchor="end" transform="rotate(-25 ${round(at)} ${round(bottom) + 18})"`
        : html`text-anchor="middle"`;
      return html`<line x1="${round(at)}" x2="${round(at)}" y1="${round(bottom)}" y2="${round(bottom) + 5}" stroke="${ink}"/><text ${place} ${turn}>${label}</text>`;
    });
    const [below, beside] = [wordsOf(this.options(x).title), wordsOf(this.options(y).title)];
    const middle = (top + bottom) / 2;
    const besideAt = isSecond ? right + 44 : Math.max(14, left - 52);
    return [
      ...rows,
      ...columns,
      html`<line x1="${round(left)}" x2="${round(right)}" y1="${round(bottom)}" y2="${round(bottom)}" stroke="${ink}"/>`,
      below
        ? html`<text x="${round((left + right) / 2)}" y="${round(bottom) + 36}" text-anchor="middle">${below}</text>`
        : '',
      beside
        ? html`<text transform="translate(${round(besideAt)} ${round(middle)}) rotate(-90)" text-anchor="middle">${beside}</text>`
        : '',
    ];
  }

  private names(): string[] {
    return [...new Set(this.parts.flatMap(({ x, y, marks }) => (marks ? [x, y] : [])))];
  }

  private options(name: string): Fields {
    return fieldsOf(this.layout[`${name[0]}axis${name.slice(1)}`]);
  }

  /** From where to where the axis reaches: y axes grow upwards. */
  private span(name: string): [number, number] {
    const { left, right, top, bottom } = this.whole;
    const [from, to] = this.domain(name);
    return name.startsWith('x')
      ? [left + from * (right - left), left + to * (right - left)]
      : [bottom - from * (bottom - top), bottom - to * (bottom - top)];
  }

  private domain(name: string): [number, number] {
    const { domain, overlaying } = this.options(name);
    if (typeof overlaying === 'string' && overlaying !== name) return this.domain(overlaying);
    const [from, to] = itemsOf(domain).map(numeric);
    if (from !== undefined && to !== undefined && from < to) return [from, to];
    const { rows, columns, pattern, roworder } = fieldsOf(this.layout.grid);
    const isX = name.startsWith('x');
    const count = Math.max(1, numberOr(isX ? columns : rows, 1));
    const number = Number(name.slice(1) || 1) - 1;
    const across = Math.max(1, numberOr(columns, 1));
    const turn = pattern === 'independent' ? (isX ? number % across : Math.floor(number / across)) : number;
    const cell = Math.min(count - 1, turn);
    const place = isX || roworder === 'bottom to top' ? cell : count - 1 - cell;
    const gap = pattern === 'independent' ? 0.2 : 0.1;
    const size = 1 / (count + (count - 1) * gap);
    return [place * size * (1 + gap), place * size * (1 + gap) + size];
  }
}

function hasRightAxis(layout: Fields): boolean {
  return Object.entries(layout).some(
    ([name, options]) => /^yaxis\d+$/.test(name) && fieldsOf(options).overlaying !== undefined,
  );
}

function longestName(parts: readonly Part[]): number {
  let longest = 0;
  for (const { marks } of parts) {
    for (const value of marks?.ys ?? []) {
      if (typeof value === 'string' && numeric(value) === undefined)
        longest = Math.max(longest, value.length);
    }
  }
  return longest;
}

function legendOf(parts: readonly Part[], layout: Fields, top: number): { text: Html[]; bottom: number } {
  const shown = parts.filter(({ trace, marks }) => marks && trace.showlegend !== false);
  if (layout.showlegend === false || (shown.length < 2 && layout.showlegend !== true))
    return { text: [], bottom: top };
  let [x, y] = [margin.left, top + 14];
  const entries = shown.slice(0, 60).map(({ name, colour, marks }) => {
    const wide = 34 + name.length * character;
    if (x + wide > width - margin.right && x > margin.left) [x, y] = [margin.left, y + lineHeight];
    const paint = colour;
    const look = {
      line: html`<line x1="${x}" x2="${x + 18}" y1="${y - 4}" y2="${y - 4}" stroke="${paint}" stroke-width="2"/>`,
      dot: html`<circle cx="${x + 9}" cy="${y - 4}" r="3.5" fill="${paint}"/>`,
      box: html`<rect x="${x + 4}" y="${y - 9}" width="10" height="10" fill="${paint}"/>`,
    }[marks!.look];
    const entry = html`${look}<text x="${x + 24}" y="${y}">${name}</text>`;
    x = round(x + wide);
    return entry;
  });
  return { text: entries, bottom: y };
}

function pieArea(trace: Fields, { left, right, top, bottom }: Area): Area {
  const domain = fieldsOf(trace.domain);
  const [x0 = 0, x1 = 1] = itemsOf(domain.x).map(numeric);
  const [y0 = 0, y1 = 1] = itemsOf(domain.y).map(numeric);
  return {
    left: left + x0 * (right - left),
    right: left + x1 * (right - left),
    top: bottom - y1 * (bottom - top),
    bottom: bottom - y0 * (bottom - top),
  };
}

/** Straight lines and rectangles, where axes or the whole paper place them. */
function shapesOf(layout: Fields, axes: Axes): HtmlPart[] {
  return itemsOf(layout.shapes)
    .map(fieldsOf)
    .map((shape) => {
      const at = (value: unknown, name: unknown, letter: 'x' | 'y') => axes.placed(value, name, letter);
      const [x0, x1] = [shape.x0, shape.x1].map((value) => at(value, shape.xref, 'x'));
      const [y0, y1] = [shape.y0, shape.y1].map((value) => at(value, shape.yref, 'y'));
      if (x0 === undefined || x1 === undefined || y0 === undefined || y1 === undefined) return '';
      const stroke = stringOr(fieldsOf(shape.line).color, ink);
      if (shape.type === 'line') {
        return html`<line x1="${round(x0)}" x2="${round(x1)}" y1="${round(y0)}" y2="${round(y1)}" stroke="${stroke}" stroke-width="${numberOr(fieldsOf(shape.line).width, 2)}"/>`;
      }
      if (shape.type !== 'rect') return '';
      const fill = stringOr(shape.fillcolor, 'none');
      return html`<rect x="${round(Math.min(x0, x1))}" y="${round(Math.min(y0, y1))}" width="${round(Math.abs(x1 - x0))}" height="${round(Math.abs(y1 - y0))}" fill="${fill}" fill-opacity="${numberOr(shape.opacity, 1)}" stroke="${stroke}" stroke-width="${numberOr(fieldsOf(shape.line).width, 1)}"/>`;
    });
}

function annotationsOf(layout: Fields, axes: Axes): HtmlPart[] {
  return itemsOf(layout.annotations)
    .map(fieldsOf)
    .map(({ x, y, xref, yref, text, xanchor, visible }) => {
      const [px, py] = [axes.placed(x, xref, 'x'), axes.placed(y, yref, 'y')];
      const words = wordsOf(text);
      if (px === undefined || py === undefined || words === '' || visible === false) return '';
      const anchor = { left: 'start', right: 'end' }[String(xanchor)] ?? 'middle';
      return html`<text x="${round(px)}" y="${round(py) - 4}" text-anchor="${anchor}">${words}</text>`;
    });
}

function noteOf(parts: readonly Part[], axes: Axes): string {
  const missing = parts.filter(({ marks, type }) => !marks && type !== 'pie');
  const changed = [
    parts.some(({ type }) => type === 'violin') ? 'violins as boxes' : '',
    parts.some(({ type }) => type === 'contour') ? 'contours as a heat map' : '',
  ].filter(Boolean);
  const leftOut = axes.leftOut();
  return [
    leftOut > 0
      ? `${leftOut} ${leftOut === 1 ? 'value is' : 'values are'} left out: not finite${axes.isLogarithmic() ? ', or not above zero on a logarithmic axis' : ''}.`
      : '',
    changed.length > 0 ? `Drawn here: ${changed.join(', ')}.` : '',
    missing.length > 0
      ? `Drawn in JupyterLab alone: ${[...new Set(missing.map(({ type, name }) => `${name} (${type})`))].join(', ')}.`
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}
