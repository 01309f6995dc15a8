import type { ImageCollection } from '../data/images';
import { seededRandom } from '../data/seededRandom';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import { quarterTurns, type RotationPrediction } from '../objectives/rotationPrediction';
import { type TrainingOptions, type TrainingRecord, trainingLoop } from './trainingLoop';

/** Settings of {@link pretrainRotations}. */
export interface PretrainRotationsOptions extends TrainingOptions {
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
): Promise<TrainingRecord> {
  const { objective, images, batchSize = 64, seed } = options;
  if (images.length < batchSize)
    throw new LabError(`There are ${images.length} images for a batch of ${batchSize}; lower batchSize.`);
  let epoch = 0;
  let queue: number[] = [];
  return trainingLoop(
    {
      label: 'Rotation prediction',
      parameters: { ...encoder.parameters, ...objective.parameters() },
      nextBatch() {
        if (queue.length < batchSize)
          queue = seededRandom(`rotated images/${seed}/${epoch++}`).shuffle([...Array(images.length).keys()]);
        return queue.splice(0, batchSize);
      },
      inputs: (indices) => ({
        images: tf.tensor4d(images.values(indices), [batchSize, ...images.shape]),
      }),
      loss: ({ images: batch }) => objective.loss(encoder.features(quarterTurns(batch))),
      counts: () => ({
        seen: 4 * batchSize,
        flops: 3 * (encoder.forwardFlops(4 * batchSize) + objective.forwardFlops(batchSize)),
      }),
    },
    options,
  );
}
