import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreement, cohenKappa } from '../../src/metrics/agreement';
import { gradientNorm } from '../../src/metrics/gradientNorm';
import { bitsPerByte, perplexity, utf8Bytes } from '../../src/metrics/languageModelling';
import { spearman, spearmanCorrelation } from '../../src/metrics/rankCorrelation';
import { expectRecorded, recorded } from './recorded';

const file = recorded('measurement');

describe('agreement of raters', () => {
  interface RatingsCase {
    readonly first: (string | number)[];
    readonly second: (string | number)[];
    readonly agreement: number;
    readonly cohenKappa: number | null;
  }

  it("equals scikit-learn's", () => {
    let undefinedOnes = 0;
    for (const [k, { first, second, ...given }] of file.cases<RatingsCase>('ratings').entries()) {
      expectRecorded([agreement.compute(first, second)], [given.agreement], `case ${k}`);
      if (given.cohenKappa === null) {
        undefinedOnes++;
        expect(() => cohenKappa.compute(first, second)).toThrow(/kappa is not defined; take the share/);
      } else expectRecorded([cohenKappa.compute(first, second)], [given.cohenKappa], `case ${k}`);
    }
    expect(undefinedOnes).toBeGreaterThan(5);
  });

  it('is in its range, symmetric, and 1 for equal ratings', () => {
    const ratings = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(ratings, (drawn) => {
        const [first, second] = [0, 1].map((side) => drawn.map((both) => both[side]));
        fc.pre(new Set(first).size > 1);
        for (const metric of [agreement, cohenKappa]) {
          const value = metric.compute(first, second);
          expect(value).toBeGreaterThanOrEqual(metric.range[0]);
          expect(value).toBeLessThanOrEqual(metric.range[1]);
          expect(metric.compute(second, first)).toBeCloseTo(value, 12);
          expect(metric.compute(first, first)).toBe(1);
        }
      }),
      { seed: 12 },
    );
  });

  it('has its chance level', () => {
    expect(agreement.chanceLevel([0.5, 0.3, 0.2])).toBeCloseTo(0.38, 12);
    expect(cohenKappa.chanceLevel()).toBe(0);
    // Independent raters of the same habits: every pair of ratings as often as their shares' product.
    const [first, second] = [
      [0, 0, 1, 1],
      [0, 1, 0, 1],
    ];
    expect(cohenKappa.compute(first, second)).toBe(0);
    expect(agreement.compute(first, second)).toBe(agreement.chanceLevel([0.5, 0.5]));
  });

  it('refuses scores, gaps and nothing', () => {
    for (const metric of [agreement, cohenKappa]) {
      expect(() => metric.compute([0.5, 1], [1, 1])).toThrow(/Rating 0 is 0.5; give classes/);
      expect(() => metric.compute([1], [Number.NaN])).toThrow(/Rating 0 is NaN/);
      expect(() => metric.compute([1], [1, 2])).toThrow(/1 ratings and the other 2/);
      expect(() => metric.compute([], [])).toThrow(/nothing that was rated/);
    }
  });
});

describe('rank correlation', () => {
  interface PairsCase {
    readonly x: number[];
    readonly y: number[];
    readonly spearman: number | null;
  }

  it("equals SciPy's, ties included", () => {
    let undefinedOnes = 0;
    for (const [k, { x, y, spearman: given }] of file.cases<PairsCase>('pairs').entries()) {
      if (given === null) {
        undefinedOnes++;
        expect(spearmanCorrelation(x, y)).toBeUndefined();
        expect(() => spearman.compute(x, y)).toThrow(/is the same everywhere/);
      } else expectRecorded([spearman.compute(x, y)], [given], `case ${k}`);
    }
    expect(undefinedOnes).toBeGreaterThan(5);
  });

  it('ends at once for a value that is not a number, and refuses it', () => {
    for (const [x, y] of [
      [
        [1, Number.NaN, 3],
        [1, 2, 3],
      ],
      [
        [1, 2, 3],
        [Number.NaN, Number.NaN, 3],
      ],
      [
        [1, undefined as unknown as number],
        [1, 2],
      ],
    ]) {
      expect(() => spearmanCorrelation(x, y)).toThrow(/which has no rank; leave its pair out/);
    }
    expect(() => spearman.compute([1], [1, 2])).toThrow(/needs pairs/);
    expect(() => spearman.compute([], [])).toThrow(/there are none/);
  });

  it('takes infinite values at their rank', () => {
    const { POSITIVE_INFINITY: high, NEGATIVE_INFINITY: low } = Number;
    expect(spearman.compute([low, 0, high, high], [1, 2, 3, 3])).toBeCloseTo(1, 12);
  });

  it('is in its range, 1 for a rising function of the other side and -1 for a falling one', () => {
    const values = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(values, fc.integer(), (x, seed) => {
        fc.pre(new Set(x).size > 1);
        expect(
          spearman.compute(
            x,
            x.map((value) => value ** 3),
          ),
        ).toBeCloseTo(1, 12);
        expect(
          spearman.compute(
            x,
            x.map((value) => -value),
          ),
        ).toBeCloseTo(-1, 12);
        const y = x.map((value, k) => (value * 7919 + k * seed) % 13);
        const value = spearmanCorrelation(x, y);
        if (value !== undefined) expect(Math.abs(value)).toBeLessThanOrEqual(1);
      }),
      { seed: 13 },
    );
  });
});

