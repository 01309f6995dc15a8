import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import type { Level } from '../../src/statistics/observation';
import { pairedDifference } from '../../src/statistics/pairedDifference';
import { signChangeCount, signChangeOver } from '../../src/statistics/signChange';
import { type WhereItHelpsOptions, whereItHelps } from '../../src/statistics/whereItHelps';
import { differing, observed } from './observed';

const arms = { treatment: 'p', reference: 's' };
const budgets = [2, 8, 32, 128];
const labels: WhereItHelpsOptions = {
  axis: { title: 'labels per class' },
  scale: 'log',
  title: 'pretraining',
};

/** Paired differences of given values at levels. */
function differences(
  levels: readonly Level[],
  values: readonly (readonly (number | undefined)[])[],
  run?: string,
) {
  const scores = differing(
    levels.map((level, k) => [level, values[k]]),
    ['p', 's'],
  );
  const observations = observed(scores, (arm) => (arm === 'p' ? run : undefined));
  return levels.map((level) => pairedDifference(observations, { ...arms, level }));
}

const around = (centre: number) => [-0.01, 0, 0.01, 0.005, -0.005].map((offset) => centre + offset);
const judge = (means: readonly number[], more: WhereItHelpsOptions = {}) =>
  whereItHelps(differences(budgets, means.map(around)), { ...labels, ...more });
const effects = (means: readonly number[], more: WhereItHelpsOptions = {}) =>
  judge(means, more).levels.map(({ effect }) => effect);

