import { describe, expect, it } from 'vitest';
import { headGrid } from '../../src/report/headGrid';

const picture = [
  [0.9, 0.1],
  [0.5, 0.5],
];
const weights = [
  [picture, picture, picture],
  [picture, picture, picture],
];

describe('heads in a grid', () => {
  it('has a cell for every weight, a frame for every head, and names', () => {
    const svg = headGrid({ title: 'Heads < all', weights, words: ['a', 'b&c'] }).svg();
    expect(svg.match(/fill="rgb\(/g)).toHaveLength(6 * 4);
    expect(svg.match(/fill="none"/g)).toHaveLength(6);
    expect(svg).toContain('Heads &lt; all');
    expect(svg).toContain('b&amp;c');
    expect(svg).toContain('head 3');
    expect(svg).toContain('layer 2');
    // The largest weight of a picture is full blue.
    expect(svg.match(/rgb\(0,114,178\)/g)).toHaveLength(6);
  });

  it('writes scores below, a wider frame for the larger, and crosses out what is gone', () => {
    const grid = headGrid({
      ...{ title: 'Heads', weights, score: 'importance' },
      scores: [
        [1, 0, 0.5],
        [0.25, 0, 0],
      ],
      kept: [
        [true, false, true],
        [true, true, true],
      ],
    });
    const svg = grid.svg();
    expect(svg).toContain('stroke-width="4.00"');
    expect(svg).toContain('stroke-width="0.50"');
    expect(svg.match(/<path /g)).toHaveLength(1);
    const plain = grid.toDisplay()['text/plain'];
    expect(plain).toBe(
      '[picture: Heads]\nimportance of each head\nlayer 1: 1.00 0.00 0.50\nlayer 2: 0.25 0.00 0.00',
    );
  });

  it('refuses no heads, and scores of other sizes', () => {
    expect(() => headGrid({ title: '', weights: [] })).toThrow('There is no head to draw');
    expect(() => headGrid({ title: '', weights, scores: [[1, 2, 3]] })).toThrow(
      'The scores are of 1 layers of 3 heads; the pictures of 2 of 3.',
    );
  });
});
