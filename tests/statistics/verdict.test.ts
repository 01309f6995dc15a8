import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import type { VerdictInput } from '../../src/statistics/findings';
import type { Level } from '../../src/statistics/observation';
import { judgedArms } from '../../src/statistics/verdictRule';
import { expectClose } from '../numerical';
import { clear, judge, none, rule, type Values, worse } from './judged';
import { differing, observed, type Scores } from './observed';

describe('verdictOf', () => {
  it('supports a claim that holds at each level', () => {
    const verdict = judge([
      [2, clear],
      [8, clear],
    ]);
    expect(verdict.finding).toBe('supports');
    expect(verdict.sentence).toMatch(
      /^The study supports "pretrained is better than scratch in accuracy at each of 2 and 8 labels per class" \(paired differences over seeds, t intervals, Holm-corrected for 2 hypotheses\): at 2 labels per class \+0\.204 \(/,
    );
    expect(verdict.sentence).toContain('5 of 5 seeds above zero), supports');
  });

  it('is inconclusive if one level shows nothing, and contradicts if one is against it', () => {
    const of = (first: Values, second: Values, requires: 'all' | 'any') =>
      judge(
        [
          [2, first],
          [8, second],
        ],
        { rule: { ...rule, requires } },
      ).finding;
    expect(of(clear, none, 'all')).toBe('inconclusive');
    expect(of(clear, worse, 'all')).toBe('contradicts');
    expect(of(clear, worse, 'any')).toBe('supports');
    expect(of(worse, none, 'any')).toBe('inconclusive');
    expect(of(worse, worse, 'any')).toBe('contradicts');
  });

  it('judges how much more one pair of arms differs than another, seed by seed', () => {
    const scores: Scores = {
      ...differing([[2, [0.4, 0.38, 0.41, 0.4]]]),
      ...differing([[2, [0.2, 0.17, 0.21, undefined]]], ['convnetPretrained', 'convnetScratch']),
    };
    const moreThan = { treatment: 'convnetPretrained', reference: 'convnetScratch' };
    const verdict = judge([[2, []]], { observations: observed(scores), rule: { ...rule, moreThan } });
    // All four arms' runs are receipts of the verdict, and the control's.
    expect(judgedArms({ ...rule, moreThan, control: 'matched' })).toEqual([
      ...Object.keys(scores),
      'matched',
    ]);
    expect(judgedArms(rule)).toEqual(['pretrained', 'scratch']);
    const [{ difference }] = verdict.levels;
    expectClose(difference.differences, [0.2, 0.21, 0.2], 1e-9);
    expect(difference.missing).toEqual([4]);
    expect(verdict.finding).toBe('supports');
    expect(verdict.sentence).toContain(
      '"pretrained is better than scratch by more than convnetPretrained is than convnetScratch in accuracy at 2 labels per class"',
    );
  });

  it('asks only the levels that the rule names', () => {
    const levels = [
      [2, clear],
      [8, none],
    ] as const;
    const verdict = judge(levels, { rule: { ...rule, levels: [2] } });
    expect([verdict.finding, verdict.levels.length]).toEqual(['supports', 1]);
    expect(verdict.sentence).not.toContain('Holm');
    // One that the study did not run is not passed over.
    const absent = judge(levels, { rule: { ...rule, levels: [2, 32] } });
    expect(absent.finding).toBe('inconclusive');
    expect(absent.sentence).toContain('at 32 labels per class undecided, since no seed is complete');
  });

  it('never decides from a single seed, nor from failed trials, nor from no level', () => {
    const single = judge([[8, [0.4]]]);
    expect(single.finding).toBe('inconclusive');
    expect(single.sentence).toContain('undecided, since the one complete seed (+0.400) gives no interval');
    const failed = judge([[8, [0.4, undefined, undefined]]]);
    expect(failed.finding).toBe('inconclusive');
    expect(failed.sentence).toContain('seeds 2 and 3 of 3 lack a finished pair');
    expect(judge([]).finding).toBe('inconclusive');
    // An arm with other seeds than its reference has no pairs either.
    const apart = observed(differing([[8, clear]])).map((o) => ({
      ...o,
      seed: o.seed + (o.arm === 'scratch' ? 5 : 0),
    }));
    const unpaired = judge([[8, []]], { observations: apart });
    expect(unpaired.sentence).toContain('seeds 1, 2, 3, 4, 5, 6, 7, 8, 9 and 10 of 10 lack a finished pair');
  });

  it('does not decide from two differences that happen to be equal', () => {
    const equal = judge([[8, [0.02, 0.02]]]);
    expect(equal.finding).toBe('inconclusive');
    expect(equal.sentence).toContain(
      '+0.020 (the same for all 2, sign test p 0.500, 2 of 2 seeds above zero)',
    );
    // Eight of eight solved against none: no spread, and clear all the same.
    expect(judge([[8, new Array(8).fill(1)]]).finding).toBe('supports');
  });

  it('turns round for claims of less and for metrics where less is better', () => {
    expect(judge([[8, worse]], { rule: { ...rule, expects: 'worse' } }).finding).toBe('supports');
    expect(judge([[8, clear]], { rule: { ...rule, expects: 'worse' } }).finding).toBe('contradicts');
    const loss = judge([[8, worse]], { higherIsBetter: false, metric: 'loss' });
    expect(loss.finding).toBe('supports');
    expect(loss.question).toContain('is better than scratch in loss (less is better) at 8 labels per class');
  });

  it('contradicts a claimed size that the difference reliably falls short of', () => {
    const demanding = (smallestDifferenceThatMatters: number) =>
      judge([[8, clear]], { rule: { ...rule, smallestDifferenceThatMatters } });
    expect(demanding(0.1).finding).toBe('supports');
    expect(demanding(0.2).finding).toBe('inconclusive');
    expect(demanding(0.3).finding).toBe('contradicts');
    expect(demanding(0.3).sentence).toContain('better than scratch in accuracy by more than 0.3');
  });

  it('corrects for the number of levels: p = 0.03 decides alone, not among four', () => {
    // Five differences with t = 3.3: two-sided p = 0.030.
    const shape = [-1.2, -0.6, 0, 0.6, 1.2];
    const deviation = Math.sqrt(shape.reduce((sum, x) => sum + x * x, 0) / 4);
    const borderline = shape.map((x) => 0.01 * (x + (3.3 * deviation) / Math.sqrt(5)));
    expect(judge([[8, borderline]]).finding).toBe('supports');
    const four = judge([2, 8, 32, 128].map((level) => [level, borderline]));
    expect(four.finding).toBe('inconclusive');
    expect(four.levels[0].correctedInterval!.low).toBeLessThan(0);
  });

  it('counts pretraining runs where seeds share them, and says what it rests on', () => {
    const run = (per: number) => (arm: string, seed: number) =>
      arm === 'pretrained' ? `run ${Math.ceil(seed / per)}` : undefined;
    // Two lucky runs of three seeds: clear over seeds, nothing over runs.
    const lucky = [0.2, 0.21, 0.22, 0.05, 0.06, 0.04];
    const of = (per: number) =>
      judge([[8, lucky]], { observations: observed(differing([[8, lucky]]), run(per)) });
    expect(of(1).finding).toBe('supports');
    expect(of(3).finding).toBe('inconclusive');
    expect(of(3).question).toContain('t intervals, clustered by pretraining run into 2)');
    expect(of(6).finding).toBe('supports');
    expect(of(6).sentence).toMatch(
      /t intervals, given one pretraining run\): .*6 of 6 seeds above zero\), supports\.$/,
    );
    // Where levels differ in it, each says its own.
    const levels = [
      [2, clear],
      [8, clear],
    ] as const;
    const mixed = observed(differing(levels), (arm, _, level) =>
      arm === 'pretrained' && level === 8 ? 'the run' : undefined,
    );
    expect(judge(levels, { observations: mixed }).sentence).toMatch(
      /at 2 labels per class [^;]*seeds above zero\), supports; at 8 labels per class [^;]*above zero, given one pretraining run\), supports/,
    );
  });

  it('is wrong in at most 5 % of simulated studies without any effect', () => {
    const random = seededRandom('verdicts');
    let wrong = 0;
    for (let k = 0; k < 150; k++) {
      const draw = () => Array.from({ length: 5 }, () => 0.03 * random.normal());
      const levels = [
        [2, draw()],
        [8, draw()],
      ] as const;
      if (judge(levels, { rule: { ...rule, requires: 'any' } }).finding === 'supports') wrong++;
    }
    // One-sided, so half of alpha; three standard errors above 0.025.
    expect(wrong / 150).toBeLessThan(0.025 + 0.0382);
  });

  it('has words for settings, for categories and for studies without an axis', () => {
    const question = (
      levels: readonly Level[],
      axis: VerdictInput['axis'],
      requires: 'all' | 'any' = 'all',
    ) =>
      judge(
        levels.map((level) => [level, clear]),
        { axis, rule: { ...rule, requires } },
      ).question.split('"')[1];
    const start = 'pretrained is better than scratch in accuracy';
    const layers = { title: 'depth', unit: 'layers', singular: 'layer' };
    expect(question([1], layers)).toBe(`${start} at 1 layer`);
    expect(question([1, 4], layers, 'any')).toBe(`${start} at one or more of 1 and 4 layers`);
    expect(question([0.5], { title: 'temperature', form: 'setting' })).toBe(`${start} at temperature 0.5`);
    expect(question(['blur', 'rain'], { title: 'kind of noise' })).toBe(
      `${start} at each kind of noise (blur and rain)`,
    );
    expect(question([1], undefined)).toBe(start);
    expect(judge([[1, clear]], { axis: undefined, titles: { pretrained: 'Ours' } }).sentence).toMatch(
      /^The study supports "Ours is better than scratch in accuracy" .*: \+0\.204 \(/,
    );
  });
});
