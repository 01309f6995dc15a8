import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import type { Level } from '../../src/statistics/observation';
import type { VerdictRule } from '../../src/statistics/verdictRule';
import { expectClose } from '../numerical';
import { clear, judge, none, rule, type Values, worse } from './judged';
import { differing, observed, type Scores } from './observed';

describe('a rule with a trend', () => {
  const trend = { from: 1, to: 8 };
  const grown = [
    [1, [0.05, 0.06, 0.04, 0.05, 0.055]],
    [4, none],
    [8, [0.15, 0.17, 0.13, 0.16, 0.15]],
  ] as const;
  const axis = { title: 'encoder layers', singular: 'encoder layer' };

  it('judges the change of the difference; levels are reported and not judged', () => {
    const verdict = judge(grown, { rule: { ...rule, trend }, axis });
    expect([verdict.finding, verdict.trend!.finding]).toEqual(['supports', 'supports']);
    expectClose(verdict.trend!.trend.differences, [0.1, 0.11, 0.09, 0.11, 0.095], 1e-12);
    // Level 4 alone would have left the claim open.
    expect(verdict.levels.map(({ finding }) => finding)).toEqual([undefined, undefined, undefined]);
    expect(verdict.levels[1].difference.tInterval!.low).toBeLessThan(0);
    expect(verdict.sentence).toMatch(
      /^The study supports "The lead of pretrained over scratch in accuracy is larger at 8 encoder layers than at 1 encoder layer" \(paired differences over seeds, t intervals\): from 1 encoder layer to 8 encoder layers the difference changes by \+0\.101 \(95 % interval .*\), supports\. Not judged: at 1 encoder layer \+0\.051 \(.*; at 4 encoder layers .*\)\.$/,
    );
  });

  it('turns round with the claim and the metric, and asks for a size', () => {
    const of = (more: Partial<VerdictRule>, higherIsBetter = true) =>
      judge(grown, { rule: { ...rule, trend, ...more }, higherIsBetter }).finding;
    expect(of({ expects: 'worse' })).toBe('contradicts');
    expect(of({}, false)).toBe('contradicts');
    expect(of({ trend: { from: 8, to: 1 } })).toBe('contradicts');
    expect(of({ smallestDifferenceThatMatters: 0.15 })).toBe('contradicts');
    expect(of({ smallestDifferenceThatMatters: 0.08 })).toBe('supports');
  });

  it('is undecided where an end of it was not run', () => {
    const verdict = judge(grown, { rule: { ...rule, trend: { from: 1, to: 16 } } });
    expect(verdict.finding).toBe('inconclusive');
    expect(verdict.sentence).toContain('changes by undecided, since no seed is complete');
  });
});

