import type { ImageCollection } from '../data/images';
import { seededRandom } from '../data/seededRandom';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import { type Augmentation, augment } from '../objectives/augmentation';
import type { Contrastive } from '../objectives/contrastive';
import { type TrainingOptions, type TrainingRecord, trainingLoop } from './trainingLoop';

/** Settings of {@link pretrainImages}. */
export interface PretrainImagesOptions extends TrainingOptions {
  readonly objective: Contrastive;
  /** Images without labels. */
  readonly images: ImageCollection;
  /** How the two views of an image are made. */
  readonly augmentation: Augmentation;
  /** Images in a batch, each seen in two views. Default 128. */
  readonly batchSize?: number;
}

/**
 * Pretrains an image encoder on images without labels: two augmented views of each are pulled together. The encoder's
 * parameters are changed in place.
 * @returns what training cost; `seen` counts views
 * @throws LabError if there are fewer images than a batch holds, or the loss stops being a number; StoppedError on request
 */
export async function pretrainImages(
  encoder: ImageEncoder,
  options: PretrainImagesOptions,
): Promise<TrainingRecord> {
  const { objective, images, augmentation, batchSize = 128, seed } = options;
  if (images.length < batchSize)
    throw new LabError(`There are ${images.length} images for a batch of ${batchSize}; lower batchSize.`);
  return trainingLoop(
    {
      label: 'Contrastive pretraining',
      parameters: { ...encoder.parameters, ...objective.parameters() },
      nextBatch: epochStream(images.length, batchSize, seed),
      inputs: (indices) => ({
        images: tf.tensor4d(images.values(indices), [batchSize, ...images.shape]),
      }),
      loss({ images: batch }, random) {
        const views = tf.concat(
          [augment(batch, augmentation, random), augment(batch, augmentation, random)],
          0,
        );
        const features = encoder.features(views);
        const [first, second] = tf.split(features, 2, 0);
        return objective.loss(first!, second!);
      },
      counts: () => ({
        seen: 2 * batchSize,
        flops: 3 * (encoder.forwardFlops(2 * batchSize) + objective.forwardFlops(batchSize)),
      }),
    },
    options,
  );
}

/** Draws batches of indices for ever; every epoch in its own order, an incomplete batch left out. */
function epochStream(count: number, batchSize: number, seed: number): () => number[] {
  let epoch = 0;
  let queue: number[] = [];
  return () => {
    if (queue.length < batchSize)
      queue = seededRandom(`images/${seed}/${epoch++}`).shuffle([...Array(count).keys()]);
    return queue.splice(0, batchSize);
  };
}
