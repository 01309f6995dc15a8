/** Every metric, by name, and which of them fit each kind of task. */
import { LabError } from '../errors';
import { nearestName } from '../nearestName';
import { agreement, cohenKappa } from './agreement';
import { bleu } from './bleu';
import { brierScore } from './brierScore';
import { equalMassCalibrationError, expectedCalibrationError } from './calibration';
import { chrF, chrFPlusPlus } from './chrF';
import { accuracy, error, macroF1, macroRecall, microF1 } from './classification';
import { loss, negativeLogLikelihood } from './crossEntropy';
import { gradientNorm } from './gradientNorm';
import { bitsPerByte, perplexity } from './languageModelling';
import type { Metric, TaskKind } from './metric';
import { exactMatch, lengthRatio, repetitionRate } from './outputForm';
import { spearman } from './rankCorrelation';
import { meanIoU, pixelAccuracy } from './segmentation';
import {
  entityF1,
  entityPrecision,
  entityRecall,
  macroEntityF1,
  seenEntityF1,
  seenEntityRecall,
  strictEntityF1,
  strictMacroEntityF1,
  strictWeightedEntityF1,
  tokenAccuracy,
  unseenEntityF1,
  unseenEntityRecall,
  weightedEntityF1,
} from './tagging';

/** Every metric, each under its own name and with its own type: `metrics.bleu.compute(outputs, references)`. */
export const metrics = {
  accuracy,
  error,
  macroF1,
  microF1,
  macroRecall,
  loss,
  negativeLogLikelihood,
  brierScore,
  expectedCalibrationError,
  equalMassCalibrationError,
  tokenAccuracy,
  entityF1,
  entityPrecision,
  entityRecall,
  macroEntityF1,
  weightedEntityF1,
  strictEntityF1,
  strictMacroEntityF1,
  strictWeightedEntityF1,
  seenEntityF1,
  seenEntityRecall,
  unseenEntityF1,
  unseenEntityRecall,
  bleu,
  chrF,
  chrFPlusPlus,
  exactMatch,
  lengthRatio,
  repetitionRate,
  meanIoU,
  pixelAccuracy,
  perplexity,
  bitsPerByte,
  agreement,
  cohenKappa,
  spearman,
  gradientNorm,
} as const;

/** The registry itself: its keys are the names. */
type Registry = typeof metrics;

export type MetricName = keyof Registry;

/** Names of the metrics that fit each kind of task, read off the metrics' own `tasks`. */
export type MetricsOfTask = {
  [Kind in TaskKind]: {
    [Name in MetricName]: Kind extends Registry[Name]['tasks'][number] ? Name : never;
  }[MetricName];
};

/** The registry for names that are only known when it runs: undefined where there is no metric of that name. */
export const metricsByName: Readonly<Record<string, Metric | undefined>> = Object.assign(
  Object.create(null),
  metrics,
);

/** The metric of that name. @throws LabError naming the nearest name, or else all */
export function metricNamed<Name extends MetricName>(name: Name): Registry[Name];
export function metricNamed(name: string): Metric;
export function metricNamed(name: string): Metric {
  const metric = metricsByName[name];
  if (metric) return metric;
  const names = Object.keys(metrics);
  const near = nearestName(name, names);
  throw new LabError(
    `There is no metric '${name}'; ${near ? `did you mean '${near}'?` : `there are ${names.join(', ')}.`}`,
  );
}

/** The metrics that fit a kind of task. */
export function metricsOf(kind: TaskKind): Metric[] {
  return Object.values<Metric>(metrics).filter(({ tasks }) => tasks.includes(kind));
}
