import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brierScore } from '../../src/metrics/brierScore';
import {
  calibrationBins,
  calibrationError,
  equalMassCalibrationError,
  expectedCalibrationError,
} from '../../src/metrics/calibration';
import { labelShares } from '../../src/metrics/chance';
import { loss, meanCrossEntropy, negativeLogLikelihood } from '../../src/metrics/crossEntropy';
import { expectRecorded, recorded, type Value } from './recorded';

interface ProbabilitiesCase {
  readonly thousandths: number[];
  readonly labels: number[];
  readonly classes: number;
  readonly loss: Value;
  readonly brierScore: number;
  readonly width: Record<string, number>;
  readonly mass: Record<string, number>;
}

const all = [loss, negativeLogLikelihood, brierScore, expectedCalibrationError, equalMassCalibrationError];

describe('recorded values of scores of probabilities', () => {
  const cases = recorded('classification')
    .cases<ProbabilitiesCase>('probabilities')
    .map((given) => ({ ...given, probabilities: given.thousandths.map((value) => value / 1000) }));

  it('are equalled by loss, negative log-likelihood and Brier score', () => {
    expect(cases.filter((given) => given.loss === 'Infinity').length).toBeGreaterThan(0);
    for (const [k, given] of cases.entries()) {
      const { probabilities, labels, classes } = given;
      for (const metric of [loss, negativeLogLikelihood]) {
        expectRecorded([metric.compute(probabilities, labels, classes)], [given.loss], `loss of case ${k}`);
      }
      const score = brierScore.compute(probabilities, labels, classes);
      expectRecorded([score], [given.brierScore], `Brier score of case ${k}`);
    }
  });

  it('are equalled by the calibration error, with each kind and number of bins', () => {
    for (const [k, { probabilities, labels, classes, width, mass }] of cases.entries()) {
      for (const [equal, values] of [
        ['width', width],
        ['mass', mass],
      ] as const) {
        for (const [bins, value] of Object.entries(values)) {
          const found = calibrationBins(probabilities, labels, classes, { bins: Number(bins), equal });
          expectRecorded([calibrationError(found)], [value], `${bins} bins of equal ${equal}, case ${k}`);
        }
      }
      expectRecorded(
        [expectedCalibrationError, equalMassCalibrationError].map((metric) =>
          metric.compute(probabilities, labels, classes),
        ),
        [width[15], mass[15]],
        `case ${k}`,
      );
    }
  });

  it('tell the two kinds of bins apart', () => {
    expect(cases.filter(({ width, mass }) => Math.abs(width[15] - mass[15]) > 1e-6).length).toBeGreaterThan(
      30,
    );
  });
});

describe('calibration bins by hand', () => {
  it('hold their upper edge and not their lower one', () => {
    const rows = [0.6, 0.4, 0.601, 0.399, 0.8, 0.2];
    expect(calibrationBins(rows, [0, 1, 0], 2, { bins: 5 })).toEqual([
      { low: 0.4, high: 0.6, examples: 1, confidence: 0.6, accuracy: 1 },
      { low: 0.6, high: 0.8, examples: 2, confidence: (0.601 + 0.8) / 2, accuracy: 1 / 2 },
    ]);
  });

  it('hold a confidence on an edge below it, however the edge is rounded', () => {
    for (let bins = 2; bins <= 60; bins++) {
      for (let k = Math.ceil(bins / 2); k < bins; k++) {
        const edge = k / bins;
        const [{ low, high }] = calibrationBins([edge, 1 - edge], [0], 2, { bins });
        expect([low, high], `${k} / ${bins}`).toEqual([(k - 1) / bins, edge]);
      }
    }
  });

  it('of equal mass hold as many examples each, and keep equal confidences together', () => {
    const rows = (confidences: number[]) => confidences.flatMap((p) => [p, 1 - p]);
    const apart = calibrationBins(rows([0.9, 0.6, 0.8, 0.7]), [0, 0, 0, 0], 2, { bins: 2, equal: 'mass' });
    expect(apart).toMatchObject([
      { low: 0.6, high: 0.7, examples: 2 },
      { low: 0.8, high: 0.9, examples: 2 },
    ]);
    const tied = calibrationBins(rows([0.9, 0.7, 0.7, 0.7]), [0, 0, 1, 1], 2, { bins: 2, equal: 'mass' });
    expect(tied.map(({ examples }) => examples)).toEqual([3, 1]);
  });

  it('need a whole number of them', () => {
    for (const bins of [0, 1.5, Number.NaN]) {
      expect(() => calibrationBins([1, 0], [0], 2, { bins })).toThrow(/is not a number of bins/);
    }
  });
});

/** Examples of probabilities as floating point gives them, with labels. */
const examples = fc.integer({ min: 2, max: 5 }).chain((classes) =>
  fc
    .array(
      fc.tuple(
        fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: classes, maxLength: classes }),
        fc.integer({ min: 0, max: classes - 1 }),
      ),
      { minLength: 1, maxLength: 30 },
    )
    .map((rows) => ({
      classes,
      rows: rows.map(([weights, label]) => {
        const sum = weights.reduce((a, b) => a + b, 0);
        return { probabilities: weights.map((weight) => weight / sum), label };
      }),
    })),
);

