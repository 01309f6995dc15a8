import { describe, expect, it } from 'vitest';
import { chanceLevel } from '../../src/ablations/analysis';
import { scored } from '../../src/ablations/classificationArms';
import { scoredByClass } from '../../src/ablations/perClassScores';
import type { StudyResults } from '../../src/ablations/results';

const study = (...facts: Record<string, number | string>[]) =>
  ({ trials: facts.map((of) => ({ facts: of })) }) as unknown as StudyResults;
// Three examples of one class, one of the other: the larger class is 0.75 of them.
const scores = [1, 0, 1, 0, 1, 0, 1, 0];
const labels = Int32Array.from([0, 0, 0, 1]);

describe('the chance level', () => {
  it('is that of the metric shown', () => {
    const facts = study(scored(scores, labels, 2).facts);
    expect(chanceLevel(facts, 'accuracy')).toBe(0.75);
    expect(chanceLevel(facts, 'macroF1')).toBe(0.5);
    expect(chanceLevel(facts, 'error')).toBeUndefined();
    expect(chanceLevel(study(scoredByClass(scores, labels, ['red', 'white']).facts), 'macroF1')).toBe(0.5);
  });

  it('is not shown where trials disagree', () => {
    const level = (value: number) => ({ 'chanceLevel of accuracy': value });
    expect(chanceLevel(study(level(0.1), {}), 'accuracy')).toBe(0.1);
    expect(chanceLevel(study(level(0.1), level(0.2)), 'accuracy')).toBeUndefined();
    expect(chanceLevel(study({}), 'accuracy')).toBeUndefined();
  });
});
