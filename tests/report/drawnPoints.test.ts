import { parseXml } from '@rgrove/parse-xml';
import { describe, expect, it } from 'vitest';
import { curveFigure } from '../../src/report/curveFigure';
import { drawnPoints, extent, mostLinePoints } from '../../src/report/drawnPoints';
import { Figure } from '../../src/report/figure';
import type { FigureSpecification } from '../../src/report/figureSpecification';
import { heatmapFigure } from '../../src/report/heatmapFigure';

const curve = (count: number, value: (step: number) => number) =>
  Array.from({ length: count }, (_, step) => ({ step, value: value(step) }));
const noNumbers = /NaN|Infinity|undefined|null/;

/** The picture must be XML, or no viewer shows it. */
function drawn(figure: { svg(): string }): string {
  const svg = figure.svg();
  parseXml(svg);
  expect(svg).not.toMatch(noNumbers);
  return svg;
}

describe('a curve of many points', () => {
  const loss = (step: number) => (step === 123_456 ? 50 : step === 77_777 ? -50 : Math.sin(step / 1000));
  const figure = curveFigure('Loss', 'nats', { training: curve(200_000, loss) });

  it('is thinned, but keeps every high and low, its ends, and says so', () => {
    const { series, note } = drawnPoints(figure.specification);
    const { points } = series[0]!;
    expect(points.length).toBeLessThanOrEqual(mostLinePoints * 1.05);
    expect(points.map(({ x }) => x)).toEqual(expect.arrayContaining([0, 77_777, 123_456, 199_999]));
    expect(extent(points.map(({ y }) => y))).toEqual([-50, 50]);
    expect(points.every(({ x, y }) => y === loss(x))).toBe(true);
    expect(note).toBe(
      `200,000 points, drawn as ${points.length.toLocaleString('en-US')} that keep every high and low.`,
    );
  });

  it('stays a picture that pages can hold', () => {
    expect(drawn(figure)).toContain('200,000 points, drawn as');
    expect(JSON.stringify(figure.toDisplay()).length).toBeLessThan(600_000);
  });

  it('is left alone where it has few points', () => {
    const few = curveFigure('Loss', 'nats', { training: curve(mostLinePoints, (step) => step) });
    expect(drawnPoints(few.specification)).toMatchObject({
      note: '',
      series: [{ points: { length: mostLinePoints } }],
    });
  });
});

describe('points that are not numbers', () => {
  it('leave a gap, and are counted in picture, interactive figure and caption', () => {
    const figure = curveFigure('Loss', 'nats', {
      training: curve(30, (step) =>
        step === 10 ? Number.NaN : step === 20 ? Number.POSITIVE_INFINITY : step,
      ),
    });
    const svg = drawn(figure);
    expect(svg.match(/<polyline/g)).toHaveLength(3);
    expect(svg).toContain('2 points left out: not finite numbers.');
    const { data, layout } = figure.plotly() as {
      data: { y: unknown[] }[];
      layout: { title: { subtitle: object } };
    };
    expect(data[0]!.y).toEqual([
      ...Array(10).keys(),
      null,
      ...[11, 12, 13, 14, 15, 16, 17, 18, 19],
      null,
      ...[21, 22, 23, 24, 25, 26, 27, 28, 29],
    ]);
    expect(layout.title.subtitle).toMatchObject({ text: '2 points left out: not finite numbers.' });
    expect(figure.specification.caption).toBe(
      'training: 28 points, and 2 that are no numbers and are left out',
    );
    expect(JSON.stringify(figure.toDisplay())).not.toMatch(/NaN|Infinity/);
  });

  it.each([
    ['all of them', () => Number.NaN],
    ['every second', (step: number) => (step % 2 ? Number.NaN : step)],
    ['numbers at the end of the range', (step: number) => (step % 2 ? 1e308 : -1e308)],
    ['one value', () => 7],
  ])('%s: still a picture', (_, value) => {
    drawn(curveFigure('Loss', 'nats', { training: curve(20, value) }));
  });

  it('are, on a logarithmic axis, also zero and below', () => {
    const specification: FigureSpecification = {
      title: 'Budget',
      caption: '',
      x: { title: 'labels', scale: 'log2' },
      y: { title: 'accuracy', scale: 'linear' },
      height: 300,
      lines: [{ axis: 'x', at: 0, label: 'no place' }],
      series: [
        {
          name: 'a',
          group: 'a',
          colour: '#000',
          symbol: 'circle',
          style: 'line',
          legend: true,
          points: [0, 1, 2, 4].map((x) => ({
            x,
            y: x,
            low: x === 2 ? Number.NaN : x - 1,
            high: x + 1,
            runs: [],
            label: '',
          })),
        },
      ],
    };
    expect(drawn(new Figure(specification))).toContain('1 point left out: not a finite number above zero.');
    expect(drawnPoints(specification).series[0]!.points.map(({ low }) => low)).toEqual([0, undefined, 3]);
    drawn(new Figure({ ...specification, series: [] }));
  });

  it('are no part of a heat map, which may be empty', () => {
    const named = { title: 'a', x: 'x', y: 'y' };
    drawn(heatmapFigure({ ...named, columns: [], rows: [], values: [] }));
    drawn(heatmapFigure({ ...named, columns: ['c'], rows: ['r'], values: [[Number.NaN]] }));
    const wide = Array.from({ length: 400 }, (_, r) => Array.from({ length: 400 }, (_, c) => r * c));
    const names = wide.map((_, index) => String(index));
    drawn(heatmapFigure({ ...named, columns: names, rows: names, values: wide }));
  });
});

it('draws a crowd of dots as one path, and its interactive form by WebGL', () => {
  const points = Array.from({ length: 50_000 }, (_, i) => ({
    x: i,
    y: Math.sin(i),
    runs: ['r'.repeat(64)],
    label: 'seed',
  }));
  const look = {
    name: 'dots',
    group: 'g',
    colour: '#123456',
    symbol: 'circle',
    style: 'dots',
    legend: false,
  } as const;
  const axis = { title: '', scale: 'linear' } as const;
  const figure = new Figure({
    title: '',
    caption: '',
    x: axis,
    y: axis,
    height: 300,
    series: [{ ...look, points }],
  });
  expect(drawn(figure).match(/<path/g)).toHaveLength(1);
  const [trace] = figure.plotly().data as { type: string; x: number[]; customdata?: unknown }[];
  expect(trace).toMatchObject({ type: 'scattergl', x: { length: 50_000 } });
  expect(trace!.customdata).toBeUndefined();
});

it('holds no character that XML forbids', () => {
  const title = `bell \u0007, half ${'😀'.slice(0, 1)}, form feed \f, <tag>`;
  const svg = drawn(curveFigure(title, 'nats', { [title]: curve(3, (step) => step) }));
  expect(svg).toContain('bell \ufffd, half \ufffd, form feed \ufffd, &lt;tag&gt;');
});

it('finds the extent of more numbers than a call has room for', () => {
  expect(extent(Array.from({ length: 500_000 }, (_, i) => i - 5))).toEqual([-5, 499_994]);
  expect(extent([])).toBeUndefined();
});
