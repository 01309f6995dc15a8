/** What a study is scored on: a task fixes which metrics exist, and the split that may choose hyperparameters. */

import { metrics } from '../training/metrics';

/** The metrics that fit each kind of task; the trial returns them under these names. */
export interface MetricsOfTask {
  classification: 'accuracy' | 'error' | 'macroF1' | 'microF1' | 'macroRecall' | 'loss';
  tagging: 'accuracy' | 'error' | 'macroF1' | 'microF1' | 'macroRecall' | 'loss' | 'spanF1';
  languageModelling: 'perplexity' | 'bitsPerByte' | 'tokenAccuracy';
  translation: 'bleu' | 'chrF' | 'exactMatch';
}

export type TaskKind = keyof MetricsOfTask;

/** Metrics of tasks other than classification, which the registry of metrics does not hold. */
const others: Readonly<Record<string, { readonly title: string; readonly higherIsBetter: boolean }>> = {
  spanF1: { title: 'Span F1', higherIsBetter: true },
  tokenAccuracy: { title: 'Token accuracy', higherIsBetter: true },
  exactMatch: { title: 'Exact match', higherIsBetter: true },
  bleu: { title: 'BLEU', higherIsBetter: true },
  chrF: { title: 'chrF', higherIsBetter: true },
  perplexity: { title: 'Perplexity', higherIsBetter: false },
  bitsPerByte: { title: 'Bits per byte', higherIsBetter: false },
};

export interface Task<Kind extends TaskKind = TaskKind> {
  readonly kind: Kind;
  /** Name of the dataset's card. */
  readonly dataset: string;
  /** What is reported; the first one decides the verdict. */
  readonly metrics: readonly [MetricsOfTask[Kind], ...MetricsOfTask[Kind][]];
  /** The split that may choose hyperparameters and stopping points. Never 'test': that does not compile. */
  readonly selectOn: 'train' | 'dev';
  /** The split that the metrics are computed on. */
  readonly evaluateOn: 'test';
  /** What one label budget counts, in the plural: 'labels per class', 'labelled sentences'. */
  readonly budgetUnit: string;
}

export interface TaskOptions<Kind extends TaskKind> {
  readonly metrics: readonly [MetricsOfTask[Kind], ...MetricsOfTask[Kind][]];
  /** Default 'dev'. */
  readonly selectOn?: 'train' | 'dev';
  readonly budgetUnit?: string;
}

function task<Kind extends TaskKind>(kind: Kind, dataset: string, options: TaskOptions<Kind>): Task<Kind> {
  return {
    kind,
    dataset,
    metrics: options.metrics,
    selectOn: options.selectOn ?? 'dev',
    evaluateOn: 'test',
    budgetUnit: options.budgetUnit ?? 'labels per class',
  };
}

/** One label a text. `classification('wordnet-glosses', { metrics: ['accuracy', 'macroF1'] })`. */
export function classification(
  dataset: string,
  options: TaskOptions<'classification'>,
): Task<'classification'> {
  return task('classification', dataset, options);
}

/** One label a token. */
export function tagging(dataset: string, options: TaskOptions<'tagging'>): Task<'tagging'> {
  return task('tagging', dataset, options);
}

/** The next token, or the masked one. */
export function languageModelling(
  dataset: string,
  options: TaskOptions<'languageModelling'>,
): Task<'languageModelling'> {
  return task('languageModelling', dataset, options);
}

/** One text into another. */
export function translation(dataset: string, options: TaskOptions<'translation'>): Task<'translation'> {
  return task('translation', dataset, options);
}

/** Whether a larger value of the metric is the better one; true for a metric that nobody registered. */
export function higherIsBetter(metric: string): boolean {
  return (metrics[metric] ?? others[metric])?.higherIsBetter ?? true;
}

/** A metric as it stands in tables and on axes. */
export function metricTitle(metric: string): string {
  return (metrics[metric] ?? others[metric])?.title ?? metric;
}
