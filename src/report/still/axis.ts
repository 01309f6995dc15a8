/** One axis of a still picture: where a value lies, and what is written beside it. */
import { extent } from '../drawnPoints';
import { niceTicks } from '../niceTicks';
import { type Fields, itemsOf, numberOr, numeric, stringOr } from './values';

export type AxisKind = 'linear' | 'log' | 'date' | 'category';

export interface Tick {
  /** Pixels. */
  readonly at: number;
  readonly label: string;
}

/** What lies on an axis. */
export interface AxisContent {
  readonly values: readonly unknown[];
  /** Bars stand on it: zero belongs to the picture, and the last bar has room. */
  readonly fromZero: boolean;
}

/** Share of the range that is left free at both ends. */
const room = 0.05;
const mostCategories = 24;
const dateText = /^\d{4}-\d\d(-\d\d([ T]\d\d(:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?)?)?$/;

export class Axis {
  readonly kind: AxisKind;
  readonly ticks: readonly Tick[];
  /** Values that are no place on this axis, and were asked for. */
  leftOut = 0;
  private readonly categories: readonly string[];
  private readonly start: number;
  private readonly end: number;

  /** @param from pixel of the axis's beginning; `to`: of its end */
  constructor(
    readonly options: Fields,
    { values, fromZero }: AxisContent,
    private readonly from: number,
    private readonly to: number,
  ) {
    this.kind = kindOf(options.type, values);
    const named = itemsOf(options.categoryarray);
    this.categories =
      this.kind === 'category'
        ? [
            ...new Set(
              [...named, ...values].filter((value) => value !== null && value !== undefined).map(String),
            ),
          ]
        : [];
    [this.start, this.end] = this.range(values, fromZero);
    this.ticks = this.ticksOf();
  }

  /** The pixel of a value; undefined for what has no place here. Numbers that are not finite are counted. */
  place(value: unknown): number | undefined {
    const number = this.number(value);
    if (number !== undefined) return this.pixel(number);
    if (typeof value === 'number') this.leftOut += 1;
    return undefined;
  }

  /** The pixel of a position: an index of a category, a logarithm, milliseconds, or the value itself. */
  pixel(position: number): number {
    const share =
      this.end === this.start ? 0.5 : (position / 2 - this.start / 2) / (this.end / 2 - this.start / 2);
    return this.from + share * (this.to - this.from);
  }

  /** The position of a value on the axis, before it becomes a pixel. */
  number(value: unknown): number | undefined {
    if (value === null || value === undefined) return undefined;
    if (this.kind === 'category') {
      const index = this.categories.indexOf(String(value));
      return index >= 0 ? index : undefined;
    }
    const number = this.kind === 'date' ? milliseconds(value) : numeric(value);
    if (number === undefined || !Number.isFinite(number)) return undefined;
    if (this.kind !== 'log') return number;
    return number > 0 ? Math.log10(number) : undefined;
  }

  private range(values: readonly unknown[], fromZero: boolean): [number, number] {
    const given = itemsOf(this.options.range);
    const [first, last] = [0, 1].map((i) =>
      this.kind === 'date' ? milliseconds(given[i]) : numeric(given[i]),
    );
    if (first !== undefined && last !== undefined && first !== last) return [first, last];
    const range = this.automaticRange(values, fromZero);
    return this.options.autorange === 'reversed' ? [range[1], range[0]] : range;
  }

  private automaticRange(values: readonly unknown[], fromZero: boolean): [number, number] {
    if (this.kind === 'category') return [-0.5, Math.max(0.5, this.categories.length - 0.5)];
    const zero =
      this.kind === 'linear' && (fromZero || /^(tozero|nonnegative)$/.test(String(this.options.rangemode)));
    const numbers = values.map((value) => this.number(value)).filter((value) => value !== undefined);
    const [low, high] = extent(zero ? [0, ...numbers] : numbers) ?? [0, 1];
    const free = (high / 2 - low / 2 || Math.abs(high) / 2 || 0.5) * (2 * room);
    return [zero && low === 0 ? 0 : low - free, zero && high === 0 ? 0 : high + free];
  }

  private ticksOf(): Tick[] {
    const { tickvals, ticktext, showticklabels, visible } = this.options;
    if (visible === false) return [];
    const labels = itemsOf(ticktext);
    const places = Array.isArray(tickvals)
      ? tickvals.map((value, i) => ({ position: this.number(value), label: String(labels[i] ?? value) }))
      : this.automaticTicks();
    const [low, high] = [Math.min(this.start, this.end), Math.max(this.start, this.end)];
    return places
      .filter(({ position }) => position !== undefined && position >= low && position <= high)
      .map(({ position, label }) => ({
        at: this.pixel(position!),
        label: showticklabels === false ? '' : label,
      }));
  }

  private automaticTicks(): { position: number | undefined; label: string }[] {
    const [low, high] = [Math.min(this.start, this.end), Math.max(this.start, this.end)];
    const written = (value: number) => {
      const { tickprefix, ticksuffix, tickformat } = this.options;
      return `${stringOr(tickprefix, '')}${formatted(value, stringOr(tickformat, ''))}${stringOr(ticksuffix, '')}`;
    };
    if (this.kind === 'category') {
      const every = Math.ceil(this.categories.length / mostCategories);
      return this.categories
        .map((label, position) => ({ label, position }))
        .filter(({ position }) => position % every === 0);
    }
    if (this.kind === 'date') return dateTicks(low, high);
    if (this.kind === 'log') {
      const powers = range(Math.ceil(low), Math.floor(high));
      if (powers.length >= 2) {
        return powers.map((power) => ({ position: power, label: written(10 ** power) }));
      }
      return niceTicks(10 ** low, 10 ** high)
        .filter((value) => value > 0)
        .map((value) => ({ position: Math.log10(value), label: written(value) }));
    }
    const step = numberOr(this.options.dtick, undefined);
    const steps =
      step && step > 0 && (high - low) / step < 100
        ? range(Math.ceil(low / step), Math.floor(high / step))
        : [];
    const ticks = steps.length > 0 ? steps.map((i) => i * step!) : niceTicks(low, high);
    return ticks.map((position) => ({ position, label: written(position) }));
  }
}

function kindOf(type: unknown, values: readonly unknown[]): AxisKind {
  if (type === 'linear' || type === 'log' || type === 'date' || type === 'category') return type;
  if (type === 'multicategory') return 'category';
  const known = values.filter((value) => value !== null && value !== undefined);
  if (known.every((value) => numeric(value) !== undefined)) return 'linear';
  const dates = known.every((value) => value instanceof Date || dateText.test(String(value)));
  return dates ? 'date' : 'category';
}

function milliseconds(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (!(value instanceof Date) && typeof value !== 'string') return undefined;
  // A date without zone is universal time, as in plotly.
  const text =
    typeof value === 'string' && /[ T]\d\d[^Z+]*$/.test(value) ? `${value.replace(' ', 'T')}Z` : value;
  const time = new Date(text).getTime();
  return Number.isFinite(time) ? time : undefined;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

/** The few forms of d3-format that axes use: '.2f', '.0%', ',d'. */
function formatted(value: number, format: string): string {
  const [, comma, places, kind] = /^(,?)(?:\.(\d+))?([%dfe]?)$/.exec(format) ?? [];
  if (kind === undefined || format === '') return String(Number(value.toPrecision(6)));
  if (kind === '%') return `${(value * 100).toFixed(Number(places ?? 0))}%`;
  if (kind === 'e') return value.toExponential(Number(places ?? 0));
  const digits = kind === 'd' ? 0 : Number(places ?? (kind === 'f' ? 6 : 0));
  return comma
    ? value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    : value.toFixed(digits);
}

const second = 1000;
const day = 86_400 * second;
/** Distances between two marks of time, and how much of the date tells them apart: characters of the ISO text. */
const dateSteps: readonly (readonly [number, number, number])[] = [
  [second, 11, 19],
  [10 * second, 11, 19],
  [60 * second, 11, 16],
  [600 * second, 11, 16],
  [3600 * second, 11, 16],
  [6 * 3600 * second, 5, 16],
  [day, 5, 10],
  [7 * day, 5, 10],
];

function dateTicks(low: number, high: number): { position: number; label: string }[] {
  const wanted = (high - low) / 6;
  const found = dateSteps.find(([step]) => step >= wanted);
  if (found) {
    const [step, from, to] = found;
    return range(Math.ceil(low / step), Math.floor(high / step)).map((i) => ({
      position: i * step,
      label: new Date(i * step).toISOString().slice(from, to).replace('T', ' '),
    }));
  }
  const months = [1, 3, 6, 12, 24, 60, 120, 600, 1200].find((count) => count * 30 * day >= wanted) ?? 6000;
  const first = Math.floor(monthOf(low) / months) * months;
  return range(0, Math.ceil((monthOf(high) - first) / months)).map((i) => {
    const month = first + i * months;
    const position = Date.UTC(Math.floor(month / 12), month % 12);
    return { position, label: new Date(position).toISOString().slice(0, months >= 12 ? 4 : 7) };
  });
}

function monthOf(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