describe('a rule with a label multiplier', () => {
  const budgets = [2, 8, 32, 128];
  const curve = [0.14, 0.25, 0.4, 0.56];
  const ahead = [0.33, 0.47, 0.6, 0.67];
  const random = seededRandom('rules');
  const noise = budgets.map(() => [0, 1, 2, 3, 4].map(() => 0.01 * random.normal()));
  const table = (means: readonly number[]) =>
    new Map(
      budgets.map((level, b) => [
        level as Level,
        noise[b].map((value, k) => means[b] + value * (k % 2 ? 1 : -1)),
      ]),
    );
  const scores: Scores = {
    pretrained: table(ahead),
    scratch: new Map(budgets.map((level, b) => [level, noise[b].map((v) => curve[b] + v)])),
  };
  const of = (multiplier: { at: number; atLeast: number }, more: Partial<VerdictRule> = {}) =>
    judge([], { observations: observed(scores), levels: budgets, rule: { ...rule, multiplier, ...more } });

  it('supports only where the lower bound lies above what is asked', () => {
    // At 8 labels the treatment is worth about 7 times as many.
    const met = of({ at: 8, atLeast: 4 });
    expect([met.finding, met.multiplier!.finding]).toEqual(['supports', 'supports']);
    expect(met.multiplier!.correctedInterval!.low.value).toBeGreaterThan(4);
    expect(met.question).toContain(
      'in accuracy at each of 2, 8, 32 and 128 labels per class, and worth more than 4 times the labels at 8 labels per class"',
    );
    expect(met.question).toContain('Holm-corrected for 5 hypotheses');
    expect(met.sentence).toMatch(
      /the label multiplier at 8 labels per class is [78]\.\d+ \([\d.]+ % interval [\d.]+ to [\d.]+\), 4 asked for, supports\.$/,
    );
    const close = of({ at: 8, atLeast: met.multiplier!.multiplier!.multiplier.value });
    expect([close.finding, close.multiplier!.finding]).toEqual(['inconclusive', 'inconclusive']);
    const missed = of({ at: 8, atLeast: 15 });
    expect([missed.finding, missed.multiplier!.finding]).toEqual(['contradicts', 'contradicts']);
    expect(missed.multiplier!.correctedInterval!.high.value).toBeLessThan(15);
  });

  it('is corrected together with the levels', () => {
    const estimate = of({ at: 8, atLeast: 1 }).multiplier!.multiplier!.multiplier.value;
    // Neither the level nor the multiplier can be told from what is asked, so both are tested at half of 5 %.
    const open = of({ at: 8, atLeast: estimate }, { levels: [2], smallestDifferenceThatMatters: 0.19 });
    expect(open.levels[0].correctedInterval!.confidence).toBeCloseTo(0.975, 12);
    expect(open.multiplier!.correctedInterval!.confidence).toBeCloseTo(0.975, 12);
  });

  it('finds the same by its interval as by its test', () => {
    for (let atLeast = 4.2; atLeast < 12; atLeast += 0.25) {
      const { multiplier } = of({ at: 8, atLeast });
      const { low, high } = multiplier!.correctedInterval!;
      const finding =
        low.value > atLeast ? 'supports' : high.value < atLeast ? 'contradicts' : 'inconclusive';
      expect(multiplier!.finding).toBe(finding);
    }
  });

  it('cannot support what the measured labels cannot tell', () => {
    const beyond = of({ at: 32, atLeast: 5 });
    expect(beyond.finding).toBe('inconclusive');
    expect(beyond.multiplier!.adjustedP).toBeUndefined();
    expect(beyond.sentence).toContain(
      '5 asked for, and no level measured can tell it from that, inconclusive',
    );
    expect(of({ at: 64, atLeast: 2 }).sentence).toContain(
      'the label multiplier at 64 labels per class is undecided',
    );
  });

  it('is one claim more, also where one level is enough or a trend is judged', () => {
    expect(of({ at: 8, atLeast: 4 }, { requires: 'any' }).finding).toBe('supports');
    expect(of({ at: 8, atLeast: 15 }, { requires: 'any' }).finding).toBe('contradicts');
    const trend = of({ at: 8, atLeast: 4 }, { trend: { from: 128, to: 2 } });
    expect([trend.finding, trend.trend!.finding, trend.multiplier!.finding]).toEqual(
      new Array(3).fill('supports'),
    );
    expect(trend.question).toContain('Holm-corrected for 2 hypotheses');
  });
});

