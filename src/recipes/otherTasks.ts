/** Trials that are scored on further tasks beside the study's own: what helps one domain may not help another. */
import type { TrialResult } from '../form/result';
import type { TextClassificationData } from './textData';

/** A type, so that it counts as plain options. */
export type OtherTasksOptions = {
  /** Names of further tasks; their macro-F1 becomes 'secondMacroF1' and the like. Default none. */
  readonly alsoOn?: readonly string[];
};

/** The result on the study's task, with the macro-F1 on the others. */
export function acrossTasks(
  data: TextClassificationData,
  { alsoOn = [] }: OtherTasksOptions,
  score: (data: TextClassificationData) => TrialResult,
): TrialResult {
  const result = score(data);
  const others = alsoOn.map((name) => [`${name}MacroF1`, score(data.otherTasks![name]!).metrics.macroF1!]);
  return { ...result, metrics: { ...result.metrics, ...Object.fromEntries(others) } };
}
