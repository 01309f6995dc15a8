import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import {
  accuracy,
  classScores,
  confusionMatrix,
  error,
  labelShares,
  loss,
  macroF1,
  macroRecall,
  metricNamed,
  metrics,
  microF1,
  tieRate,
} from '../../src/training/metrics';

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

describe('loss', () => {
  it('is mean -ln p of the label, infinite where the label was ruled out; error is another thing', () => {
    const probabilities = [0.5, 0.25, 0.25, 0.1, 0.8, 0.1];
    expect(loss.compute(probabilities, [0, 2], 3)).toBeCloseTo((Math.log(2) + Math.log(10)) / 2, 15);
    expect(loss.compute([1, 0], [1], 2)).toBe(Number.POSITIVE_INFINITY);
    expect(error.compute([0, 1], [0, 2], 3)).toBe(1 / 2);
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
    expect(loss.chanceLevel(shares)).toBeCloseTo(1.5 * Math.log(2), 15);
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

describe('tie rate', () => {
  it('counts rows whose highest score is shared, not ties below it', () => {
    expect(tieRate([1, 1, 0, 2, 0, 0, 3, 3, 3, 0, 1, 0], 3)).toBe(2 / 4);
    expect(tieRate([-1, -2, -2], 3)).toBe(0);
  });
});

describe('the registry', () => {
  it('knows each metric by its own name and which way is better', () => {
    for (const [name, metric] of Object.entries(metrics)) expect(metricNamed(name)).toBe(metric);
    expect(Object.values(metrics).map(({ name }) => name)).toEqual(Object.keys(metrics));
    const lower = Object.values(metrics).filter(({ higherIsBetter }) => !higherIsBetter);
    expect(lower.map(({ name }) => name)).toEqual(['error', 'loss']);
  });

  it('refuses what it cannot score', () => {
    expect(() => metricNamed('acuracy')).toThrow(/There is no metric 'acuracy'; there are accuracy, macroF1/);
    expect(() => metricNamed('toString')).toThrow(/There is no metric/);
    expect(() => accuracy.compute([0], [0, 1], 2)).toThrow(/1 predictions came with 2 labels/);
    expect(() => accuracy.compute([2], [0], 2)).toThrow(/Prediction 2/);
    expect(() => accuracy.compute([0], [2], 2)).toThrow(/Label 2/);
    expect(() => accuracy.compute([], [], 2)).toThrow(/no examples/);
    expect(() => loss.compute([0.5, 0.5], [0, 1], 2)).toThrow(/2 probabilities do not fit/);
    expect(() => loss.compute([0.5, Number.NaN], [0], 2)).toThrow(/class 1 is not a number/);
    expect(() => tieRate([1, 2, 3], 2)).toThrow(/not whole rows/);
  });
});
