/** What holds of scores of classes whatever the labels and answers are. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accuracy, error, macroF1, macroRecall, microF1 } from '../../src/metrics/classification';
import { classScores, confusionMatrix } from '../../src/metrics/confusion';
import { highestScores, tieRate } from '../../src/metrics/highestScores';

const scored = fc
  .integer({ min: 1, max: 6 })
  .chain((classes) =>
    fc.record({
      classes: fc.constant(classes),
      pairs: fc.array(fc.tuple(fc.nat(classes - 1), fc.nat(classes - 1)), { minLength: 1, maxLength: 40 }),
      names: fc.shuffledSubarray([...Array(classes).keys()], { minLength: classes }),
    }),
  )
  .map(({ classes, pairs, names }) => ({
    ...{ classes, names },
    labels: pairs.map(([label]) => label),
    answers: pairs.map(([, answer]) => answer),
  }));

const averaged = [accuracy, error, macroF1, microF1, macroRecall];

describe('Scores of any answers', () => {
  it('lie in their range, and are best for the labels themselves', () => {
    fc.assert(
      fc.property(scored, ({ classes, labels, answers }) => {
        for (const { compute, range, higherIsBetter } of averaged) {
          const value = compute(answers, labels, classes);
          expect(value).toBeGreaterThanOrEqual(range[0]);
          expect(value).toBeLessThanOrEqual(range[1]);
          expect(compute(labels, labels, classes)).toBe(higherIsBetter ? 1 : 0);
        }
      }),
    );
  });

  it('do not depend on the order of examples, nor on how classes are numbered', () => {
    fc.assert(
      fc.property(scored, ({ classes, labels, answers, names }) => {
        const renamed = (values: readonly number[]) => values.map((value) => names[value]!).reverse();
        for (const { compute } of averaged)
          expect(compute(renamed(answers), renamed(labels), classes)).toBeCloseTo(
            compute(answers, labels, classes),
            12,
          );
      }),
    );
  });

  it('do not change with a class more that nobody has or answers', () => {
    fc.assert(
      fc.property(scored, ({ classes, labels, answers }) => {
        for (const { compute } of averaged)
          expect(compute(answers, labels, classes + 1)).toBe(compute(answers, labels, classes));
      }),
    );
  });

  it('are what the confusion matrix counts', () => {
    fc.assert(
      fc.property(scored, ({ classes, labels, answers }) => {
        const counts = confusionMatrix(answers, labels, classes);
        const rows = [...Array(classes).keys()];
        const at = (label: number, answer: number) => counts[label * classes + answer]!;
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(labels.length);
        const trace = rows.reduce((sum, k) => sum + at(k, k), 0);
        expect(accuracy.compute(answers, labels, classes)).toBeCloseTo(trace / labels.length, 12);
        for (const [k, score] of classScores(answers, labels, classes).entries()) {
          expect(score.labelled).toBe(rows.reduce((sum, answer) => sum + at(k, answer), 0));
          expect(score.predicted).toBe(rows.reduce((sum, label) => sum + at(label, k), 0));
          const { precision, recall, f1 } = score;
          const harmonic = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
          expect(f1).toBeCloseTo(harmonic, 12);
        }
      }),
    );
  });
});

describe('The highest of any scores', () => {
  const rows = fc.integer({ min: 1, max: 5 }).chain((classes) =>
    fc.record({
      classes: fc.constant(classes),
      scores: fc.array(
        fc.array(fc.integer({ min: -3, max: 3 }), { minLength: classes, maxLength: classes }),
        { minLength: 1, maxLength: 20 },
      ),
    }),
  );

  it('is the first class that no other exceeds, and stays it when all scores move or grow alike', () => {
    fc.assert(
      fc.property(rows, ({ classes, scores }) => {
        const answers = highestScores(scores.flat(), classes);
        expect([...answers]).toEqual(scores.map((row) => row.indexOf(Math.max(...row))));
        const moved = scores.map((row, k) => row.map((score) => score * 2 + k));
        expect(highestScores(moved.flat(), classes)).toEqual(answers);
        const tied = scores.filter((row) => row.filter((score) => score === Math.max(...row)).length > 1);
        expect(tieRate(scores.flat(), classes)).toBe(tied.length / scores.length);
      }),
    );
  });
});
