/** Choosing the strength of a penalty on the dev split, over a grid that the caller states. */
import { LabError } from '../errors';
import { type Features, LogisticRegression } from './logisticRegression';

export interface LabelledFeatures {
  features: Features;
  /** [rows] */
  labels: Int32Array;
}

export interface ChosenModel {
  model: LogisticRegression;
  l2: number;
  /** Every strength tried, in the grid's order, with its dev score. */
  scores: { l2: number; score: number }[];
}

/** Share of predictions that are right. */
function shareRight(predictions: Int32Array, labels: Int32Array): number {
  let right = 0;
  for (let k = 0; k < labels.length; k++) if (predictions[k] === labels[k]) right++;
  return right / labels.length;
}

/**
 * Fits a logistic regression on `train` for each L2 strength of the grid and keeps the one with the highest score on
 * `dev` (accuracy unless another score is given); of equal ones, the strongest penalty.
 * @throws LabError when the grid is empty
 */
export function chooseRegularisation(
  train: LabelledFeatures,
  dev: LabelledFeatures,
  options: {
    classes: number;
    /** L2 strengths to try, each >= 0. */
    grid: readonly number[];
    score?: (predictions: Int32Array, labels: Int32Array) => number;
  },
): ChosenModel {
  const { classes, grid, score = shareRight } = options;
  const fits = grid.map((l2) => {
    const model = LogisticRegression.fit(train.features, train.labels, { classes, l2 });
    return { model, l2, score: score(model.predict(dev.features), dev.labels) };
  });
  if (fits.length === 0) throw new LabError('The grid of L2 strengths is empty; give at least one.');
  const best = fits.reduce((a, b) => (b.score > a.score || (b.score === a.score && b.l2 > a.l2) ? b : a));
  return { model: best.model, l2: best.l2, scores: fits.map((fit) => ({ l2: fit.l2, score: fit.score })) };
}
