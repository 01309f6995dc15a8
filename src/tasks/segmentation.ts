/** Segmentation: one class a pixel, pixels without a right answer left out. */
import { LabError } from '../errors';
import { chanceLevelOf, type TrialResult } from '../form/result';
import type { Scoring, Task, TaskOptions } from '../form/task';
import type { ConfusionMetric } from '../metrics/metric';
import { intersectionOverUnion, meanIoU, pixelAccuracy, pixelConfusion } from '../metrics/segmentation';
import { drawnSubset } from './drawnSubset';

/** Label images: one class a pixel, image after image. */
export interface LabelImages {
  readonly length: number;
  readonly pixels: Uint8Array;
}

/** What every segmentation study's data have. */
export interface SegmentationData<Set = unknown> {
  /** Names of the classes, in label order. */
  readonly labels: readonly string[];
  /** The label of pixels that have no right answer. */
  readonly voidLabel?: number;
  readonly pool: { readonly length: number } & Set;
  readonly dev: Set;
  readonly test: Set;
}

/** One class a pixel. `segmentation({ metrics: ['meanIoU'] })`. */
export function segmentation(options: TaskOptions<'segmentation'>): Task<SegmentationData, 'segmentation'> {
  const { metrics, selectOn = 'dev' } = options;
  return {
    ...{ kind: 'segmentation', metrics, selectOn, evaluateOn: 'test', file: __filename, options: {} },
    onDev: (data) => ({ ...data, test: data.dev }),
  };
}

/** Indices of the images in the pool that a trial may learn from; nested for one seed. */
export function drawnImages(data: SegmentationData, amount: number | 'all', seed: number): number[] {
  return drawnSubset(data.pool.length, amount, seed, 'labelled images');
}

/** Prefix of the facts that hold the intersection over union of a class. */
export const iouOf = 'IoU of ';

const known: Readonly<Record<string, ConfusionMetric>> = { meanIoU, pixelAccuracy };

/**
 * Metrics and facts of answered pixels over all images together.
 * @param predictions one class a pixel, in the order of the labels
 */
export function scoredPixels(
  predictions: ArrayLike<number>,
  test: LabelImages,
  { labels: names, voidLabel }: Pick<SegmentationData, 'labels' | 'voidLabel'>,
  { metrics: asked }: Scoring,
): Pick<TrialResult, 'metrics'> & { facts: Record<string, number | string> } {
  const classes = names.length;
  const confusion = pixelConfusion(predictions, test.pixels, classes, {
    ...(voidLabel !== undefined && { voidLabel }),
  });
  const counted = confusion.reduce((sum, count) => sum + count, 0);
  const shares = names.map(
    (_, c) =>
      confusion.subarray(c * classes, (c + 1) * classes).reduce((sum, count) => sum + count, 0) / counted,
  );
  const metrics: Record<string, number> = {};
  const facts: Record<string, number | string> = {};
  for (const name of new Set(['meanIoU', 'pixelAccuracy', ...asked])) {
    const metric = known[name];
    if (!metric) throw new LabError(`A segmentation is not scored by '${name}'.`);
    metrics[name] = metric.compute(confusion, classes);
    facts[`${chanceLevelOf}${name}`] = metric.chanceLevel(shares);
  }
  for (const [c, iou] of intersectionOverUnion(confusion, classes).entries())
    if (iou !== undefined) facts[`${iouOf}${names[c]}`] = iou;
  return { metrics, facts };
}
