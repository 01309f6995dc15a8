/** The Brier score of several classes: how far probabilities are from what came true. */
import { chanceOfEqual } from './chance';
import { checkProbabilities } from './classChecks';
import type { ProbabilityMetric } from './metric';

/** Mean over examples of the sum over classes of (p - [the label is the class])^2, as Brier (1950) defines it: 0 to 2. */
export const brierScore = {
  name: 'brierScore',
  title: 'Brier score (0 to 2)',
  unit: '',
  higherIsBetter: false,
  range: [0, 2],
  tasks: ['classification', 'measurement'],
  needs: 'probabilities',
  reference: 'scikit-learn 1.9.1, brier_score_loss(scale_by_half=False)',
  chance:
    "1 - the sum of the squared label shares, reached by giving every example the labels' own frequencies",
  chanceLevel: (shares) => 1 - chanceOfEqual(shares),
  compute: (probabilities, labels, classes) => {
    checkProbabilities(probabilities, labels, classes);
    let sum = 0;
    for (let k = 0; k < probabilities.length; k++) {
      const came = labels[Math.floor(k / classes)] === k % classes ? 1 : 0;
      sum += (probabilities[k] - came) ** 2;
    }
    return Math.min(2, sum / labels.length);
  },
} as const satisfies ProbabilityMetric;
