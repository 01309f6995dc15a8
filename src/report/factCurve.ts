/** A fact that trials tell beside their metrics, over the axis: the loss on the training set, parameters that were trained. */
import type { StudyResults } from '../runner/results';
import type { Figure } from './figure';
import { levelCurve } from './studyFigures';

/**
 * The fact by arm and level; undefined where no trial tells it as a number.
 * @param fact as trials name it: 'training loss'
 */
export function factCurve(results: StudyResults, fact: string): Figure | undefined {
  const trials = results.trials.flatMap((trial) => {
    const value = trial.facts[fact];
    return typeof value === 'number' ? [{ ...trial, metrics: { ...trial.metrics, [fact]: value } }] : [];
  });
  return trials.length > 0
    ? levelCurve({ ...results, trials }, fact, `The ${fact} that each trial tells.`)
    : undefined;
}
