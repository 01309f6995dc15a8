/** A linear classifier whose penalty dev chooses: a linear probe, every classical baseline, and the head to fine-tune from. */

import type { TrialResult } from '../form/result';
import type { Scoring } from '../form/task';
import type { HeadValues } from '../models/classificationHead';
import type { Features } from '../models/logisticRegression';
import { chooseRegularisation } from '../models/regularisation';
import { scored } from '../tasks/classification';

/** Features of a set with its labels. */
export interface LinearSet {
  readonly features: Features;
  readonly labels: Int32Array;
}

/** Features of the three sets of a linear trial. */
export interface LinearSets {
  readonly train: LinearSet;
  readonly dev: LinearSet;
  readonly test: LinearSet;
}

/** A fitted linear classifier: its trial, and its weights as a head. */
export interface LinearProbe {
  readonly result: TrialResult;
  readonly head: HeadValues;
}

/** Bias of a class that training never showed: never answered, yet finite. */
const absentClassBias = -10;

/**
 * Logistic regression with its penalty chosen on dev from `grid`.
 * @param scoring what the task asks for
 * @param preparationSeconds time spent on the features, added to the ledger
 */
export function linearProbe(
  sets: LinearSets,
  names: readonly string[],
  grid: readonly number[],
  scoring: Scoring,
  preparationSeconds: number,
): LinearProbe {
  const started = performance.now();
  const classes = names.length;
  const { model, l2 } = chooseRegularisation(sets.train, sets.dev, { classes, grid });
  const probabilities = model.predictProbabilities(sets.test.features);
  const { metrics, facts } = scored({ probabilities }, sets.test.labels, names, scoring);
  const { features } = sets.train;
  const { columns } = features;
  const entries = features.kind === 'dense' ? features.rows * columns : features.values.length;
  const weight = new Float32Array(columns * classes);
  for (let c = 0; c < classes; c++) {
    for (let k = 0; k < columns; k++) weight[k * classes + c] = model.weights[c * columns + k]!;
  }
  return {
    result: {
      metrics,
      facts: { ...facts, l2 },
      ledger: {
        trainableParameters: (columns + 1) * classes,
        // Scores and gradient: two multiply-adds for each entry and class, an iteration. Of the chosen fit alone.
        trainingFlops: 4 * entries * classes * model.iterations,
        seconds: preparationSeconds + (performance.now() - started) / 1000,
        steps: model.iterations,
      },
    },
    head: { weight, bias: Float32Array.from(model.biases, (bias) => Math.max(bias, absentClassBias)) },
  };
}
