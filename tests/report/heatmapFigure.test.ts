import { expect, it } from 'vitest';
import { heatmapFigure } from '../../src/report/heatmapFigure';

const figure = heatmapFigure({
  title: 'Gain <by> pair',
  x: 'Target',
  y: 'Source',
  columns: ['mail', 'speeches'],
  rows: ['glosses', 'none'],
  values: [
    [0.5, -0.25],
    [0, Number.NaN],
  ],
  scale: 'diverging',
  runs: [[['abcdefghijklmnop'], []], []],
});

it('writes every value in its cell, in both drawings, and escapes names', () => {
  const svg = figure.svg();
  for (const text of ['>0.50<', '>-0.25<', '>0.00<', 'speeches', 'glosses', 'Gain &lt;by&gt; pair'])
    expect(svg).toContain(text);
  expect(svg).not.toContain('NaN');
  const [trace] = figure.plotly().data as [
    { text: string[][]; customdata: string[][]; zmin: number; zmax: number },
  ];
  expect(trace.text).toEqual([
    ['0.50', '-0.25'],
    ['0.00', ''],
  ]);
  expect(trace.customdata[0]).toEqual(['abcdefghij', '']);
  expect([trace.zmin, trace.zmax]).toEqual([-0.5, 0.5]);
});

it('colours zero white, gains blue and losses orange', () => {
  const fills = [...figure.svg().matchAll(/fill="rgb\(([\d,]+)\)"/g)].map((match) => match[1]);
  expect(fills).toEqual(['0,114,178', '234,175,128', '255,255,255', '255,255,255']);
});
