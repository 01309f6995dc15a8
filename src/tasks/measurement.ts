/** Measurement: what a study only measures, such as a gradient's norm, a calibration error or an agreement. */
import type { Task, TaskOptions } from '../form/task';

/** Studies that measure have no split in common: their recipes say what they look at. */
export interface MeasurementData<Set = unknown> {
  readonly dev?: Set;
  readonly test?: Set;
}

/** What is only measured. `measurement({ metrics: ['gradientNorm'] })`: the recipe returns it under that name. */
export function measurement(options: TaskOptions<'measurement'>): Task<MeasurementData, 'measurement'> {
  const { metrics, selectOn = 'dev' } = options;
  return {
    ...{ kind: 'measurement', metrics, selectOn, evaluateOn: 'test', file: __filename, options: {} },
    onDev: (data) => ('dev' in data ? { ...data, test: data.dev } : data),
  };
}
