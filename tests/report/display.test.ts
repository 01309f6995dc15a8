import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  figureBundle,
  kernelHostKey,
  metadataOf,
  mimeBundleOf,
  originKey,
  show,
} from '../../src/report/display';

/** The part of a danfo frame that is read; the kernel's test shows a real one. */
const frame = {
  columns: ['arm', 'accuracy'],
  index: ['a', 'b'],
  values: [
    ['<scratch>', 0.123456789],
    ['pretrained', 1],
  ],
};

afterEach(() => {
  vi.restoreAllMocks();
  delete (globalThis as Record<symbol, unknown>)[kernelHostKey];
});

describe('show', () => {
  it('prints the plain form outside a notebook', () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    show(frame);
    show({ toDisplay: () => ({ 'text/html': '<b>yes</b>', 'text/plain': 'yes' }) });
    show('**bold**');
    expect(write.mock.calls.map(([text]) => text)).toEqual([
      [
        '   arm         accuracy',
        '-  ----------  --------',
        'a  <scratch>    0.12346',
        'b  pretrained         1',
        '',
      ].join('\n'),
      'yes\n',
      '**bold**\n',
    ]);
  });

  it('sends every form to the kernel where there is one', () => {
    const sent = vi.fn();
    (globalThis as Record<symbol, unknown>)[kernelHostKey] = { display: sent };
    show({ toDisplay: () => ({ 'image/png': new Uint8Array([1, 2, 3]), 'text/plain': 'a picture' }) });
    expect(sent.mock.calls[0]![0].data).toEqual({ 'image/png': 'AQID', 'text/plain': 'a picture' });
    expect(sent.mock.calls[0]![1]).toBe(false);
  });
});

it('what a value says of its origin is the metadata of its output, shown or left as the last expression', () => {
  const origin = { study: 'toy', tier: 'quick', firstSeed: 1, view: 'verdict', given: [] };
  const verdict = { origin, toDisplay: () => ({ 'text/plain': 'yes' }) };
  const sent = vi.fn();
  (globalThis as Record<symbol, unknown>)[kernelHostKey] = { display: sent };
  show(verdict);
  expect(sent.mock.calls[0]![0].metadata).toEqual({ [originKey]: origin });
  expect(metadataOf(verdict)).toEqual({ [originKey]: origin });
  expect(metadataOf({ toDisplay: verdict.toDisplay })).toEqual({});
  expect(metadataOf({ origin })).toEqual({});
});

describe('the forms of a value', () => {
  it('escapes what a table contains, and counts the rows it does not show', () => {
    expect(mimeBundleOf(frame)['text/html']).toContain('<td style="text-align:left">&lt;scratch&gt;</td>');
    const index = Array.from({ length: 100 }, (_, row) => row);
    const long = mimeBundleOf({ columns: ['row'], index, values: index.map((row) => [row]) });
    expect(long['text/html']).toContain('40 more rows');
    expect(long['text/plain']).toMatch(/59\n40 more rows$/);
    expect(long['text/plain']).not.toMatch(/\b60\n/);
  });

  it('gives a figure to plotly, and to static viewers a picture or else its words', () => {
    const figure = {
      data: [{ type: 'scatter3d', name: 'a < b', x: [1, 2] }],
      layout: { title: { text: 'Curve' } },
    };
    const words = mimeBundleOf(figure);
    expect(words['application/vnd.plotly.v1+json']).toMatchObject(figure);
    expect(words['text/html']).toContain('a &lt; b (scatter3d, 2 points)');
    expect(words['text/plain']).toBe('Figure: Curve\n  a < b (scatter3d, 2 points)');
    const bar = mimeBundleOf({ data: [{ type: 'bar', y: [1, 2] }], layout: {} });
    expect(bar['image/svg+xml']).toContain('<rect');
    expect(bar).not.toHaveProperty('text/html');
    const drawn = figureBundle(figure, '<svg/>');
    expect(drawn['image/svg+xml']).toBe('<svg/>');
    expect(drawn).not.toHaveProperty('text/html');
  });

  it('sends typed arrays as arrays, and gaps for what JSON has no number for', () => {
    const y = Float32Array.from([1, Number.NaN, Number.POSITIVE_INFINITY]);
    const bundle = mimeBundleOf({ data: [{ y, x: [1n, 2n, 3n] }], layout: {} });
    expect(JSON.parse(JSON.stringify(bundle['application/vnd.plotly.v1+json'])).data).toEqual([
      { y: [1, null, null], x: [1, 2, 3] },
    ]);
  });

  it('never cuts a character of a long text in two', () => {
    const table = mimeBundleOf({
      columns: ['text'],
      index: [0],
      values: [[`${'x'.repeat(399)}😀 and more`]],
    });
    expect(table['text/html']).toContain(`>${'x'.repeat(399)}…<`);
  });

  it('prints everything else as Node does', () => {
    expect(mimeBundleOf({ a: [1] })).toEqual({ 'text/plain': '{ a: [ 1 ] }' });
  });
});
