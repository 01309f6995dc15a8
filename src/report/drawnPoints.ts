/** Which points of a figure are drawn: only numbers, and no more than a picture can show. */
import type { FigurePoint, FigureSeries, FigureSpecification } from './figureSpecification';

/** Lines of more points are thinned to about this many; a figure is some 700 pixels wide. */
export const mostLinePoints = 4000;

export interface DrawnSeries extends Omit<FigureSeries, 'points'> {
  readonly points: readonly FigurePoint[];
  /** The same points in stretches that lines join; between two stretches a point was left out. */
  readonly stretches: readonly (readonly FigurePoint[])[];
}

export interface DrawnFigure {
  readonly series: readonly DrawnSeries[];
  /** What is not drawn as it is, in a sentence for the reader; empty if all is. */
  readonly note: string;
}

/**
 * Leaves out points that are not finite numbers (on a logarithmic axis: not above zero), and thins lines so that every
 * stretch of equally many points keeps its first, lowest, highest and last.
 */
export function drawnPoints(figure: FigureSpecification): DrawnFigure {
  let leftOut = 0;
  let thinnedFrom = 0;
  let thinnedTo = 0;
  const series = figure.series.map((one): DrawnSeries => {
    const stretches: FigurePoint[][] = [[]];
    for (const point of one.points) {
      if (isDrawn(figure, point)) stretches.at(-1)!.push(withBounds(figure, point));
      else {
        leftOut += 1;
        if (stretches.at(-1)!.length > 0) stretches.push([]);
      }
    }
    const whole = stretches.filter((stretch) => stretch.length > 0);
    const count = whole.reduce((sum, { length }) => sum + length, 0);
    const isLine = one.style === 'line' || one.style === 'thin';
    if (!isLine || count <= mostLinePoints) return { ...one, stretches: whole, points: whole.flat() };
    const perBucket = Math.ceil((4 * count) / mostLinePoints);
    const thinned = whole.map((stretch) => thin(stretch, perBucket));
    const points = thinned.flat();
    thinnedFrom += count;
    thinnedTo += points.length;
    return { ...one, stretches: thinned, points };
  });
  const notes = [
    leftOut > 0
      ? `${counted(leftOut, 'point')} left out: not ${leftOut === 1 ? 'a finite number' : 'finite numbers'}${isLogarithmic(figure) ? ' above zero' : ''}.`
      : '',
    thinnedFrom > 0
      ? `${counted(thinnedFrom, 'point')}, drawn as ${grouped(thinnedTo)} that keep every high and low.`
      : '',
  ];
  return { series, note: notes.filter(Boolean).join(' ') };
}

/** The smallest and largest of many numbers, however many; undefined of none. */
export function extent(values: Iterable<number>): [number, number] | undefined {
  let range: [number, number] | undefined;
  for (const value of values) {
    if (!range) range = [value, value];
    else if (value < range[0]) range[0] = value;
    else if (value > range[1]) range[1] = value;
  }
  return range;
}

function isLogarithmic({ x, y }: FigureSpecification): boolean {
  return x.scale === 'log2' || y.scale === 'log2';
}

function fits(value: number, scale: string): boolean {
  return Number.isFinite(value) && (scale !== 'log2' || value > 0);
}

function isDrawn({ x, y }: FigureSpecification, point: FigurePoint): boolean {
  return fits(point.x, x.scale) && fits(point.y, y.scale);
}

/** Without an interval that has no end. */
function withBounds({ x, y }: FigureSpecification, point: FigurePoint): FigurePoint {
  const { low, high, ...rest } = point;
  if (low === undefined || high === undefined) return point;
  const scale = y.scale === 'rows' ? x.scale : y.scale;
  return fits(low, scale) && fits(high, scale) ? point : rest;
}

/** Of every `perBucket` points in a row the first, the lowest, the highest and the last, in their order. */
export function thin<Point extends { readonly y: number }>(
  points: readonly Point[],
  perBucket: number,
): Point[] {
  const kept: Point[] = [];
  for (let from = 0; from < points.length; from += perBucket) {
    const to = Math.min(points.length, from + perBucket);
    let [lowest, highest] = [from, from];
    for (let i = from; i < to; i++) {
      if (points[i]!.y < points[lowest]!.y) lowest = i;
      if (points[i]!.y > points[highest]!.y) highest = i;
    }
    const chosen = [...new Set([from, lowest, highest, to - 1])].sort((a, b) => a - b);
    for (const index of chosen) kept.push(points[index]!);
  }
  return kept;
}

function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
