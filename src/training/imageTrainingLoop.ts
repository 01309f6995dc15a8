import type { ImageCollection } from '../data/images';
import { seededRandom } from '../data/seededRandom';
import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
import { LabError } from '../errors';
import type { Parameters } from '../models/parameters';
import { type TrainingOptions, type TrainingRecord, trainingLoop } from './trainingLoop';

/** What pretraining on images learns, whatever its proxy task. */
export interface ImageTrainingTask<Extra extends Readonly<Record<string, tf.Tensor>>> {
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
export async function imageTrainingLoop<Extra extends Readonly<Record<string, tf.Tensor>>>(
  task: ImageTrainingTask<Extra>,
  options: TrainingOptions,
): Promise<TrainingRecord> {
  const { label, parameters, images, batchSize, order = 'images', seen, flops } = task;
  if (images.length < batchSize)
    throw new LabError(`There are ${images.length} images for a batch of ${batchSize}; lower batchSize.`);
  let epoch = 0;
  let queue: number[] = [];
  return trainingLoop(
    {
      label,
      parameters,
      nextBatch() {
        if (queue.length < batchSize)
          queue = seededRandom(`${order}/${options.seed}/${epoch++}`).shuffle([
            ...Array(images.length).keys(),
          ]);
        return queue.splice(0, batchSize);
      },
      inputs: (indices) => ({
        images: tf.tensor4d(images.values(indices), [batchSize, ...images.shape]),
        ...(task.extra?.(indices) as Extra),
      }),
      loss: (inputs, random) => task.loss(inputs, random),
      counts: () => ({ seen, flops }),
    },
    options,
  );
}
