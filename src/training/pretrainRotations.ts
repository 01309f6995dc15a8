import type { ImageCollection } from '../data/images';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import { quarterTurns, type RotationPrediction } from '../objectives/rotationPrediction';
import { imagePretrainingLoop } from './imagePretrainingLoop';
import type { PretrainingOptions, PretrainingRecord } from './pretrainingLoop';

/** Settings of {@link pretrainRotations}. */
export interface PretrainRotationsOptions extends PretrainingOptions {
  readonly objective: RotationPrediction;
  /** Square images without labels. */
  readonly images: ImageCollection;
  /** Images in a batch, each in its four rotations. Default 64. */
  readonly batchSize?: number;
}

/**
 * Pretrains an image encoder by predicting rotations, the historical baseline of self-supervision. The encoder's
 * parameters are changed in place.
 * @returns what training cost; `seen` counts rotated images
 * @throws LabError if there are fewer images than a batch holds, they are not square, or the loss stops being a number;
 *   StoppedError on request
 */
export async function pretrainRotations(
  encoder: ImageEncoder,
  options: PretrainRotationsOptions,
): Promise<PretrainingRecord> {
  const { objective, images, batchSize = 64 } = options;
  return imagePretrainingLoop(
    {
      label: 'Rotation prediction',
      parameters: { ...encoder.parameters, ...objective.parameters() },
      images,
      batchSize,
      order: 'rotated images',
      loss: ({ images: batch }) => objective.loss(encoder.features(quarterTurns(batch))),
      seen: 4 * batchSize,
      flops: 3 * (encoder.forwardFlops(4 * batchSize) + objective.forwardFlops(batchSize)),
    },
    options,
  );
}
