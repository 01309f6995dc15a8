import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/statistics/observation';
import { pairedDifference } from '../../src/statistics/pairedDifference';
import { expectClose } from '../numerical';
import { differing, observed } from './observed';

const arms = { treatment: 'pretrained', reference: 'scratch' };

describe('pairedDifference', () => {
  const observations: Observation[] = [
    ...[0.5, 0.6, 0.7].map((value, k) => ({ arm: 'pretrained', level: 8, seed: k + 1, value })),
    ...[0.3, 0.3, 0.3].map((value, k) => ({ arm: 'scratch', level: 8, seed: k + 1, value })),
    { arm: 'pretrained', level: 8, seed: 4 },
    { arm: 'scratch', level: 8, seed: 4, value: 0.9 },
    { arm: 'pretrained', level: 8, seed: 5, value: Number.NaN },
    { arm: 'scratch', level: 8, seed: 5, value: 0.9 },
    { arm: 'scratch', level: 8, seed: 6, value: 0.9 },
    { arm: 'pretrained', level: 32, seed: 1, value: 0.9 },
    { arm: 'scratch', level: 32, seed: 1, value: 0.7 },
  ];
  const at = (level: number | string) => pairedDifference(observations, { ...arms, level });

  it('pairs by seed, counts missing and failed trials and never takes them for 0', () => {
    const { seeds, missing, unpaired, mean: centre, differences, signs } = at(8);
    expect([seeds, missing, unpaired]).toEqual([[1, 2, 3], [4, 5], [6]]);
    expect(centre).toBeCloseTo(0.3, 12);
    expect(differences.map((d) => Number(d.toFixed(12)))).toEqual([0.2, 0.3, 0.4]);
    expect(signs.positive).toBe(3);
  });

  it('has no interval from one pair, and no mean from none', () => {
    expect(at(32)).toMatchObject({ tInterval: undefined, bootstrapInterval: undefined, p: undefined });
    expect(at(32).mean).toBeCloseTo(0.2, 12);
    expect(at(128)).toMatchObject({ mean: undefined, seeds: [], missing: [], unpaired: [] });
  });

  it('keeps the level 8 and the name 8 apart', () => {
    expect(at('8').seeds).toEqual([]);
  });

  it('is antisymmetric in its arms', () => {
    const back = pairedDifference(observations, {
      treatment: 'scratch',
      reference: 'pretrained',
      level: 8,
    });
    expect(back.mean).toBe(-at(8).mean!);
    expect(back.tInterval!.low).toBeCloseTo(-at(8).tInterval!.high, 12);
    expect(back.p).toBeCloseTo(at(8).p!, 12);
  });

  it('has no interval where all differences are equal, since their spread is unknown', () => {
    const equal = pairedDifference(observed(differing([[8, [0.02, 0.02, 0.02]]])), { ...arms, level: 8 });
    expect(equal.mean).toBeCloseTo(0.02, 12);
    expect([equal.tInterval, equal.bootstrapInterval, equal.p]).toEqual([undefined, undefined, 0.25]);
  });

  it('refuses two observations of one trial, and a level that is not a number', () => {
    const twice = [...observations, { arm: 'scratch', level: 8, seed: 1, value: 0.1 }];
    expect(() => pairedDifference(twice, { ...arms, level: 8 })).toThrow(
      "The arm 'scratch' has two observations at level 8 with seed 1; give one a trial.",
    );
    const nowhere = [{ arm: 'scratch', level: Number.NaN, seed: 1, value: 0.1 }];
    expect(() => pairedDifference(nowhere, { ...arms, level: 8 })).toThrow(/level NaN/);
  });

  it('does not depend on the order of the observations', () => {
    const shuffled = fc.shuffledSubarray(observations, { minLength: observations.length });
    fc.assert(
      fc.property(shuffled, (others) => {
        expect(pairedDifference(others, { ...arms, level: 8 })).toEqual(at(8));
      }),
      { numRuns: 20 },
    );
  });

  it('takes the difference of two other arms off, seed by seed', () => {
    const scores = {
      ...differing([[2, [0.4, 0.38, 0.41, 0.4]]]),
      ...differing([[2, [0.2, 0.17, 0.21, undefined]]], ['convnetPretrained', 'convnetScratch']),
    };
    const moreThan = { treatment: 'convnetPretrained', reference: 'convnetScratch' };
    const found = pairedDifference(observed(scores), { ...arms, moreThan, level: 2 });
    expectClose(found.differences, [0.2, 0.21, 0.2], 1e-12);
    expect([found.missing, found.moreThan]).toEqual([[4], moreThan]);
  });
});

describe('seeds that share a pretraining run', () => {
  const scores = differing([[8, [0.1, 0.12, 0.2, 0.22, 0.15, 0.17]]]);
  const of = (runOf: (arm: string, seed: number) => Observation['cluster']) =>
    pairedDifference(observed(scores, runOf), { ...arms, level: 8 });

  it('are one value of the interval; signs and effect size still count seeds', () => {
    const found = of((arm, seed) => (arm === 'pretrained' ? `run ${Math.ceil(seed / 2)}` : undefined));
    expectClose(found.independent, [0.11, 0.21, 0.16], 1e-12);
    expect(found.tInterval!.high - found.tInterval!.low).toBeCloseTo(2 * 4.302653 * (0.05 / Math.sqrt(3)), 6);
    expect([found.conditional, found.sharedRuns]).toEqual([false, 3]);
    expect(found.signs).toEqual({ positive: 6, negative: 0, ties: 0, p: 0.25 });
    expect(found.standardDeviation).toBeGreaterThan(0.045);
  });

  it('count each group once in the mean, however many seeds it has', () => {
    const found = of((arm, seed) => (arm === 'pretrained' ? (seed < 5 ? 'first' : 'second') : undefined));
    expectClose(found.independent, [0.16, 0.16], 1e-12);
    expect(found.mean).toBeCloseTo(0.16, 12);
  });

  it('leave the interval over seeds, flagged as conditional, where all share one', () => {
    const alone = of(() => undefined);
    for (const runOf of [
      (arm: string) => (arm === 'pretrained' ? 'the run' : undefined),
      // The reference's one run ties all seeds together, although the treatment has a run each.
      (arm: string, seed: number) => (arm === 'pretrained' ? `run ${seed}` : 'the run'),
      // Two-stage pretraining: own runs that all start from one.
      (arm: string, seed: number) => (arm === 'pretrained' ? [`run ${seed}`, 'the run'] : undefined),
    ]) {
      const found = of(runOf);
      expect([found.conditional, found.sharedRuns]).toEqual([true, 1]);
      expect(found.tInterval).toEqual(alone.tInterval);
    }
    expect(alone.conditional).toBe(false);
  });

  it('change nothing where every seed has its own', () => {
    const { pretrainingRuns, ...found } = of((arm, seed) => `${arm} ${seed}`);
    const { pretrainingRuns: none, ...alone } = of(() => undefined);
    expect(found).toEqual(alone);
    expect([pretrainingRuns[0], none[0]]).toEqual([['pretrained 1', 'scratch 1'], []]);
  });
});
