/** Box plots of a plotly figure; violins are drawn as boxes too. */
import { type HtmlPart, html } from '../html';
import type { Axis } from './axis';
import { type Marks, round, type TraceContext } from './trace';
import { type Fields, fieldsOf, itemsOf, numeric, stringOr } from './values';

interface Box {
  readonly at: unknown;
  readonly quartiles: readonly [number, number, number];
  readonly whiskers: readonly [number, number];
  readonly outliers: readonly number[];
}

const half = 0.25;

export function boxMarks({ trace, name, colour, siblings, layout }: TraceContext): Marks {
  const horizontal = trace.orientation === 'h' || (trace.y === undefined && trace.x !== undefined);
  const boxes = boxesOf(trace, name, horizontal);
  const values = boxes.flatMap(({ whiskers, outliers }) => [...whiskers, ...outliers]);
  const places = boxes.map(({ at }) => at);
  const paint = stringOr(fieldsOf(trace.marker).color, stringOr(fieldsOf(trace.line).color, colour));
  const shared = (layout.boxmode === 'group' || layout.violinmode === 'group') && siblings.length > 1;
  const width = shared ? (2 * half) / siblings.length : 2 * half;
  const shift = shared ? (siblings.indexOf(trace) + 0.5) * width - half : 0;
  return {
    xs: horizontal ? values : places,
    ys: horizontal ? places : values,
    look: 'box',
    draw(x, y) {
      const [along, across] = horizontal ? [y, x] : [x, y];
      return boxes.map((box) => drawn(box, along, across));
    },
  };

  function drawn({ at, quartiles, whiskers, outliers }: Box, along: Axis, across: Axis): HtmlPart {
    const middle = along.number(at);
    if (middle === undefined) return '';
    const [a, center, b] = [-width / 2, 0, width / 2].map((by) => along.pixel(middle + shift + by)) as [
      number,
      number,
      number,
    ];
    const place = (value: number) => across.place(value) ?? 0;
    const point = (p: number, q: number) =>
      horizontal ? `${round(q)},${round(p)}` : `${round(p)},${round(q)}`;
    const [low, median, high] = quartiles.map(place) as [number, number, number];
    const [least, most] = whiskers.map(place) as [number, number];
    const path = [
      `M${point(a, low)}L${point(b, low)}L${point(b, high)}L${point(a, high)}Z`,
      `M${point(a, median)}L${point(b, median)}`,
      `M${point(center, low)}L${point(center, least)}M${point(center, high)}L${point(center, most)}`,
      ...outliers.map((value) => `M${point(center, place(value))}h0`),
    ].join('');
    return html`<path d="${path}" fill="${paint}" fill-opacity="0.3" stroke="${paint}" stroke-width="2" stroke-linecap="round"/>`;
  }
}

function boxesOf(trace: Fields, name: string, horizontal: boolean): Box[] {
  const values = itemsOf(horizontal ? trace.x : trace.y);
  const places = itemsOf(horizontal ? trace.y : trace.x);
  const groups = new Map<string, { at: unknown; values: number[] }>();
  for (const [index, value] of values.entries()) {
    const number = numeric(value);
    if (number === undefined || !Number.isFinite(number)) continue;
    const at = places.length > 0 ? places[index] : name;
    const group = groups.get(String(at)) ?? { at, values: [] };
    group.values.push(number);
    groups.set(String(at), group);
  }
  return [...groups.values()].map((group) => ({ at: group.at, ...summary(group.values) }));
}

/** Whiskers reach to the farthest value within 1.5 times the distance of the quartiles (Tukey 1977). */
function summary(values: readonly number[]): Omit<Box, 'at'> {
  const sorted = [...values].sort((a, b) => a - b);
  const quartiles = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share)) as [number, number, number];
  const reach = 1.5 * (quartiles[2] - quartiles[0]);
  const isInside = (value: number) => value >= quartiles[0] - reach && value <= quartiles[2] + reach;
  const inside = sorted.filter(isInside);
  return {
    quartiles,
    whiskers: [inside[0] ?? quartiles[0], inside.at(-1) ?? quartiles[2]],
    outliers: sorted.filter((value) => !isInside(value)),
  };
}

/** plotly's default: linear between the middles of n equal steps (Hyndman and Fan 1996, definition 5). */
function quantile(sorted: readonly number[], share: number): number {
  const at = Math.min(sorted.length - 1, Math.max(0, share * sorted.length - 0.5));
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (at - Math.floor(at)) * (above - below);
}
