import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { slopeOver, trendBetween } from '../../src/statistics/trend';
import { expectClose } from '../numerical';
import { differing, observed } from './observed';

const arms = { treatment: 'pretrained', reference: 'scratch' };
const growing = differing([
  [1, [0.02, 0.03, 0.01, 0.02]],
  [2, [0.05, 0.07, 0.06, 0.05]],
  [8, [0.12, 0.1, 0.13, undefined]],
]);

describe('trendBetween', () => {
  it('is the difference at one level minus that at another, of seeds complete at both', () => {
    const found = trendBetween(observed(growing), { ...arms, from: 1, to: 8 });
    expectClose(found.differences, [0.1, 0.07, 0.12], 1e-12);
    expect([found.seeds, found.missing, found.from, found.to]).toEqual([[1, 2, 3], [4], 1, 8]);
    const back = trendBetween(observed(growing), { ...arms, from: 8, to: 1 });
    expect(back.mean).toBeCloseTo(-found.mean!, 12);
  });

  it('takes other arms off, and joins seeds through the runs of either level', () => {
    const more = {
      ...growing,
      ...differing(
        [
          [1, [0.01, 0.01, 0.02, 0]],
          [8, [0.02, 0.03, 0.02, 0]],
        ],
        ['other', 'otherScratch'],
      ),
    };
    const runs = observed(more, (arm, seed, level) =>
      arm === 'pretrained' ? `${level} ${Math.ceil(seed / 2)}` : undefined,
    );
    const moreThan = { treatment: 'other', reference: 'otherScratch' };
    const found = trendBetween(runs, { ...arms, moreThan, from: 1, to: 8 });
    expectClose(found.differences, [0.09, 0.05, 0.12], 1e-12);
    expectClose(found.independent, [0.07, 0.12], 1e-12);
  });

  it('refuses a trend from a level to itself', () => {
    expect(() => trendBetween([], { ...arms, from: 2, to: 2 })).toThrow(/from level 2 to itself/);
  });
});

describe('slopeOver', () => {
  it('is exact for lines over log2(level) and over the level', () => {
    const line = (place: (level: number) => number) =>
      observed(differing([2, 8, 32].map((level) => [level, [0.1, 0.2].map((b) => 0.5 + b * place(level))])));
    const levels = [2, 8, 32];
    expectClose(slopeOver(line(Math.log2), { ...arms, levels, scale: 'log' }).slopes, [0.1, 0.2], 1e-12);
    expectClose(
      slopeOver(
        line((x) => x),
        { ...arms, levels, scale: 'linear' },
      ).slopes,
      [0.1, 0.2],
      1e-12,
    );
  });

  it('covers the true slope in 95 % of simulated studies, clustered by run where runs are shared', () => {
    const random = seededRandom('slopes');
    let covered = 0;
    for (let study = 0; study < 1000; study++) {
      // A run's luck grows with the level, as if a lucky run helped deeper encoders more.
      const luck = Array.from({ length: 5 }, () => 0.02 * random.normal());
      const scores = differing(
        [1, 2, 3].map((level) => [
          level,
          Array.from(
            { length: 10 },
            (_, k) => (0.03 + luck[Math.floor(k / 2)]) * level + 0.02 * random.normal(),
          ),
        ]),
      );
      const runs = observed(scores, (arm, seed) =>
        arm === 'pretrained' ? `run ${Math.ceil(seed / 2)}` : undefined,
      );
      const { interval } = slopeOver(runs, { ...arms, levels: [1, 2, 3], scale: 'linear' });
      if (interval!.low <= 0.03 && 0.03 <= interval!.high) covered++;
    }
    // Three standard errors of a share of 1,000 are 0.0207.
    expect(Math.abs(covered / 1000 - 0.95)).toBeLessThan(0.0207);
  });

  it('refuses one level, and levels that have no place on the scale', () => {
    expect(() => slopeOver([], { ...arms, levels: [2], scale: 'log' })).toThrow(
      /two or more different levels/,
    );
    expect(() => slopeOver([], { ...arms, levels: [0, 2], scale: 'log' })).toThrow(/no place on a log axis/);
    expect(slopeOver([], { ...arms, levels: [1, 2], scale: 'log' })).toMatchObject({
      mean: undefined,
      seeds: [],
    });
  });
});
