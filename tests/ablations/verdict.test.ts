import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/ablations/pairedDifference';
import { judgedArms, type VerdictInput, verdictOf } from '../../src/ablations/verdict';
import { seededRandom } from '../../src/data/seededRandom';
import { expectClose } from '../numerical';

/** Trials of two arms whose differences per budget are given; the reference scores 0.5. */
function study(differences: Record<number, (number | undefined)[]>): Observation[] {
  return Object.entries(differences).flatMap(([budget, values]) =>
    values.flatMap((difference, k) => {
      const place = { labelsPerClass: Number(budget), seed: k + 1 };
      return [
        { arm: 'pretrained', ...place, value: difference === undefined ? undefined : 0.5 + difference },
        { arm: 'scratch', ...place, value: 0.5 },
      ];
    }),
  );
}

function judge(differences: Record<number, (number | undefined)[]>, more: Partial<VerdictInput> = {}) {
  return verdictOf({
    observations: study(differences),
    labelsPerClass: Object.keys(differences).map(Number),
    rule: { treatment: 'pretrained', reference: 'scratch', expects: 'better' },
    metric: 'accuracy',
    higherIsBetter: true,
    ...more,
  });
}
const rule = { treatment: 'pretrained', reference: 'scratch', expects: 'better' } as const;

const clear = [0.2, 0.21, 0.19, 0.2, 0.22];
const none = [0.02, -0.03, 0.01, -0.02, 0.01];
const worse = clear.map((value) => -value);

describe('verdictOf', () => {
  it('supports a claim that holds at each budget', () => {
    const verdict = judge({ 2: clear, 8: clear });
    expect(verdict.finding).toBe('supports');
    expect(verdict.sentence).toMatch(
      /^The study supports "pretrained better than scratch in accuracy at each of 2 and 8 labels per class" \(paired differences over seeds, t intervals, Holm-corrected for 2 budgets\): at 2 \+0\.204 \(/,
    );
    expect(verdict.sentence).toContain('5 of 5 seeds above zero), supports');
  });

  it('is inconclusive if one budget shows nothing, and contradicts if one is against it', () => {
    expect(judge({ 2: clear, 8: none }).finding).toBe('inconclusive');
    expect(judge({ 2: clear, 8: worse }).finding).toBe('contradicts');
    const any = { rule: { ...rule, requires: 'any' as const } };
    expect(judge({ 2: clear, 8: worse }, any).finding).toBe('supports');
    expect(judge({ 2: worse, 8: none }, any).finding).toBe('inconclusive');
    expect(judge({ 2: worse, 8: worse }, any).finding).toBe('contradicts');
  });

  it('judges how much more one pair of arms differs than another, seed by seed', () => {
    const arms: Record<string, (number | undefined)[]> = {
      pretrained: [0.9, 0.8, 0.85, 0.9],
      scratch: [0.5, 0.42, 0.44, 0.5],
      convnetPretrained: [0.8, 0.7, 0.75, undefined],
      convnetScratch: [0.6, 0.53, 0.54, 0.6],
    };
    const all = Object.entries(arms).flatMap(([arm, values]) =>
      values.map((value, k) => ({ arm, labelsPerClass: 2, seed: k + 1, ...(value && { value }) })),
    );
    const moreThan = { treatment: 'convnetPretrained', reference: 'convnetScratch' };
    const verdict = judge({ 2: [] }, { observations: all, rule: { ...rule, moreThan } });
    // All four arms' runs are receipts of the verdict.
    expect(judgedArms({ ...rule, moreThan })).toEqual(Object.keys(arms));
    expect(judgedArms(rule)).toEqual(['pretrained', 'scratch']);
    const [{ difference }] = verdict.budgets as [(typeof verdict.budgets)[number]];
    expectClose(difference.differences, [0.2, 0.21, 0.2], 1e-9);
    expect(difference.missing).toEqual([4]);
    expect(verdict.finding).toBe('supports');
    expect(verdict.sentence).toContain(
      '"pretrained better than scratch by more than convnetPretrained than convnetScratch in accuracy',
    );
  });

  it('asks only the budgets that the rule names', () => {
    const verdict = judge({ 2: clear, 8: none }, { rule: { ...rule, labelsPerClass: [2] } });
    expect([verdict.finding, verdict.budgets.length]).toEqual(['supports', 1]);
    expect(verdict.sentence).not.toContain('Holm');
  });

  it('never decides from a single seed, nor from failed trials', () => {
    const single = judge({ 8: [0.4] });
    expect(single.finding).toBe('inconclusive');
    expect(single.sentence).toContain('undecided, since one complete pair gives no interval');
    const failed = judge({ 8: [0.4, undefined, undefined] });
    expect(failed.finding).toBe('inconclusive');
    expect(failed.sentence).toContain('2 of 3 seeds missing or failed');
    expect(judge({}).finding).toBe('inconclusive');
  });

  it('turns round for claims of less and for metrics where less is better', () => {
    expect(judge({ 8: worse }, { rule: { ...rule, expects: 'worse' } }).finding).toBe('supports');
    expect(judge({ 8: clear }, { rule: { ...rule, expects: 'worse' } }).finding).toBe('contradicts');
    expect(judge({ 8: worse }, { higherIsBetter: false, metric: 'loss' }).finding).toBe('supports');
  });

  it('contradicts a claimed size that the difference reliably falls short of', () => {
    const demanding = (smallestDifferenceThatMatters: number) =>
      judge({ 8: clear }, { rule: { ...rule, smallestDifferenceThatMatters } });
    expect(demanding(0.1).finding).toBe('supports');
    expect(demanding(0.2).finding).toBe('inconclusive');
    expect(demanding(0.3).finding).toBe('contradicts');
    expect(demanding(0.3).sentence).toContain('better than scratch in accuracy by more than 0.3');
  });

  it('corrects for the number of budgets: p = 0.03 decides alone, not among four', () => {
    // Five differences with t = 3.3: two-sided p = 0.030.
    const shape = [-1.2, -0.6, 0, 0.6, 1.2];
    const deviation = Math.sqrt(shape.reduce((sum, x) => sum + x * x, 0) / 4);
    const borderline = shape.map((x) => 0.01 * (x + (3.3 * deviation) / Math.sqrt(5)));
    expect(judge({ 8: borderline }).finding).toBe('supports');
    const four = judge({ 2: borderline, 8: borderline, 32: borderline, 128: borderline });
    expect(four.finding).toBe('inconclusive');
    expect(four.budgets[0].correctedInterval!.low).toBeLessThan(0);
  });

  it('is wrong in at most 5 % of simulated studies without any effect', () => {
    const random = seededRandom('verdicts');
    let wrong = 0;
    for (let k = 0; k < 150; k++) {
      const draw = () => Array.from({ length: 5 }, () => 0.03 * random.normal());
      if (judge({ 2: draw(), 8: draw() }, { rule: { ...rule, requires: 'any' } }).finding === 'supports')
        wrong++;
    }
    // One-sided, so half of alpha; three standard errors above 0.025.
    expect(wrong / 150).toBeLessThan(0.025 + 0.0382);
  });
});
