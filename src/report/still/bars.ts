/** Bars and histograms of a plotly figure. */
import { extent } from '../drawnPoints';
import { html } from '../html';
import { niceTicks } from '../niceTicks';
import { colourScale } from './colours';
import { type Marks, round, type TraceContext } from './trace';
import { type Fields, fieldsOf, itemsOf, numberOr, numeric, stringOr } from './values';

interface Bar {
  /** Where it stands, and how wide it is, along the axis of the bars. */
  readonly at: unknown;
  readonly width?: number;
  readonly size: unknown;
  readonly index: number;
}

/** Share of the distance between two bars that they fill. */
const filled = 0.8;

export function barMarks(context: TraceContext): Marks {
  const { trace } = context;
  return drawnBars(context, barsOf(trace), isHorizontal(trace));
}

function isHorizontal({ orientation, x, y }: Fields): boolean {
  return orientation === 'h' || (orientation === undefined && y === undefined && x !== undefined);
}

function barsOf(trace: Fields): Bar[] {
  const horizontal = isHorizontal(trace);
  const sizes = itemsOf(horizontal ? trace.x : trace.y);
  const places = itemsOf(horizontal ? trace.y : trace.x);
  return sizes.map((size, index) => ({ at: places.length > 0 ? places[index] : index, size, index }));
}

function drawnBars(
  { trace, layout, colour, siblings }: TraceContext,
  bars: readonly Bar[],
  horizontal: boolean,
): Marks {
  const stacked = layout.barmode === 'stack' || layout.barmode === 'relative';
  const grouped = !stacked && layout.barmode !== 'overlay' && siblings.length > 1;
  const turn = siblings.indexOf(trace);
  const before = stacked ? siblings.slice(0, turn).map(barsOf) : [];
  const spans = bars.map((bar) => span(bar, before, itemsOf(trace.base)[bar.index] ?? trace.base));
  const ends = spans.flat();
  const places = withRoom(bars, numberOr(trace.width, undefined));
  const marker = fieldsOf(trace.marker);
  const colours = itemsOf(marker.color);
  const scale = colourScale(marker, colours);
  const colourAt = (index: number) => {
    const own = colours[index];
    if (typeof own === 'string') return own;
    return colours.length > 0 ? scale(own) : stringOr(marker.color, colour);
  };
  return {
    xs: horizontal ? ends : places,
    ys: horizontal ? places : ends,
    fromZero: horizontal ? 'x' : 'y',
    look: 'box',
    draw(x, y) {
      const [along, across] = horizontal ? [y, x] : [x, y];
      const distance = closest(bars.map(({ at }) => along.number(at)));
      return bars.map(({ at, width, index }, i) => {
        const middle = along.number(at);
        const [from, to] = spans[i]!.map((value) => across.place(value));
        if (middle === undefined || from === undefined || to === undefined) return '';
        const whole = width ?? numberOr(trace.width, distance * filled);
        const share = grouped ? whole / siblings.length : whole;
        const start = middle - whole / 2 + (grouped ? turn * share : 0);
        const [a, b] = [along.pixel(start), along.pixel(start + share)];
        const [left, right] = [Math.min(a, b), Math.max(a, b)];
        const [near, far] = [Math.min(from, to), Math.max(from, to)];
        const paint = html`fill="${colourAt(index)}" fill-opacity="${numberOr(marker.opacity ?? trace.opacity, 1)}"`;
        return horizontal
          ? html`<rect x="${round(near)}" y="${round(left)}" width="${round(far - near)}" height="${round(right - left)}" ${paint}/>`
          : html`<rect x="${round(left)}" y="${round(near)}" width="${round(right - left)}" height="${round(far - near)}" ${paint}/>`;
      });
    },
  };
}

/** From where to where a bar reaches: from zero, from its base, or from the end of those it stands on. */
function span(bar: Bar, before: readonly Bar[][], base: unknown): [unknown, unknown] {
  const size = numeric(bar.size);
  if (size === undefined || !Number.isFinite(size)) return [bar.size, bar.size];
  let from = numeric(base) ?? 0;
  for (const bars of before) {
    const below = numeric(bars.find(({ at }) => String(at) === String(bar.at))?.size);
    if (below !== undefined && Number.isFinite(below) && below < 0 === size < 0) from += below;
  }
  return [from, from + size];
}