describe('gradient norm', () => {
  interface GradientsCase {
    readonly tensors: number[][];
    readonly gradientNorm: number;
  }

  it("equals NumPy's, for values whose squares overflow or vanish too", () => {
    for (const { tensors, gradientNorm: given } of file.cases<GradientsCase>('gradients')) {
      const value = gradientNorm.compute(tensors);
      if (given === 0) expect(value).toBe(0);
      else expect(Math.abs(value / given - 1)).toBeLessThan(1e-9);
    }
  });

  it('is infinite for an exploded gradient, and refused for one that is not a number', () => {
    expect(gradientNorm.compute([[1], Float32Array.of(Number.NEGATIVE_INFINITY)])).toBe(
      Number.POSITIVE_INFINITY,
    );
    expect(() => gradientNorm.compute([[1], [2, Number.NaN]])).toThrow(
      /Value 1 of gradient 1 is not a number: the model diverged/,
    );
    expect(() => gradientNorm.compute([[Number.POSITIVE_INFINITY, Number.NaN]])).toThrow(/not a number/);
    expect(() => gradientNorm.compute([])).toThrow(/no gradients/);
    expect(() => gradientNorm.compute([[]])).toThrow(/no gradients/);
  });
});

describe('language modelling', () => {
  interface TotalsCase {
    readonly text: string;
    readonly nats: number;
    readonly tokens: number;
    readonly bytes: number;
    readonly perplexity: number;
    readonly bitsPerByte: number;
  }

  it("equals NumPy's values, and bytes are those of Python's encoder", () => {
    for (const [k, given] of file.cases<TotalsCase>('totals').entries()) {
      expect(utf8Bytes(given.text)).toBe(given.bytes);
      expectRecorded([perplexity.compute(given)], [given.perplexity], `case ${k}`);
      expectRecorded([bitsPerByte.compute(given)], [given.bitsPerByte], `case ${k}`);
    }
  });

  it('is that of a uniform guess by hand', () => {
    // 10 tokens of 20 bytes, each one of 32 alike.
    const totals = { nats: 10 * Math.log(32), tokens: 10, bytes: 20 };
    expect(perplexity.compute(totals)).toBeCloseTo(32, 10);
    expect(bitsPerByte.compute(totals)).toBeCloseTo(2.5, 12);
    expect(perplexity.compute({ nats: 0, tokens: 3, bytes: 3 })).toBe(1);
    expect(perplexity.chanceLevel(new Array(32).fill(1 / 32))).toBeCloseTo(32, 10);
    expect(bitsPerByte.chanceLevel(new Array(256).fill(1 / 256))).toBeCloseTo(8, 10);
  });

  it('refuses sums that make no score', () => {
    const totals = { nats: 1, tokens: 1, bytes: 1 };
    for (const metric of [perplexity, bitsPerByte]) {
      expect(() => metric.compute({ ...totals, nats: Number.NaN })).toThrow(/sum to NaN nats/);
      expect(() => metric.compute({ ...totals, nats: -1 })).toThrow(/sum to -1 nats/);
    }
    expect(() => perplexity.compute({ ...totals, tokens: 0 })).toThrow(/are of 0 tokens/);
    expect(() => perplexity.compute({ ...totals, tokens: 1.5 })).toThrow(/are of 1.5 tokens/);
    expect(() => bitsPerByte.compute({ ...totals, bytes: 0 })).toThrow(/are of 0 bytes/);
  });

  it('counts half a surrogate pair as the replacement character', () => {
    expect(utf8Bytes('a\ud800')).toBe(4);
  });
});
