/** How pixel labels are scored: intersection over union (the Jaccard index) of each class, and the share of right pixels. */
import { LabError } from '../errors';
import { largestShare, presentShares } from './chance';
import { checkClasses } from './classChecks';
import { countsOfClass } from './confusion';
import type { ConfusionMetric } from './metric';

export interface PixelConfusionOptions {
  /** The label of pixels that have no right answer (255 in Pascal VOC); they are left out, whatever was answered there. */
  readonly voidLabel?: number;
  /** Counts of earlier images; the new ones are added to it, and it is what comes back. */
  readonly addTo?: Float64Array;
}

/**
 * How often each class was answered with each: entry (label, prediction) at label * classes + prediction. Scores of a data
 * set come from the sum over its images, not from a mean of each image's scores.
 * @param predictions one class a pixel, in the order of the labels
 * @throws LabError for unequal lengths, or a class outside 0 to classes - 1 that is not void
 */
export function pixelConfusion(
  predictions: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  options: PixelConfusionOptions = {},
): Float64Array {
  checkClasses(classes);
  const { voidLabel, addTo } = options;
  if (predictions.length !== labels.length) {
    throw new LabError(`${predictions.length} answered pixels came with ${labels.length} labelled ones.`);
  }
  if (addTo && addTo.length !== classes * classes) {
    throw new LabError(`A confusion matrix of ${addTo.length} entries is not one of ${classes} classes.`);
  }
  const counts = new Float64Array(classes * classes);
  for (let k = 0; k < labels.length; k++) {
    if (labels[k] === voidLabel) continue;
    if (!isClass(labels[k], classes)) {
      const remedy = voidLabel === undefined ? '; name the void label if it is one' : '';
      throw new LabError(`Label ${labels[k]} of pixel ${k} is not ${classRange(classes)}${remedy}.`);
    }
    if (!isClass(predictions[k], classes)) {
      throw new LabError(`Prediction ${predictions[k]} of pixel ${k} is not ${classRange(classes)}.`);
    }
    counts[labels[k] * classes + predictions[k]]++;
  }
  // Only when all pixels are accepted, so that a refused image leaves no half of itself behind.
  if (!addTo) return counts;
  for (let k = 0; k < counts.length; k++) addTo[k] += counts[k];
  return addTo;
}

const isClass = (value: number, classes: number) => Number.isInteger(value) && value >= 0 && value < classes;
const classRange = (classes: number) => `one of ${classes} classes (0 to ${classes - 1})`;

/**
 * Intersection over union of each class, 0 to 1: pixels both labelled and answered so, by pixels labelled or answered so.
 * undefined for a class that is neither labelled nor answered anywhere.
 * @param confusion [labels, predictions], of `pixelConfusion`
 */
export function intersectionOverUnion(confusion: ArrayLike<number>, classes: number): (number | undefined)[] {
  checkConfusion(confusion, classes);
  return Array.from({ length: classes }, (_, c) => {
    const { right, labelled, predicted } = countsOfClass(confusion, classes, c);
    const union = labelled + predicted - right;
    return union > 0 ? right / union : undefined;
  });
}

function checkConfusion(confusion: ArrayLike<number>, classes: number): void {
  checkClasses(classes);
  if (confusion.length !== classes * classes) {
    throw new LabError(
      `A confusion matrix of ${confusion.length} entries is not one of ${classes} classes; pixelConfusion makes it.`,
    );
  }
  let pixels = 0;
  for (let k = 0; k < confusion.length; k++) {
    if (!(Number.isInteger(confusion[k]) && confusion[k] >= 0)) {
      throw new LabError(`The confusion matrix has the entry ${confusion[k]}; its entries are counts.`);
    }
    pixels += confusion[k];
  }
  if (pixels === 0) throw new LabError('There are no pixels to score: all of them are void.');
}

const pixels = {
  unit: '',
  higherIsBetter: true,
  range: [0, 1],
  tasks: ['segmentation'],
  needs: 'confusion',
} as const;

/**
 * Mean intersection over union of the classes that are labelled or answered anywhere. A class that is neither is left out; one
 * that is answered and never right counts 0.
 */
export const meanIoU = {
  ...pixels,
  name: 'meanIoU',
  title: 'Mean IoU',
  reference: 'the mean of scikit-learn 1.9.1, jaccard_score(average=None), over classes labelled or answered',
  chance:
    'the better of answering the most frequent class and of drawing classes at their frequencies p: mean of p / (2 - p)',
  // Drawn at the labels' frequencies, a class has p^2 of the pixels in common and 2 p - p^2 in the union.
  chanceLevel: (shares) => {
    const present = presentShares(shares);
    const drawn = present.reduce((sum, share) => sum + share / (2 - share), 0);
    return Math.max(drawn, largestShare(shares)) / present.length;
  },
  compute: (confusion, classes) => {
    const present = intersectionOverUnion(confusion, classes).filter((value) => value !== undefined);
    return present.reduce((sum, value) => sum + value, 0) / present.length;
  },
} as const satisfies ConfusionMetric;

export const pixelAccuracy = {
  ...pixels,
  name: 'pixelAccuracy',
  title: 'Pixel accuracy',
  reference: 'scikit-learn 1.9.1, accuracy_score, over the pixels that are not void',
  chance: 'the share of the most frequent class',
  chanceLevel: largestShare,
  compute: (confusion, classes) => {
    checkConfusion(confusion, classes);
    let [right, all] = [0, 0];
    for (let k = 0; k < confusion.length; k++) all += confusion[k];
    for (let c = 0; c < classes; c++) right += confusion[c * classes + c];
    return right / all;
  },
} as const satisfies ConfusionMetric;
