import { epochStream } from '../data/batches';
import { type ImageCollection, pixelValues } from '../data/images';
import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
import type { Parameters } from '../models/parameters';
import {
  arraysHash,
  type PretrainingOptions,
  type PretrainingRecord,
  pretrainingLoop,
} from './pretrainingLoop';

/** What pretraining on images learns, whatever its proxy task. */
export interface ImagePretrainingTask<Extra extends Readonly<Record<string, tf.Tensor>>> {
  /** As the progress bar says it: 'Contrastive pretraining'. */
  readonly label: string;
  readonly parameters: Parameters;
  readonly images: ImageCollection;
  readonly batchSize: number;
  /** Seeds the images' order together with the seed of the training. Default 'images'. */
  readonly order?: string;
  /** What a batch of the images with these indices feeds beside them; the loop disposes it. */
  extra?(indices: readonly number[]): Extra;
  /** Scalar loss of a batch: images [batchSize, height, width, channels] in [0, 1]. */
  loss(inputs: { readonly images: tf.Tensor } & Extra, random: Randomness): tf.Tensor;
  /** Examples of a step, in the unit that the caller counts (images, views), and its floating-point operations. */
  readonly seen: number;
  readonly flops: number;
}

/**
 * The loop that every pretraining on images shares: batches of an epoch in their own order, an incomplete one left out, fed
 * to the loop of all pretraining.
 * @throws LabError if there are fewer images than a batch holds, or the loss stops being a number; StoppedError on request
 */
export async function imagePretrainingLoop<Extra extends Readonly<Record<string, tf.Tensor>>>(
  task: ImagePretrainingTask<Extra>,
  options: PretrainingOptions,
): Promise<PretrainingRecord> {
  const { label, parameters, images, batchSize, order = 'images', seen, flops } = task;
  return pretrainingLoop(
    {
      label,
      parameters,
      nextBatch: epochStream(images.length, { batchSize, seed: options.seed, order }),
      inputs: (indices) => ({
        images: tf.tensor4d(pixelValues(images, indices), [batchSize, ...images.shape]),
        ...(task.extra?.(indices) as Extra),
      }),
      loss: (inputs, random) => task.loss(inputs, random),
      counts: () => ({ seen, flops }),
      data: { batchSize, hash: () => arraysHash([images.pixels]) },
    },
    options,
  );
}