describe('a rule with a control', () => {
  const levels = [2, 8, 32];
  const control = (differences: readonly (readonly [Level, Values])[]) => {
    const scores = {
      ...differing(levels.map((level) => [level, clear])),
      // The control scores 0.5, plus or minus.
      matched: new Map(differences),
    };
    return judge([], {
      observations: observed(scores),
      levels,
      rule: { ...rule, control: 'matched' },
      titles: { matched: "scratch with pretraining's compute" },
    });
  };
  const scored = (lead: Values) =>
    clear.map((value, k) => (lead[k] === undefined ? undefined : 0.5 + value - lead[k]!));

  it('says at each level where it ran whether the treatment is ahead, and where it did not run', () => {
    const verdict = control([
      [2, scored(clear)],
      [32, scored(none)],
    ]);
    expect(verdict.finding).toBe('supports');
    expect(verdict.control!.levels.map(({ level, outcome }) => [level, outcome])).toEqual([
      [2, 'ahead'],
      [32, 'not told apart'],
    ]);
    expect(verdict.control!.notRun).toEqual([8]);
    expect(verdict.sentence).toMatch(
      /supports\. Against the control \(scratch with pretraining's compute; Holm-corrected for 2 levels\), pretrained is ahead at 2 labels per class, \+0\.204 \(.*\); not told apart from it at 32 labels per class, -0\.002 \(.*\); the control was not run at 8 labels per class\.$/,
    );
    expect(verdict.sentence).not.toContain('no difference');
  });

  it('changes no finding, not even where it is ahead of the treatment', () => {
    const verdict = control(levels.map((level) => [level, scored(worse)]));
    expect([verdict.finding, verdict.control!.levels[0].outcome]).toEqual(['supports', 'behind']);
    expect(verdict.question).toContain('Holm-corrected for 3 hypotheses');
  });

  it('with fewer seeds by plan lacks nothing; a failed one is told', () => {
    const fewer = control([[2, scored([0.2, 0.21, undefined])]]);
    expect(fewer.control!.levels[0].difference).toMatchObject({ unpaired: [], missing: [3, 4, 5] });
    const planned = control([[2, scored(clear).slice(0, 3)]]);
    expect(planned.sentence).toMatch(
      /ahead at 2 labels per class, \+0\.200 \(95 % interval [^)]*, 3 of 3 seeds above zero\)/,
    );
  });

  it('that was run nowhere is named all the same', () => {
    expect(control([]).sentence).toMatch(
      /The control \(scratch with pretraining's compute\) was not run at 2, 8 and 32 labels per class\.$/,
    );
  });

  it('turns round where less is better', () => {
    const scores = { ...differing([[2, worse]]), matched: new Map([[2 as Level, clear.map(() => 0.5)]]) };
    const verdict = judge([], {
      observations: observed(scores),
      levels: [2],
      rule: { ...rule, control: 'matched' },
      higherIsBetter: false,
    });
    expect(verdict.control!.levels[0].outcome).toBe('ahead');
  });
});

describe('a rule that cannot be judged', () => {
  it.each<[Partial<VerdictRule>, RegExp]>([
    [{ reference: 'pretrained' }, /compares the arm 'pretrained' with itself/],
    [{ moreThan: { treatment: 'a', reference: 'a' } }, /with itself in moreThan/],
    [{ control: 'pretrained' }, /as treatment and as control/],
    [{ levels: [2, 8, 2] }, /names a level twice: 2, 8, 2/],
    [{ smallestDifferenceThatMatters: -0.1 }, /has -0.1 as the smallest difference/],
    [{ smallestDifferenceThatMatters: Number.NaN }, /has NaN as the smallest difference/],
    [{ trend: { from: 2, to: 2 } }, /trend from 2 to itself/],
    [{ multiplier: { at: 8, atLeast: 0 } }, /multiplier of 0 at 8 labels/],
    [{ multiplier: { at: 8, atLeast: 2 }, expects: 'worse' }, /leave the multiplier out/],
    [{ multiplier: { at: 8, atLeast: 2 }, moreThan: { treatment: 'a', reference: 'b' } }, /leave one out/],
  ])('%j is refused', (change, message) => {
    expect(() => judge([[2, clear]], { rule: { ...rule, ...change } })).toThrow(message);
  });

  it('is one that asks for a multiplier on an axis that does not count labels', () => {
    const named = [['blur', clear]] as const;
    expect(() => judge(named, { rule: { ...rule, multiplier: { at: 8, atLeast: 2 } } })).toThrow(
      /counts of labels/,
    );
  });
});
