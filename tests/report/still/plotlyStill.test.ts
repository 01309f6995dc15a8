import { parseXml, type XmlElement } from '@rgrove/parse-xml';
import { describe, expect, it } from 'vitest';
import { plotlyStill } from '../../../src/report/still/plotlyStill';

type Trace = Record<string, unknown>;

/** Every element of the picture, which must be XML without anything that is no number. */
function elements(data: Trace[], layout: Record<string, unknown> = {}): XmlElement[] {
  const svg = plotlyStill({ data, layout })!;
  expect(svg).not.toMatch(/NaN|Infinity|undefined|null|<script/);
  const all: XmlElement[] = [];
  const walk = (element: XmlElement) => {
    all.push(element);
    for (const child of element.children) if (child.type === 'element') walk(child as XmlElement);
  };
  walk(parseXml(svg).root!);
  return all;
}

const named = (all: XmlElement[], name: string) => all.filter((element) => element.name === name);
const texts = (all: XmlElement[]) => named(all, 'text').map(({ text }) => text);
const number = (element: XmlElement, attribute: string) => Number(element.attributes[attribute]);
/** Bars and cells: the rectangles that are not part of the legend. */
const boxes = (all: XmlElement[]) => named(all, 'rect').filter((rect) => rect.attributes.width !== '10');

