/** What a study of unbalanced classes tells of each class, beside metrics over all of them. */
import { highestScores } from '../training/classScores';
import { classScores } from '../training/metrics';
import type { TrialResult } from './ablation';
import { scored } from './classificationArms';

/** Prefix of the facts that hold a class's recall. */
export const recallOf = 'recall of ';

/**
 * Metrics and facts of answers given by scores [examples, classes], with each class's recall ('recall of NAME').
 */
export function scoredByClass(
  scores: ArrayLike<number>,
  labels: Int32Array,
  names: readonly string[],
): Pick<TrialResult, 'metrics'> & { facts: Record<string, number | string> } {
  const { metrics, facts } = scored(scores, labels, names.length);
  const byClass = classScores(highestScores(scores, names.length), labels, names.length);
  return {
    metrics,
    facts: {
      ...facts,
      ...Object.fromEntries(names.map((name, c) => [`${recallOf}${name}`, byClass[c]!.recall])),
    },
  };
}
