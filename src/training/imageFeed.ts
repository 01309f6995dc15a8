import { ImageCollection, pixelValues } from '../data/images';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import { type Augmentation, augment } from '../objectives/augmentation';
import { evaluationBatch, type Feed } from './feed';

/** Settings of {@link imageFeed}. */
export interface ImageFeedOptions {
  /** Images in a training batch; a smaller training set is repeated within a batch. Default 64. */
  readonly batchSize?: number;
  /** Changes made to training images; absent: none. */
  readonly augmentation?: Augmentation;
}

/** Images as float32 tensors [batch, height, width, channels] in [0, 1]. */
export function imageFeed(
  encoder: ImageEncoder,
  { batchSize = 64, augmentation }: ImageFeedOptions = {},
): Feed<ImageCollection> {
  return {
    noun: 'images',
    batchSize,
    trainingBatch(images, chosen) {
      refuseOther(images);
      return tf.tensor4d(pixelValues(images, chosen), [batchSize, ...images.shape]);
    },
    forwardFlops: () => encoder.forwardFlops(batchSize),
    ...(augmentation && { change: (batch, random) => augment(batch, augmentation, random) }),
    *evaluationBatches(images) {
      for (let start = 0; start < images.length; start += evaluationBatch) {
        const length = Math.min(evaluationBatch, images.length - start);
        const rows = Array.from({ length }, (_, row) => start + row);
        yield {
          rows,
          batch() {
            const values = new Float32Array(evaluationBatch * images.pixelsPerImage);
            values.set(pixelValues(images, rows));
            return tf.tensor4d(values, [evaluationBatch, ...images.shape]);
          },
        };
      }
    },
  };
}

function refuseOther(images: ImageCollection): void {
  if (!(images instanceof ImageCollection))
    throw new LabError('The examples are no images: give an ImageCollection, as loadImages gives it.');
}