describe('whereItHelps', () => {
  it('never reads a difference that is not significant as none', () => {
    const found = judge([0.2, 0.1, 0.003, -0.002]);
    expect(found.levels.map(({ effect }) => effect)).toEqual([
      'helps',
      'helps',
      'not decided',
      'not decided',
    ]);
    expect(found.sentence).toMatch(
      /^Pretraining helps at 2 and 8 labels per class \(Holm-corrected for 4 levels\)\. Not decided: at 32 labels per class \(\+0\.003, [\d.]+ % interval .*\); at 128 labels per class \(/,
    );
    expect(found.sentence).not.toMatch(/stops|no difference|makes no/);
  });

  it('claims no difference only within a margin, by an interval that lies in it', () => {
    const found = judge([0.2, 0.1, 0.003, -0.002], { margin: 0.03 });
    expect(found.levels.map(({ effect }) => effect)).toEqual([
      'helps',
      'helps',
      'no difference',
      'no difference',
    ]);
    for (const { equivalenceInterval, withinMargin } of found.levels)
      expect(equivalenceInterval!.low > -0.03 && equivalenceInterval!.high < 0.03).toBe(withinMargin);
    expect(found.sentence).toContain('makes no difference beyond 0.03 at 32 and 128 labels per class');
    // A margin that the data cannot resolve decides nothing.
    expect(effects([0.2, 0.1, 0.003, -0.002], { margin: 0.005 }).slice(2)).toEqual([
      'not decided',
      'not decided',
    ]);
    expect(() => judge([0, 0, 0, 0], { margin: 0 })).toThrow(/margin is 0/);
  });

  it('has intervals that say the same as its tests, close to the margin as well', () => {
    const random = seededRandom('margins');
    let within = 0;
    for (let study = 0; study < 60; study++) {
      const values = budgets.map(() => Array.from({ length: 4 }, () => 0.01 + 0.01 * random.normal()));
      for (const each of whereItHelps(differences(budgets, values), { margin: 0.03 }).levels) {
        const { low, high } = each.equivalenceInterval!;
        expect(low > -0.03 && high < 0.03).toBe(each.withinMargin);
        expect(each.correctedInterval!.low > 0 || each.correctedInterval!.high < 0).toBe(
          each.effect === 'helps' || each.effect === 'harms',
        );
        if (each.withinMargin) within++;
      }
    }
    expect(within).toBeGreaterThan(20);
    expect(within).toBeLessThan(200);
  });

  it('says both where a difference is sure and sure to be small', () => {
    const [first] = judge([0.03, 0.03, 0.03, 0.03], { margin: 0.05 }).levels;
    expect([first.effect, first.withinMargin]).toEqual(['helps', true]);
  });

  it('tells help, harm and too few trials apart, and turns round where less is better', () => {
    expect(effects([0.2, 0.1, 0, -0.2])).toEqual(['helps', 'helps', 'not decided', 'harms']);
    expect(effects([0.2, 0.1, 0, -0.2], { higherIsBetter: false })).toEqual([
      'harms',
      'harms',
      'not decided',
      'helps',
    ]);
    const few = whereItHelps(differences([2, 8], [[0.3], [undefined]]), labels);
    expect(few.levels.map(({ effect }) => effect)).toEqual(['not decided', 'not decided']);
    expect(few.sentence).toBe(
      'Whether pretraining helps or harms is not decided (Holm-corrected for 2 levels): ' +
        'at 2 labels per class (+0.300, one seed); at 8 labels per class (no seed is complete).',
    );
    expect(whereItHelps([], labels).sentence).toMatch(/^No level was measured/);
  });

  it('says how far help goes on, and never that it goes on further', () => {
    expect(judge([0.3, 0.2, 0.1, 0.1]).sentence).toBe(
      'Pretraining helps at 2, 8, 32 and 128 labels per class (Holm-corrected for 4 levels). ' +
        'Up to 128 labels per class it was not seen to stop helping.',
    );
  });

  it('judges as a verdict does: what only an uncorrected interval shows is neither help nor harm', () => {
    // Three pairs, p = 0.035: significant alone, not among four.
    const weak = [-0.01, 0, 0.01].map((offset) => -0.03 + offset);
    const none = [-0.01, 0, 0.012];
    expect(whereItHelps(differences([32], [weak])).levels[0].effect).toBe('harms');
    const four = whereItHelps(differences(budgets, [none, none, weak, none]));
    expect(four.levels.map(({ effect }) => effect)).toEqual(new Array(4).fill('not decided'));
  });

  it('names categories and says what holds given one pretraining run', () => {
    const found = whereItHelps(differences(['blur', 'rain'], [around(0.1), around(-0.1)], 'the run'), {
      axis: { title: 'kind of noise' },
    });
    expect(found.sentence).toBe(
      'P helps at kind of noise blur and harms at kind of noise rain (Holm-corrected for 2 levels, given one pretraining run).',
    );
    expect([found.signChanges, found.signChange]).toEqual([0, undefined]);
  });

  it('makes a false claim of help, harm or absence in at most 5 % of simulated studies each', () => {
    const random = seededRandom('where it helps');
    const margin = 0.03;
    let [wrongEffect, wrongAbsence] = [0, 0];
    for (let study = 0; study < 400; study++) {
      const of = (centre: number) => Array.from({ length: 5 }, () => centre + 0.02 * random.normal());
      // Two levels without any difference, two with one of just the margin.
      const found = whereItHelps(differences(budgets, [of(0), of(margin), of(0), of(-margin)]), { margin });
      const [a, b, c, d] = found.levels;
      if ([a, c].some(({ effect }) => effect === 'helps' || effect === 'harms')) wrongEffect++;
      if ([b, d].some(({ withinMargin }) => withinMargin)) wrongAbsence++;
    }
    // Three standard errors of a share of 400 at 0.05 are 0.0327.
    expect(wrongEffect / 400).toBeLessThan(0.05 + 0.0327);
    expect(wrongAbsence / 400).toBeLessThan(0.05 + 0.0327);
  });
});

describe('a sign change', () => {
  it('is placed between the levels, on the axis they lie on', () => {
    const found = judge([0.2, 0.1, 0.05, -0.05]);
    expect(found.signChange).toMatchObject({ to: 'worse', shown: true, estimate: { bound: 'exact' } });
    expect(found.signChange!.estimate.value).toBeCloseTo(64, 6);
    const { low, high } = found.signChange!.interval!;
    expect(low.value).toBeGreaterThan(32);
    expect(high.value).toBeLessThan(128);
    expect(found.sentence).toMatch(
      /The mean difference turns from help to harm near 64 labels per class \(95 % interval 5\d(\.\d)? to 7\d(\.\d)?\)\.$/,
    );
    const linear = judge([0.2, 0.1, 0.05, -0.05], { scale: 'linear' });
    expect(linear.signChange!.estimate.value).toBeCloseTo(80, 6);
    const back = judge([0.2, 0.1, 0.05, -0.05], { higherIsBetter: false });
    expect(back.signChange).toMatchObject({ to: 'better', shown: true });
    expect(back.signChange!.estimate.value).toBeCloseTo(64, 6);
  });

  it('that was not shown is said to be so, with an interval that leaves the measured levels', () => {
    const found = judge([0.2, 0.1, 0.003, -0.002]);
    expect(found.signChange).toMatchObject({
      shown: false,
      interval: { high: { value: 128, bound: 'atLeast' } },
    });
    expect(found.sentence).toMatch(/to >= 128\); that it does so was not shown\.$/);
  });

  it('is not placed where there is none or more than one', () => {
    expect(judge([0.2, 0.1, 0.1, 0.05]).signChange).toBeUndefined();
    const wavy = judge([0.2, -0.1, 0.1, -0.1]);
    expect([wavy.signChanges, wavy.signChange]).toEqual([3, undefined]);
    expect(wavy.sentence).toContain('The mean difference changes sign 3 times');
    expect(signChangeCount(differences(budgets, [[0.1], [0], [undefined], [-0.1]]))).toBe(1);
    expect(signChangeOver([], { scale: 'log' })).toBeUndefined();
  });

  it('is that of the seeds which finished all levels', () => {
    const found = signChangeOver(
      differences(
        [1, 2, 3],
        [
          [0.1, 0.1, 0.1],
          [0.05, 0.06, undefined],
          [-0.1, -0.12, 0.9],
        ],
      ),
      { scale: 'linear' },
    )!;
    expect(found.estimate.value).toBeCloseTo(2 + 0.055 / 0.165, 9);
  });

  it('lies within its interval in 95 % of simulated studies', () => {
    const random = seededRandom('sign changes');
    let [covered, placed] = [0, 0];
    for (let study = 0; study < 400; study++) {
      const means = [0.2, 0.1, 0.05, -0.05];
      const values = means.map((centre) => Array.from({ length: 5 }, () => centre + 0.015 * random.normal()));
      const found = signChangeOver(differences(budgets, values), { scale: 'log' });
      if (!found) continue;
      placed++;
      const { low, high } = found.interval!;
      if (low.value <= 64 && (high.bound === 'atLeast' || high.value >= 64)) covered++;
    }
    expect(placed).toBeGreaterThan(390);
    // Three standard errors of a share of 400 at 0.95 are 0.0327.
    expect(Math.abs(covered / placed - 0.95)).toBeLessThan(0.0327);
  });

  it('refuses names on a numeric axis', () => {
    expect(() => whereItHelps(differences(['blur'], [[0.1, 0.2]]), { scale: 'log' })).toThrow(
      "The level 'blur' is not a number, so it has no place on a log axis.",
    );
  });
});
