import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { confusionMatrix } from '../../src/metrics/confusion';
import {
  intersectionOverUnion,
  meanIoU,
  pixelAccuracy,
  pixelConfusion,
} from '../../src/metrics/segmentation';
import { expectRecorded, recorded } from './recorded';

interface ImageCase {
  readonly labels: number[];
  readonly answers: number[];
  readonly classes: number;
  readonly iou: (number | null)[];
  readonly meanIoU: number;
  readonly pixelAccuracy: number;
}

describe("scikit-learn's values", () => {
  const cases = recorded('segmentation').cases<ImageCase>('image');

  it('are equalled by the IoU of each class, its mean and pixel accuracy, void pixels left out', () => {
    for (const [k, { labels, answers, classes, ...given }] of cases.entries()) {
      const confusion = pixelConfusion(answers, labels, classes, { voidLabel: 255 });
      const found = intersectionOverUnion(confusion, classes);
      expect(found.map((value) => value === undefined)).toEqual(given.iou.map((value) => value === null));
      expectRecorded(
        found.map((value) => value ?? 0),
        given.iou.map((value) => value ?? 0),
        `case ${k}`,
      );
      expectRecorded(
        [meanIoU.compute(confusion, classes), pixelAccuracy.compute(confusion, classes)],
        [given.meanIoU, given.pixelAccuracy],
        `case ${k}`,
      );
    }
  });

  it('tell a mean over present classes from one over all, and void pixels from right ones', () => {
    const overAll = cases.filter(
      ({ iou, meanIoU: right }) =>
        Math.abs(iou.reduce<number>((sum, value) => sum + (value ?? 0), 0) / iou.length - right) > 1e-6,
    );
    expect(overAll.length).toBeGreaterThan(20);
    expect(cases.filter(({ labels }) => labels.includes(255)).length).toBeGreaterThan(50);
  });
});

describe('a confusion matrix of pixels', () => {
  it('adds up over images', () => {
    const both = pixelConfusion([0, 1, 1, 0], [0, 1, 0, 7], 2, { voidLabel: 7 });
    const first = pixelConfusion([0, 1], [0, 1], 2);
    const sum = pixelConfusion([1, 0], [0, 7], 2, { voidLabel: 7, addTo: first });
    expect(sum).toBe(first);
    expect(Array.from(sum)).toEqual(Array.from(both));
    expect(Array.from(both)).toEqual([1, 1, 0, 1]);
  });

  it('ignores what was answered at void pixels, and nothing else', () => {
    expect(Array.from(pixelConfusion([99, 0], [255, 0], 1, { voidLabel: 255 }))).toEqual([1]);
    expect(() => pixelConfusion([99, 0], [0, 0], 1, { voidLabel: 255 })).toThrow(/Prediction 99 of pixel 0/);
    expect(() => pixelConfusion([0], [255], 2)).toThrow(
      /Label 255 of pixel 0 is not one of 2 classes \(0 to 1\); name the void label/,
    );
    expect(() => pixelConfusion([0.5], [0], 2)).toThrow(/Prediction 0.5/);
    expect(() => pixelConfusion([0], [Number.NaN], 2)).toThrow(/Label NaN/);
    expect(() => pixelConfusion([0], [0, 1], 2)).toThrow(/1 answered pixels came with 2/);
  });

  it('is left as it was by an image that is refused', () => {
    const sum = pixelConfusion([0, 1], [0, 1], 2);
    expect(() => pixelConfusion([0, 5], [0, 1], 2, { addTo: sum })).toThrow(/Prediction 5/);
    expect(Array.from(sum)).toEqual([1, 0, 0, 1]);
    expect(() => pixelConfusion([0], [0], 3, { addTo: sum })).toThrow(/4 entries is not one of 3 classes/);
  });

  it('is refused when empty, ragged or not made of counts', () => {
    for (const metric of [meanIoU, pixelAccuracy]) {
      expect(() => metric.compute([0, 0, 0, 0], 2)).toThrow(/all of them are void/);
      expect(() => metric.compute([1, 0, 0], 2)).toThrow(/3 entries is not one of 2 classes/);
      expect(() => metric.compute([1, 0, Number.NaN, 0], 2)).toThrow(/entry NaN/);
      expect(() => metric.compute([1, 0, 0.5, 0], 2)).toThrow(/entry 0.5/);
      expect(() => metric.compute([], 0)).toThrow(/not a number of classes/);
    }
  });
});

const pixels = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 40 });

describe('scores of pixels', () => {
  it('are in their range, and best when all are right', () => {
    fc.assert(
      fc.property(pixels, (drawn) => {
        const [labels, answers] = [0, 1].map((side) => drawn.map((both) => both[side]));
        for (const metric of [meanIoU, pixelAccuracy]) {
          const value = metric.compute(pixelConfusion(answers, labels, 4), 4);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
          expect(metric.compute(confusionMatrix(labels, labels, 4), 4)).toBe(1);
          // The matrix turned over, labels exchanged with answers, has the same unions.
          expect(metric.compute(pixelConfusion(labels, answers, 4), 4)).toBeCloseTo(value, 12);
        }
      }),
      { seed: 11 },
    );
  });

  it('have the chance level of label-blind answers, many pixels given', () => {
    const random = seededRandom('pixels');
    for (const shares of [
      [0.875, 0.125],
      [0.5, 0.25, 0.25],
    ]) {
      const draw = () => {
        const at = random.uniform();
        return shares.findIndex((_, c) => at < shares.slice(0, c + 1).reduce((sum, share) => sum + share, 0));
      };
      const labels = Array.from({ length: 60_000 }, draw);
      const answers = [labels.map(() => 0), labels.map(draw)];
      for (const metric of [meanIoU, pixelAccuracy]) {
        const best = Math.max(
          ...answers.map((own) => metric.compute(pixelConfusion(own, labels, shares.length), shares.length)),
        );
        expect(Math.abs(best - metric.chanceLevel(shares))).toBeLessThan(0.01);
      }
    }
  });
});
