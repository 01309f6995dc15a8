import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { labelShares } from '../../src/metrics/chance';
import { accuracy, error, macroF1, macroRecall, microF1 } from '../../src/metrics/classification';
import { classScores, confusionMatrix } from '../../src/metrics/confusion';
import { expectRecorded, recorded } from './recorded';

/**
 * Labels and predictions of four classes, by hand. Confusion (rows: labels):
 *   0: 3 1 0 0
 *   1: 1 1 0 0
 *   2: 0 2 0 0     class 2 is never answered, class 3 never occurs
 */
const labels = [0, 0, 0, 0, 1, 1, 2, 2];
const predictions = [0, 0, 0, 1, 0, 1, 1, 1];

describe('metrics on a confusion matrix by hand', () => {
  it('count labels in rows and predictions in columns', () => {
    expect(Array.from(confusionMatrix(predictions, labels, 4))).toEqual([
      3, 1, 0, 0, 1, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0,
    ]);
  });

  it('give precision, recall and F1 of each class, 0 where they are 0 / 0', () => {
    expect(classScores(predictions, labels, 4)).toEqual([
      { precision: 3 / 4, recall: 3 / 4, f1: 6 / 8, labelled: 4, predicted: 4 },
      { precision: 1 / 4, recall: 1 / 2, f1: 2 / 6, labelled: 2, predicted: 4 },
      { precision: 0, recall: 0, f1: 0, labelled: 2, predicted: 0 },
      { precision: 0, recall: 0, f1: 0, labelled: 0, predicted: 0 },
    ]);
  });

  it('average over the classes that occur', () => {
    expect(accuracy.compute(predictions, labels, 4)).toBe(4 / 8);
    expect(error.compute(predictions, labels, 4)).toBe(4 / 8);
    expect(microF1.compute(predictions, labels, 4)).toBe(4 / 8);
    expect(macroF1.compute(predictions, labels, 4)).toBeCloseTo((6 / 8 + 2 / 6 + 0) / 3, 15);
    expect(macroRecall.compute(predictions, labels, 4)).toBeCloseTo((3 / 4 + 1 / 2 + 0) / 3, 15);
  });

  it('count a class that is answered but has no example in macro-F1, and not in macro recall', () => {
    expect(macroF1.compute([0, 3], [0, 0], 4)).toBeCloseTo((2 / 3 + 0) / 2, 15);
    expect(macroRecall.compute([0, 3], [0, 0], 4)).toBe(1 / 2);
  });
});

describe('chance levels', () => {
  const shares = labelShares(labels, 4);
  it('come from the label shares', () => {
    expect(shares).toEqual([0.5, 0.25, 0.25, 0]);
    expect(accuracy.chanceLevel(shares)).toBe(0.5);
    expect(error.chanceLevel(shares)).toBe(0.5);
    expect(macroF1.chanceLevel(shares)).toBe(1 / 3);
    expect(macroRecall.chanceLevel(shares)).toBe(1 / 3);
  });

  it('are what label-blind guessing scores: the better of the two strategies, on many examples', () => {
    const random = seededRandom(1);
    const draw = () => [0, 0, 1, 2][random.integer(4)];
    const truth = Array.from({ length: 40_000 }, draw);
    const constant = truth.map(() => 0);
    const drawn = truth.map(draw);
    for (const metric of [accuracy, macroF1, microF1, macroRecall, error]) {
      const sign = metric.higherIsBetter ? 1 : -1;
      const scores = [constant, drawn].map((guesses) => sign * metric.compute(guesses, truth, 4));
      expect(Math.abs(sign * Math.max(...scores) - metric.chanceLevel(shares))).toBeLessThan(0.01);
    }
  });
});

interface AnswersCase {
  readonly predictions: number[];
  readonly labels: number[];
  readonly classes: number;
  readonly confusion: number[];
  readonly accuracy: number;
  readonly error: number;
  readonly macroF1: number;
  readonly microF1: number;
  readonly macroRecall: number;
  readonly precision: number[];
  readonly recall: number[];
  readonly f1: number[];
  readonly labelled: number[];
}