type Rows = readonly { readonly probabilities: number[]; readonly label: number }[];
const score = (metric: (typeof all)[number], rows: Rows, classes: number) =>
  metric.compute(
    rows.flatMap(({ probabilities }) => probabilities),
    rows.map(({ label }) => label),
    classes,
  );

describe('every score of probabilities', () => {
  it('is in its range, whatever the order of the examples, and best for sure and right answers', () => {
    fc.assert(
      fc.property(examples, fc.integer(), ({ classes, rows }, turn) => {
        const turned = rows.map((_, k) => rows[(k + Math.abs(turn % rows.length)) % rows.length]).reverse();
        const sure = rows.map(({ label }) => ({
          probabilities: Array.from({ length: classes }, (_, c) => (c === label ? 1 : 0)),
          label,
        }));
        for (const metric of all) {
          const value = score(metric, rows, classes);
          expect(value).toBeGreaterThanOrEqual(metric.range[0]);
          expect(value).toBeLessThanOrEqual(metric.range[1]);
          expect(score(metric, turned, classes)).toBeCloseTo(value, 10);
          expect(score(metric, sure, classes)).toBe(0);
        }
      }),
      { seed: 7 },
    );
  });

  it('has the chance level of giving every example the labels own frequencies', () => {
    const labels = [0, 0, 0, 1, 2, 2, 0, 1];
    const shares = labelShares(labels, 3);
    const rows = labels.flatMap(() => shares);
    for (const metric of [loss, negativeLogLikelihood, brierScore]) {
      expect(metric.compute(rows, labels, 3)).toBeCloseTo(metric.chanceLevel(shares), 12);
    }
    expect(loss.chanceLevel([0.5, 0.25, 0.25, 0])).toBeCloseTo(1.5 * Math.log(2), 15);
  });

  it('refuses what are not probabilities', () => {
    for (const metric of all) {
      expect(() => metric.compute([0.5, Number.NaN], [0], 2)).toThrow(/class 1 is not a number/);
      expect(() => metric.compute([0.5, 0.5], [0, 1], 2)).toThrow(/2 probabilities do not fit/);
      expect(() => metric.compute([2.5, -1.5], [0], 2)).toThrow(/has the probability -1.5/);
      expect(() => metric.compute([2, 5], [0], 2)).toThrow(/sum to 7 and not to 1; give probabilities/);
      expect(() => metric.compute([0.5, 0.5], [0.5], 2)).toThrow(/Label 0.5 is a score/);
      expect(() => metric.compute([0.5, 0.5], [2], 2)).toThrow(/Label 2/);
      expect(() => metric.compute([], [], 2)).toThrow(/no examples/);
      expect(() => metric.compute([0.5, 0.25, 0.25], [0], 2)).toThrow(/not whole rows/);
    }
  });

  it('takes probabilities rounded to half precision', () => {
    const halves = [0.2001953125, 0.2998046875, 0.5];
    for (const metric of all) expect(Number.isFinite(metric.compute(halves, [0], 3))).toBe(true);
  });
});

describe('loss by hand', () => {
  it('is mean -ln p of the label, infinite where the label was ruled out', () => {
    const probabilities = [0.5, 0.25, 0.25, 0.1, 0.8, 0.1];
    expect(loss.compute(probabilities, [0, 2], 3)).toBeCloseTo((Math.log(2) + Math.log(10)) / 2, 15);
    expect(loss.compute([1, 0], [1], 2)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('mean cross-entropy of scores', () => {
  it('is the loss of their softmax, large scores included', () => {
    const scores = Float32Array.of(1, 2, 3, 1000, 0, 0);
    const exps = [1, 2, 3].map(Math.exp);
    const sum = exps[0] + exps[1] + exps[2];
    const probabilities = [...exps.map((value) => value / sum), 1, 0, 0];
    const labels = Int32Array.of(1, 0);
    expect(meanCrossEntropy(scores, labels, 3)).toBeCloseTo(loss.compute(probabilities, labels, 3), 12);
    expect(meanCrossEntropy(Float32Array.of(1000, 0), Int32Array.of(1), 2)).toBe(1000);
  });

  it('refuses what is not a number, or does not fit', () => {
    const of = (scores: number[], labels: number[]) => () =>
      meanCrossEntropy(Float32Array.from(scores), Int32Array.from(labels), 2);
    expect(of([0, Number.NaN], [0])).toThrow(/class 1 is not a number: the model diverged/);
    expect(of([0, Number.POSITIVE_INFINITY], [0])).toThrow(/A score is infinite/);
    expect(of([0, 1], [0, 1])).toThrow(/2 scores do not fit 2 labels/);
    expect(of([0, 1], [2])).toThrow(/Label 2/);
    expect(of([], [])).toThrow(/no examples/);
  });
});
