import { afterEach, describe, expect, it, vi } from 'vitest';
import { figureBundle, kernelHostKey, mimeBundleOf, show } from '../../src/report/display';

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
      data: [{ type: 'bar', name: 'a < b', x: [1, 2] }],
      layout: { title: { text: 'Curve' } },
    };
    const words = mimeBundleOf(figure);
    expect(words['application/vnd.plotly.v1+json']).toMatchObject(figure);
    expect(words['text/html']).toContain('a &lt; b (bar, 2 points)');
    expect(words['text/plain']).toBe('Figure: Curve\n  a < b (bar, 2 points)');
    const drawn = figureBundle(figure, '<svg/>');
    expect(drawn['image/svg+xml']).toBe('<svg/>');
    expect(drawn).not.toHaveProperty('text/html');
  });

  it('prints everything else as Node does', () => {
    expect(mimeBundleOf({ a: [1] })).toEqual({ 'text/plain': '{ a: [ 1 ] }' });
  });
});
