import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/errors';
import type { Scoring } from '../../src/form/task';
import { chanceLevel } from '../../src/runner/analysis';
import type { StudyResults } from '../../src/runner/results';
import {
  type ClassificationData,
  classification,
  drawnExamples,
  scored,
} from '../../src/tasks/classification';

const study = (...facts: Record<string, number | string>[]) =>
  ({ trials: facts.map((of) => ({ facts: of })) }) as unknown as StudyResults;
// Three examples of one class, one of the other: the larger class is 0.75 of them.
const probabilities = [1, 0, 1, 0, 1, 0, 1, 0];
const labels = Int32Array.from([0, 0, 0, 1]);
const names = ['red', 'white'];
const scoring = (metrics: readonly string[] = ['accuracy'], options: Scoring['options'] = {}): Scoring => ({
  metrics,
  options,
});

describe('the scores of a classification', () => {
  it('are accuracy and macro-F1, and what else is asked for', () => {
    const { metrics } = scored({ probabilities }, labels, names, scoring());
    expect(metrics).toEqual({ accuracy: 0.75, macroF1: expect.closeTo(3 / 7, 12) });
    const more = scored({ probabilities }, labels, names, scoring(['error', 'macroRecall', 'brierScore']));
    expect(more.metrics).toMatchObject({ accuracy: 0.75, error: 0.25, macroRecall: 0.5 });
    expect(Object.keys(more.metrics).sort()).toEqual([
      'accuracy',
      'brierScore',
      'error',
      'macroF1',
      'macroRecall',
    ]);
  });

  it('are the same from unnormalised scores as from their softmax', () => {
    const logits = [2, -1, 0.5, 0.5, -30, 40, 1000, 999];
    const softmax = [0, 2, 4, 6].flatMap((at) => {
      const powers = [logits[at]!, logits[at + 1]!].map((value) =>
        Math.exp(value - Math.max(logits[at]!, logits[at + 1]!)),
      );
      return powers.map((value) => value / (powers[0]! + powers[1]!));
    });
    const asked = scoring(['loss', 'brierScore', 'expectedCalibrationError']);
    const [fromLogits, fromProbabilities] = [
      scored({ logits }, labels, names, asked),
      scored({ probabilities: softmax }, labels, names, asked),
    ];
    for (const [name, value] of Object.entries(fromProbabilities.metrics))
      expect(fromLogits.metrics[name], name).toBeCloseTo(value, 12);
  });

  it('are refused by name where the metric is none of a classification', () => {
    const refusal = () => scored({ probabilities }, labels, names, scoring(['bleu']));
    expect(refusal).toThrow(LabError);
    expect(refusal).toThrow("A classification is not scored by 'bleu'.");
  });

  it('tell how many answers were ties, and the recall of each class where it is asked for', () => {
    const tied = scored({ probabilities: [0.5, 0.5, 1, 0, 0, 1, 0, 1] }, labels, names, scoring());
    expect(tied.facts.tieRate).toBe(0.25);
    expect(Object.keys(tied.facts).filter((name) => name.startsWith('recall of'))).toEqual([]);
    const asked = scoring(['accuracy'], { recallOfEachClass: true });
    expect(scored({ probabilities }, labels, names, asked).facts).toMatchObject({
      'recall of red': 1,
      'recall of white': 0,
    });
  });
});

describe('the chance level', () => {
  it('is that of the metric shown', () => {
    const { facts } = scored({ probabilities }, labels, names, scoring(['accuracy', 'macroF1', 'error']));
    expect(chanceLevel(study(facts), 'accuracy')).toBe(0.75);
    expect(chanceLevel(study(facts), 'macroF1')).toBe(0.5);
    expect(chanceLevel(study(facts), 'error')).toBe(0.25);
    expect(chanceLevel(study(facts), 'brierScore')).toBeUndefined();
  });

  it('is not shown where trials disagree', () => {
    const level = (value: number) => ({ 'chanceLevel of accuracy': value });
    expect(chanceLevel(study(level(0.1), {}), 'accuracy')).toBe(0.1);
    expect(chanceLevel(study(level(0.1), level(0.2)), 'accuracy')).toBeUndefined();
    expect(chanceLevel(study({}), 'accuracy')).toBeUndefined();
  });
});

describe('the task', () => {
  const pool = { labels: Int32Array.from({ length: 40 }, (_, k) => k % 2) };
  const dev = { labels: Int32Array.of(0, 1) };
  const data: ClassificationData = { labels: names, pool, dev, test: { labels } };

  it('puts dev in the place of test for choosing settings, and leaves the rest', () => {
    const task = classification({ metrics: ['accuracy'] });
    expect(task.onDev(data)).toEqual({ ...data, test: dev });
    expect(task).toMatchObject({ kind: 'classification', selectOn: 'dev', evaluateOn: 'test' });
    expect(classification({ metrics: ['accuracy'], selectOn: 'train' }).selectOn).toBe('train');
  });

  it('draws as many of every class, nested for one seed, or all', () => {
    const [few, more] = [drawnExamples(data, 3, 1), drawnExamples(data, 8, 1)];
    for (const [drawn, each] of [
      [few, 3],
      [more, 8],
    ] as const)
      for (const label of [0, 1])
        expect(drawn.filter((index) => pool.labels[index] === label)).toHaveLength(each);
    expect(few.every((index) => more.includes(index))).toBe(true);
    expect(drawnExamples(data, 3, 1)).toEqual(few);
    expect(drawnExamples(data, 3, 2)).not.toEqual(few);
    expect(drawnExamples(data, 'all', 1)).toEqual([...pool.labels.keys()]);
  });

  it('refuses more than a class has, or gives it whole where the data say so', () => {
    expect(() => drawnExamples(data, 21, 1)).toThrow(LabError);
    expect(drawnExamples({ ...data, scarce: 'given whole' }, 21, 1)).toHaveLength(40);
  });
});
