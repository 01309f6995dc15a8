import type { ImageCollection } from '../data/images';
import { tf } from '../engine/native';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import { type Augmentation, augment } from '../objectives/augmentation';
import type { Contrastive } from '../objectives/contrastive';
import { imagePretrainingLoop } from './imagePretrainingLoop';
import type { PretrainingOptions, PretrainingRecord } from './pretrainingLoop';

/** Settings of {@link pretrainContrastive}. */
export interface PretrainContrastiveOptions extends PretrainingOptions {
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
export async function pretrainContrastive(
  encoder: ImageEncoder,
  options: PretrainContrastiveOptions,
): Promise<PretrainingRecord> {
  const { objective, images, augmentation, batchSize = 128 } = options;
  return imagePretrainingLoop(
    {
      label: 'Contrastive pretraining',
      parameters: { ...encoder.parameters, ...objective.parameters() },
      images,
      batchSize,
      loss({ images: batch }, random) {
        const views = tf.concat(
          [augment(batch, augmentation, random), augment(batch, augmentation, random)],
          0,
        );
        const features = encoder.features(views);
        const [first, second] = tf.split(features, 2, 0);
        return objective.loss(first!, second!);
      },
      seen: 2 * batchSize,
      flops: 3 * (encoder.forwardFlops(2 * batchSize) + objective.forwardFlops(batchSize)),
    },
    options,
  );
}
