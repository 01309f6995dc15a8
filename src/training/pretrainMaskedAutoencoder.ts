import { type ImageCollection, pixelValues } from '../data/images';
import { tf } from '../engine/native';
import { randomness } from '../engine/randomness';
import type { VisionTransformer } from '../models/visionTransformer';
import { patchify } from '../models/visionTransformer';
import { type Augmentation, augment } from '../objectives/augmentation';
import type { MaskedAutoencoder } from '../objectives/maskedAutoencoder';
import { imagePretrainingLoop } from './imagePretrainingLoop';
import type { PretrainingOptions, PretrainingRecord } from './pretrainingLoop';

/** Settings of {@link pretrainMaskedAutoencoder}. */
export interface PretrainMaskedAutoencoderOptions extends PretrainingOptions {
  readonly objective: MaskedAutoencoder;
  /** Images without labels. */
  readonly images: ImageCollection;
  /** Changes made to an image before it is masked; absent: none. */
  readonly augmentation?: Augmentation;
  /** Default 128. */
  readonly batchSize?: number;
}

/**
 * Pretrains a vision transformer on images without labels by hiding patches and predicting their pixels (He et al. 2022).
 * The encoder's parameters are changed in place.
 * @returns what training cost; `seen` counts images
 * @throws LabError if there are fewer images than a batch holds, or the loss stops being a number; StoppedError on request
 */
export async function pretrainMaskedAutoencoder(
  encoder: VisionTransformer,
  options: PretrainMaskedAutoencoderOptions,
): Promise<PretrainingRecord> {
  const { objective, images, augmentation, batchSize = 128 } = options;
  return imagePretrainingLoop(
    {
      label: 'Masked autoencoder',
      parameters: { ...encoder.parameters, ...objective.parameters() },
      images,
      batchSize,
      order: 'masked images',
      loss({ images: batch }, random) {
        const changed = augmentation ? augment(batch, augmentation, random) : batch;
        return objective.loss(changed, objective.draw(batchSize, random));
      },
      seen: batchSize,
      flops: 3 * objective.forwardFlops(batchSize),
    },
    options,
  );
}

/** Pictures of what a masked autoencoder does, values in [0, 1], [images, height, width, channels] row-major each. */
export interface Reconstruction {
  readonly original: Float32Array;
  /** Hidden patches grey. */
  readonly masked: Float32Array;
  /** Visible patches as they are, hidden ones as predicted, with the mean and contrast that each patch really has. */
  readonly reconstructed: Float32Array;
}

const grey = 0.5;

/**
 * Masks images and fills the hidden patches with what the model predicts. Predictions are of shifted and scaled patches,
 * so each is shown with its true mean and deviation (as He et al. show theirs).
 * @param seed of the masks
 */
export function reconstructImages(
  encoder: VisionTransformer,
  objective: MaskedAutoencoder,
  images: ImageCollection,
  seed: number,
): Reconstruction {
  const { patch, shape } = encoder.config;
  const [height, width, channels] = shape;
  const pixels = patch * patch * channels;
  const count = images.length;
  const original = pixelValues(images, [...Array(count).keys()]);
  const random = randomness(seed);
  const [predicted, hidden, patches] = tf.tidy(() => {
    const batch = tf.tensor4d(original, [count, ...shape]);
    const mask = objective.draw(count, random);
    const { predicted: values } = objective.reconstruct(batch, mask);
    const read = (tensor: tf.Tensor) => tensor.dataSync() as Float32Array | Int32Array;
    return [read(values), read(mask.hidden), read(patchify(batch, patch)) as Float32Array] as const;
  });
  tf.dispose(Object.values(random.state));
  const masked = original.slice();
  const reconstructed = original.slice();
  hidden.forEach((row, index) => {
    const image = Math.floor(row / encoder.patches);
    const place = row % encoder.patches;
    const [top, left] = [patch * Math.floor(place / (width / patch)), patch * (place % (width / patch))];
    const own = patches.subarray(row * pixels, (row + 1) * pixels);
    const mean = own.reduce((sum, value) => sum + value, 0) / pixels;
    const deviation = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels);
    for (let k = 0; k < pixels; k++) {
      const channel = k % channels;
      const [y, x] = [Math.floor(k / channels / patch), Math.floor(k / channels) % patch];
      const at = ((image * height + top + y) * width + left + x) * channels + channel;
      masked[at] = grey;
      reconstructed[at] = Math.min(1, Math.max(0, mean + deviation * predicted[index * pixels + k]!));
    }
  });
  return { original, masked, reconstructed };
}