/** Where the bars stand; where that is numbers, also the outer sides of all. */
function withRoom(bars: readonly Bar[], given: number | undefined): readonly unknown[] {
  const places = bars.map(({ at }) => at);
  const numbers = places.map(numeric);
  const range = extent(numbers.filter((at) => at !== undefined));
  if (!range || numbers.includes(undefined)) return places;
  const half = (bars[0]!.width ?? given ?? closest(numbers) * filled) / 2;
  return [range[0] - half, ...places, range[1] + half];
}

/** The smallest distance of two bars. */
function closest(places: readonly (number | undefined)[]): number {
  const sorted = [...new Set(places.filter((at) => at !== undefined))].sort((a, b) => a - b);
  const distances = sorted.slice(1).map((at, i) => at - sorted[i]!);
  return extent(distances)?.[0] ?? 1;
}

/** Undefined where bins hold anything but counts: drawing counts for them would be wrong. */
export function histogramMarks(context: TraceContext): Marks | undefined {
  const { trace } = context;
  if (trace.histfunc !== undefined && trace.histfunc !== 'count') return undefined;
  const horizontal = trace.x === undefined;
  const values = itemsOf(horizontal ? trace.y : trace.x).filter(
    (value) => value !== null && value !== undefined,
  );
  const numbers = values.map(numeric);
  const bins = numbers.every((value) => value !== undefined)
    ? numericBins(trace, numbers, fieldsOf(horizontal ? trace.ybins : trace.xbins), horizontal)
    : categoryBins(values);
  const total = bins.reduce((sum, { count }) => sum + count, 0) || 1;
  const norm = stringOr(trace.histnorm, '');
  let running = 0;
  const bars = bins.map(({ at, width, count }, index): Bar => {
    const share = norm.includes('density') ? count / (width ?? 1) : count;
    const size = norm.startsWith('percent')
      ? (100 * share) / total
      : norm.startsWith('probability')
        ? share / total
        : share;
    running += size;
    return { at, width, index, size: fieldsOf(trace.cumulative).enabled === true ? running : size };
  });
  // Histograms of several traces lie over each other here, see-through.
  const overlaid = { ...context, siblings: [trace], layout: { ...context.layout, barmode: 'overlay' } };
  const faint =
    context.siblings.length > 1 && trace.opacity === undefined ? { ...trace, opacity: 0.6 } : trace;
  return drawnBars({ ...overlaid, trace: faint, siblings: [faint] }, bars, horizontal);
}

interface Bin {
  readonly at: unknown;
  readonly width?: number;
  count: number;
}

function numericBins(trace: Fields, values: readonly number[], given: Fields, horizontal: boolean): Bin[] {
  const finite = values.filter(Number.isFinite);
  const [lowest, highest] = extent(finite) ?? [0, 1];
  const most = numberOr(horizontal ? trace.nbinsy : trace.nbinsx, Math.ceil(Math.sqrt(finite.length)) || 1);
  const size = numberOr(given.size, roundWidth((highest - lowest) / Math.min(most, 200)));
  const start = numberOr(given.start, Math.floor(lowest / size) * size);
  const count = Math.max(1, Math.floor((numberOr(given.end, highest) - start) / size + 1e-9) + 1);
  const bins = Array.from(
    { length: Math.min(count, 5000) },
    (_, i): Bin => ({
      at: start + (i + 0.5) * size,
      width: size,
      count: 0,
    }),
  );
  for (const value of finite) {
    const bin = bins[Math.floor((value - start) / size)];
    if (bin) bin.count += 1;
  }
  return bins;
}

function roundWidth(raw: number): number {
  const [first = 0, second = 1] = niceTicks(0, 5 * raw);
  return raw > 0 ? second - first : 1;
}

function categoryBins(values: readonly unknown[]): Bin[] {
  const bins = new Map<string, Bin>();
  for (const value of values) {
    const bin = bins.get(String(value)) ?? { at: String(value), count: 0 };
    bin.count += 1;
    bins.set(String(value), bin);
  }
  return [...bins.values()];
}
