/** Classification: one label an example. Draws examples, scores answers, tells what is reached by chance. */
import { budgetIndices, type ScarceClasses } from '../data/labelBudget';
import { LabError } from '../errors';
import { chanceLevelOf, type TrialResult } from '../form/result';
import type { Scoring, Task, TaskOptions } from '../form/task';
import { brierScore } from '../metrics/brierScore';
import { equalMassCalibrationError, expectedCalibrationError } from '../metrics/calibration';
import { labelShares } from '../metrics/chance';
import { accuracy, error, macroF1, macroRecall, microF1 } from '../metrics/classification';
import { classScores } from '../metrics/confusion';
import { loss, negativeLogLikelihood } from '../metrics/crossEntropy';
import { highestScores, tieRate } from '../metrics/highestScores';
import type { PredictionMetric, ProbabilityMetric } from '../metrics/metric';

/** What every classification study's data have. */
export interface ClassificationData<
  Pool extends LabelledSet = LabelledSet,
  HeldOut extends LabelledSet = LabelledSet,
> {
  /** Names of the classes, in label order. */
  readonly labels: readonly string[];
  /** Examples that labels are drawn from. */
  readonly pool: Pool;
  /** What a class with fewer examples than a budget asks for does. Absent: it is refused. */
  readonly scarce?: ScarceClasses;
  readonly dev: HeldOut;
  readonly test: HeldOut;
}

interface LabelledSet {
  readonly labels: Int32Array;
}

export interface ClassificationOptions extends TaskOptions<'classification'> {
  /** Also the recall of every class, for classes of unlike size. Default false. */
  readonly recallOfEachClass?: boolean;
}

/** One label an example. `classification({ metrics: ['accuracy', 'macroF1'] })`. */
export function classification(options: ClassificationOptions): Task<ClassificationData, 'classification'> {
  const { metrics, selectOn = 'dev', recallOfEachClass = false } = options;
  return {
    ...{ kind: 'classification', metrics, selectOn, evaluateOn: 'test', file: __filename },
    options: { recallOfEachClass },
    onDev: (data) => ({ ...data, test: data.dev }),
  };
}

/**
 * Indices of the examples in the pool that a trial may learn from: the same number of every class, nested for one seed.
 * @param amount labels of each class, or all there are
 */
export function drawnExamples(
  { pool, labels, scarce }: ClassificationData,
  amount: number | 'all',
  seed: number,
): number[] {
  return amount === 'all'
    ? [...pool.labels.keys()]
    : budgetIndices(pool.labels, labels, { perClass: amount, seed }, scarce);
}

/** Prefix of the facts that hold a class's recall. */
export const recallOf = 'recall of ';

const known: Readonly<Record<string, PredictionMetric | ProbabilityMetric>> = {
  ...{ accuracy, error, macroF1, microF1, macroRecall, loss, negativeLogLikelihood, brierScore },
  ...{ expectedCalibrationError, equalMassCalibrationError },
};

/** Answers [examples, classes], row-major: probabilities, or unnormalised scores. */
export type ClassAnswers =
  | { readonly probabilities: ArrayLike<number> }
  | { readonly logits: ArrayLike<number> };

/**
 * Metrics and facts of answers; the highest score answers, the first of equals. Beside what is asked for, always accuracy
 * and macro-F1.
 * @throws LabError for a metric that does not fit, or a score that is not a number
 */
export function scored(
  answers: ClassAnswers,
  labels: Int32Array,
  names: readonly string[],
  { metrics: asked, options }: Scoring,
): Pick<TrialResult, 'metrics'> & { facts: Record<string, number | string> } {
  const classes = names.length;
  const scores = 'logits' in answers ? answers.logits : answers.probabilities;
  const predictions = highestScores(scores, classes);
  const shares = labelShares(labels, classes);
  const metrics: Record<string, number> = {};
  const facts: Record<string, number | string> = {};
  for (const name of new Set([accuracy.name, macroF1.name, ...asked])) {
    const metric = known[name];
    if (!metric) throw new LabError(`A classification is not scored by '${name}'.`);
    metrics[name] =
      metric.needs === 'predictions'
        ? metric.compute(predictions, labels, classes)
        : metric.compute(probabilitiesOf(answers, classes), labels, classes);
    const chance = metric.chanceLevel?.(shares);
    if (chance !== undefined) facts[`${chanceLevelOf}${name}`] = chance;
  }
  facts.tieRate = tieRate(scores, classes);
  if (options.recallOfEachClass) {
    const byClass = classScores(predictions, labels, classes);
    for (const [c, name] of names.entries()) facts[`${recallOf}${name}`] = byClass[c]!.recall;
  }
  return { metrics, facts };
}

/** Softmax of unnormalised scores, each row shifted by its largest, in float64. */
function probabilitiesOf(answers: ClassAnswers, classes: number): ArrayLike<number> {
  if ('probabilities' in answers) return answers.probabilities;
  const { logits } = answers;
  const probabilities = new Float64Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) largest = Math.max(largest, logits[start + c]!);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const value = Math.exp(logits[start + c]! - largest);
      probabilities[start + c] = value;
      sum += value;
    }
    for (let c = 0; c < classes; c++) probabilities[start + c] = probabilities[start + c]! / sum;
  }
  return probabilities;
}
