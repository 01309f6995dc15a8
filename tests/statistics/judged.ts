/** What tests of verdicts share: a study of two arms, judged. */
import type { VerdictInput } from '../../src/statistics/findings';
import type { Level } from '../../src/statistics/observation';
import { verdictOf } from '../../src/statistics/verdict';
import type { VerdictRule } from '../../src/statistics/verdictRule';
import { differing, observed } from './observed';

export type Values = readonly (number | undefined)[];
export const rule: VerdictRule = { treatment: 'pretrained', reference: 'scratch', expects: 'better' };

/** Differences by level, judged by the rule unless another one is given. */
export function judge(levels: readonly (readonly [Level, Values])[], more: Partial<VerdictInput> = {}) {
  return verdictOf({
    observations: observed(differing(levels)),
    levels: levels.map(([level]) => level),
    rule,
    metric: 'accuracy',
    higherIsBetter: true,
    axis: { title: 'labels per class' },
    ...more,
  });
}

export const clear = [0.2, 0.21, 0.19, 0.2, 0.22];
export const none = [0.02, -0.03, 0.01, -0.02, 0.01];
export const worse = clear.map((value) => -value);