describe('a still picture of a plotly figure', () => {
  it('has titles, ticks and a legend', () => {
    const all = elements(
      [
        { x: [1, 2, 3], y: [1, 4, 9], name: 'squares' },
        { x: [1, 2, 3], y: [2, 4, 6], mode: 'lines', name: 'doubles' },
      ],
      {
        title: { text: 'Two <b>curves</b>' },
        xaxis: { title: 'number' },
        yaxis: { title: { text: 'value' } },
      },
    );
    expect(texts(all)).toEqual(
      expect.arrayContaining(['Two curves', 'number', 'value', 'squares', 'doubles', '2', '8']),
    );
    // Only the first has marks; both have a line.
    expect(named(all, 'circle')).toHaveLength(3);
    expect(named(all, 'path').filter(({ attributes }) => attributes.fill === 'none')).toHaveLength(2);
  });

  it('places points where their values are', () => {
    const all = elements([{ x: [0, 10, 20], y: [0, 5, 10], mode: 'markers' }]);
    const [first, middle, last] = named(all, 'circle').map(
      (dot) => [number(dot, 'cx'), number(dot, 'cy')] as const,
    );
    expect(middle![0]).toBeCloseTo((first![0] + last![0]) / 2, 0);
    expect(middle![1]).toBeCloseTo((first![1] + last![1]) / 2, 0);
    expect(last![0]).toBeGreaterThan(first![0]);
    expect(last![1]).toBeLessThan(first![1]); // upwards
  });

  it('leaves gaps, and counts what is no number but not what was left blank', () => {
    const all = elements([{ y: [1, 2, null, 4, Number.NaN, 6, Number.POSITIVE_INFINITY], mode: 'lines' }]);
    const paths = named(all, 'path').map(({ attributes }) => attributes.d!);
    expect(paths.filter(Boolean).map((path) => path.match(/[ML]/g)!.join(''))).toEqual(['ML', 'M', 'M']);
    expect(texts(all)).toContain('2 values are left out: not finite.');
    expect(texts(elements([{ x: [1, 10, 100], y: [0, 1, 2] }], { yaxis: { type: 'log' } }))).toContain(
      '1 value is left out: not finite, or not above zero on a logarithmic axis.',
    );
  });

  it('stacks and groups bars', () => {
    const traces = [
      { type: 'bar', x: ['a', 'b'], y: [3, -1], name: 'one' },
      { type: 'bar', x: ['a', 'b'], y: [1, -2], name: 'two' },
    ];
    const heights = (all: XmlElement[]) => boxes(all).map((bar) => number(bar, 'height'));
    const grouped = elements(traces);
    expect(new Set(boxes(grouped).map((bar) => bar.attributes.x)).size).toBe(4);
    expect(heights(grouped)[0]! / heights(grouped)[1]!).toBeCloseTo(3, 1);
    const stacked = elements(traces, { barmode: 'stack' });
    const [oneA, , twoA, twoB] = boxes(stacked);
    expect(new Set(boxes(stacked).map((bar) => bar.attributes.x)).size).toBe(2);
    expect(number(twoA!, 'y') + number(twoA!, 'height')).toBeCloseTo(number(oneA!, 'y'), 0);
    expect(number(twoB!, 'height') / number(twoA!, 'height')).toBeCloseTo(2, 1);
  });

  it('counts the values of a histogram, and gives no counts for what is none', () => {
    const trace = {
      type: 'histogram',
      x: [0.5, 1.5, 1.6, 2.5, 2.6, 2.7],
      xbins: { start: 0, end: 3, size: 1 },
    };
    const bars = boxes(elements([trace]))
      .map((bar) => number(bar, 'height'))
      .filter((height) => height > 0);
    expect(bars.map((height) => height / bars[0]!)).toEqual(
      [1, 2, 3].map((count) => expect.closeTo(count, 1)),
    );
    expect(
      plotlyStill({ data: [{ ...trace, histfunc: 'sum', y: [1, 2, 3, 4, 5, 6] }], layout: {} }),
    ).toBeUndefined();
    expect(texts(elements([{ type: 'histogram', x: ['cat', 'dog', 'cat'] }]))).toEqual(
      expect.arrayContaining(['cat', 'dog']),
    );
  });

  it('draws boxes from quartiles, with values beyond the whiskers', () => {
    const all = elements([{ type: 'box', y: [1, 2, 3, 4, 5, 100], name: 'spread' }]);
    const [box] = named(all, 'path');
    expect(box!.attributes.d!.match(/h0/g)).toHaveLength(1);
    expect(texts(all)).toContain('spread');
    expect(texts(elements([{ type: 'violin', y: [1, 2, 3] }]))).toContain('Drawn here: violins as boxes.');
  });

  it('draws matrices cell by cell, large ones in blocks', () => {
    const small = elements([
      {
        type: 'heatmap',
        z: [
          [1, 2, Number.NaN],
          [4, 5, 6],
        ],
        x: ['a', 'b', 'c'],
        y: ['r', 's'],
        texttemplate: '%{z}',
      },
    ]);
    expect(boxes(small)).toHaveLength(6);
    expect(texts(small)).toEqual(expect.arrayContaining(['a', 'c', 'r', 's', '1', '6']));
    const large = Array.from({ length: 300 }, () => new Float32Array(300).fill(1));
    expect(boxes(elements([{ type: 'heatmap', z: large }])).length).toBeLessThan(6500);
  });

  it('draws pies, dates, panels and a second axis', () => {
    const pie = elements([{ type: 'pie', labels: ['train', 'test'], values: [3, 1] }]);
    expect(texts(pie)).toEqual(expect.arrayContaining(['75.0%', 'train (75.0%)', 'test (25.0%)']));
    expect(named(elements([{ type: 'pie', labels: ['all'], values: [1] }]), 'path')).toHaveLength(1);
    const dates = elements([{ x: ['2024-01-01', '2024-06-01', '2025-01-01'], y: [1, 2, 3] }]);
    expect(texts(dates).some((text) => /^2024-\d\d$/.test(text))).toBe(true);
    const panels = elements([{ y: [1, 2] }, { y: [3, 4], xaxis: 'x2', yaxis: 'y2' }], {
      grid: { rows: 1, columns: 2, pattern: 'independent' },
    });
    const [a, b, c, d] = named(panels, 'circle').map((dot) => number(dot, 'cx'));
    expect(Math.max(a!, b!)).toBeLessThan(Math.min(c!, d!));
    const second = elements([{ y: [1, 2] }, { y: [100, 200], yaxis: 'y2' }], {
      yaxis2: { overlaying: 'y', side: 'right', title: 'rate' },
    });
    expect(texts(second)).toEqual(expect.arrayContaining(['1', '2', '100', '200', 'rate']));
  });

  it('takes typed arrays and 100,000 points', () => {
    const y = Float64Array.from({ length: 100_000 }, (_, i) => (i === 54_321 ? 9 : Math.sin(i / 5000)));
    const svg = plotlyStill({ data: [{ y }, { y, mode: 'markers' }], layout: {} })!;
    expect(svg.length).toBeLessThan(1_000_000);
    expect(texts(elements([{ y, mode: 'lines' }]))).toContain('5'); // the one high value is kept
  });

  it('says which traces only scripts can draw, and has no picture of those alone', () => {
    expect(texts(elements([{ y: [1, 2] }, { type: 'surface', z: [[1]], name: 'hill' }]))).toContain(
      'Drawn in JupyterLab alone: hill (surface).',
    );
    expect(
      plotlyStill({ data: [{ type: 'scatter3d', x: [1], y: [1], z: [1] }], layout: {} }),
    ).toBeUndefined();
    expect(plotlyStill({ data: [], layout: {} })).toBeUndefined();
  });

  it('escapes whatever it is given, and takes whatever it is given', () => {
    const hostile = '"/><script>alert(1)</script>';
    const field = { color: hostile, text: hostile };
    const all = elements(
      [
        { type: 'bar', x: [hostile], y: [1], name: hostile, marker: field },
        { y: [1, 2], line: field, text: hostile, mode: 'text+lines', fill: 'tozeroy', fillcolor: hostile },
      ],
      {
        title: hostile,
        showlegend: true,
        xaxis: { title: hostile, tickprefix: hostile },
        annotations: [{ x: 0, y: 1, text: hostile }],
        shapes: [{ type: 'rect', x0: 0, x1: 1, y0: 0, y1: 1, fillcolor: hostile, line: field }],
      },
    );
    expect(texts(all).filter((text) => text.includes('<script>')).length).toBeGreaterThan(3);
    for (const odd of [null, 5, 'text', [null], [[]], [{}]]) {
      elements(
        [
          { x: odd, y: odd, marker: odd, line: odd, error_y: odd, text: odd },
          { type: 'bar', y: [1], base: odd, marker: odd },
        ],
        {
          xaxis: odd,
          yaxis: { range: odd, tickvals: odd, domain: odd, type: odd },
          grid: odd,
          shapes: odd,
          annotations: odd,
          colorway: odd,
          height: odd,
        },
      );
    }
  });
});
