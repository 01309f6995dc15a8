/** What a study is scored on: a task fixes which metrics exist, and the split that may choose hyperparameters. */
import type { TaskKind } from '../metrics/metric';
import type { MetricsOfTask } from '../metrics/registry';
import type { Json } from './json';

/** What a recipe is told of the task: which metrics are asked for, and how answers are scored. */
export interface Scoring {
  readonly metrics: readonly string[];
  readonly options: { readonly [name: string]: Json };
}

/** `Data` is what the task needs of the prepared data. */
export interface Task<Data = never, Kind extends TaskKind = TaskKind> {
  readonly kind: Kind;
  /** What is reported; the first one decides the verdict. */
  readonly metrics: readonly [MetricsOfTask[Kind], ...MetricsOfTask[Kind][]];
  /** The split that may choose hyperparameters and stopping points. Never 'test': that does not compile. */
  readonly selectOn: 'train' | 'dev';
  /** The split that the metrics are computed on. */
  readonly evaluateOn: 'test';
  /** What else scoring depends on. */
  readonly options: { readonly [name: string]: Json };
  /** The module that draws examples and scores answers. */
  readonly file: string;
  /** The data with dev in the place of test, for choosing settings: a trial then reports dev and test is not seen. */
  readonly onDev: (data: Data) => unknown;
}

export interface TaskOptions<Kind extends TaskKind> {
  readonly metrics: readonly [MetricsOfTask[Kind], ...MetricsOfTask[Kind][]];
  /** Default 'dev'. */
  readonly selectOn?: 'train' | 'dev';
}