describe("scikit-learn's values", () => {
  const cases = recorded('classification').cases<AnswersCase>('answers');

  it('are equalled by every metric of answers', () => {
    for (const [k, given] of cases.entries()) {
      for (const metric of [accuracy, error, macroF1, microF1, macroRecall]) {
        const value = metric.compute(given.predictions, given.labels, given.classes);
        expectRecorded([value], [given[metric.name]], `${metric.name} of case ${k}`);
      }
    }
  });

  it('are equalled by the confusion matrix and the scores of each class', () => {
    for (const [k, { predictions, labels, classes, ...given }] of cases.entries()) {
      expect(Array.from(confusionMatrix(predictions, labels, classes))).toEqual(given.confusion);
      const scores = classScores(predictions, labels, classes);
      for (const key of ['precision', 'recall', 'f1', 'labelled'] as const) {
        expectRecorded(
          scores.map((score) => score[key]),
          given[key],
          `${key} of case ${k}`,
        );
      }
    }
  });

  it('tell macro-F1 over the classes that occur from macro-F1 over all classes, and from macro recall', () => {
    const overAll = cases.filter(
      ({ f1, macroF1: right }) => Math.abs(f1.reduce((a, b) => a + b, 0) / f1.length - right) > 1e-6,
    );
    expect(overAll.length).toBeGreaterThan(20);
    expect(
      cases.filter(({ macroRecall: recall, macroF1: f1 }) => Math.abs(recall - f1) > 1e-6).length,
    ).toBeGreaterThan(20);
  });
});

describe('many classes', () => {
  it('are scored without a matrix of them, which is refused', () => {
    const many = 100_000;
    expect(macroF1.compute([many - 1, 0], [many - 1, 5], many)).toBeCloseTo(1 / 3, 12);
    expect(accuracy.compute([many - 1, 0], [many - 1, 5], many)).toBe(1 / 2);
    expect(() => confusionMatrix([0], [0], 10_001)).toThrow(
      /matrix of 10001 classes does not fit into memory/,
    );
  });
});

describe('what is not a class', () => {
  it('is refused, scores among it', () => {
    expect(() => macroF1.compute([0.9, 0.2, 0.7], [1, 0, 1], 2)).toThrow(
      /Prediction 0.9 is a score and not a class; give whole numbers from 0 to 1/,
    );
    expect(() => accuracy.compute([0.7, 1], [0, 1], 2)).toThrow(/Prediction 0.7 is a score/);
    expect(() => accuracy.compute([0, 1], [0.5, 1], 2)).toThrow(/Label 0.5 is a score/);
    for (const metric of [accuracy, error, macroF1, microF1, macroRecall]) {
      expect(() => metric.compute([0], [0, 1], 2)).toThrow(/1 predictions came with 2 labels/);
      expect(() => metric.compute([2], [0], 2)).toThrow(/Prediction 2 is not one of 2 classes/);
      expect(() => metric.compute([-1], [0], 2)).toThrow(/Prediction -1/);
      expect(() => metric.compute([Number.NaN], [0], 2)).toThrow(/Prediction NaN/);
      expect(() => metric.compute([0], [Number.NaN], 2)).toThrow(/Label NaN/);
      expect(() => metric.compute([0], [2], 2)).toThrow(/Label 2/);
      expect(() => metric.compute([], [], 2)).toThrow(/no examples/);
      expect(() => metric.compute([0], [0], 0)).toThrow(/0 is not a number of classes/);
      expect(() => metric.compute([0], [0], 1.5)).toThrow(/1.5 is not a number of classes/);
      const texts = ['0'] as unknown as number[];
      expect(() => metric.compute(texts, [0], 2)).toThrow(/Prediction 0 is not one of/);
    }
  });
});
