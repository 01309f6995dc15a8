/** How answers are scored that are one class an example. "Error" is the share of wrong answers; it is not the loss. */
import { largestShare, presentShares } from './chance';
import { checkPredictions } from './classChecks';
import { classScores } from './confusion';
import type { PredictionMetric } from './metric';

function shareRight(predictions: ArrayLike<number>, labels: ArrayLike<number>, classes: number): number {
  checkPredictions(predictions, labels, classes);
  let right = 0;
  for (let k = 0; k < labels.length; k++) if (predictions[k] === labels[k]) right++;
  return right / labels.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A tag is a class too: the same scores fit tagging, token by token. */
const tasks = ['classification', 'tagging'] as const;

/** Share of right answers. */
export const accuracy = {
  name: 'accuracy',
  title: 'Accuracy',
  unit: '',
  higherIsBetter: true,
  range: [0, 1],
  tasks,
  needs: 'predictions',
  reference: 'scikit-learn 1.9.1, accuracy_score',
  chance: 'the share of the most frequent class',
  chanceLevel: largestShare,
  compute: shareRight,
} as const satisfies PredictionMetric;

/** Share of wrong answers. */
export const error = {
  name: 'error',
  title: 'Error (share wrong)',
  unit: '',
  higherIsBetter: false,
  range: [0, 1],
  tasks,
  needs: 'predictions',
  reference: 'scikit-learn 1.9.1, zero_one_loss',
  chance: 'the share of all classes but the most frequent one',
  chanceLevel: (shares) => 1 - largestShare(shares),
  compute: (predictions, labels, classes) => 1 - shareRight(predictions, labels, classes),
} as const satisfies PredictionMetric;

/**
 * Mean F1 over the classes that occur among labels or predictions (scikit-learn's default label set); classes in neither
 * are left out, a class that was answered but never right counts 0.
 */
export const macroF1 = {
  name: 'macroF1',
  title: 'Macro-F1',
  unit: '',
  higherIsBetter: true,
  range: [0, 1],
  tasks,
  needs: 'predictions',
  reference: "scikit-learn 1.9.1, f1_score(average='macro', zero_division=0)",
  chance: '1 / the number of classes that occur',
  // Drawing at the labels' frequencies p gives each class precision and recall p, so the mean F1 is 1 / classes; always
  // answering one class gives 2 p / (1 + p) / classes, which is never more.
  chanceLevel: (shares) => 1 / presentShares(shares).length,
  compute: (predictions, labels, classes) =>
    mean(
      classScores(predictions, labels, classes)
        .filter(({ labelled, predicted }) => labelled + predicted > 0)
        .map(({ f1 }) => f1),
    ),
} as const satisfies PredictionMetric;

/** F1 over all decisions pooled; with one label and one answer an example it equals accuracy. */
export const microF1 = {
  ...accuracy,
  name: 'microF1',
  title: 'Micro-F1',
  reference: "scikit-learn 1.9.1, f1_score(average='micro')",
} as const satisfies PredictionMetric;

/** Mean recall over the classes that occur among the labels (balanced accuracy); classes without examples are left out. */
export const macroRecall = {
  name: 'macroRecall',
  title: 'Macro recall (balanced accuracy)',
  unit: '',
  higherIsBetter: true,
  range: [0, 1],
  tasks,
  needs: 'predictions',
  reference: 'scikit-learn 1.9.1, balanced_accuracy_score',
  chance: '1 / the number of classes that occur',
  chanceLevel: (shares) => 1 / presentShares(shares).length,
  compute: (predictions, labels, classes) =>
    mean(
      classScores(predictions, labels, classes)
        .filter(({ labelled }) => labelled > 0)
        .map(({ recall }) => recall),
    ),
} as const satisfies PredictionMetric;
