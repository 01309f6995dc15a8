/** Pretraining on images as notebooks call it: sizes are checked first, and a checkpoint goes on as what it was begun as. */
import { ImageCollection, type ImageShape } from '../data/images';
import { LabError } from '../errors';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import type { VisionTransformer } from '../models/visionTransformer';
import type { Augmentation } from '../objectives/augmentation';
import { madeWith } from '../objectives/madeWith';
import { withCheckpointSettings } from './checkpointSettings';
import {
  type PretrainContrastiveOptions,
  pretrainContrastive as pretrainContrastiveUnchecked,
} from './pretrainContrastive';
import { arraysHash, type PretrainingOptions, type PretrainingRecord } from './pretrainingLoop';
import {
  type PretrainMaskedAutoencoderOptions,
  pretrainMaskedAutoencoder as pretrainMaskedAutoencoderUnchecked,
} from './pretrainMaskedAutoencoder';
import {
  type PretrainRotationsOptions,
  pretrainRotations as pretrainRotationsUnchecked,
} from './pretrainRotations';
import {
  type PretrainSupervisedImagesOptions,
  pretrainSupervisedImages as pretrainSupervisedImagesUnchecked,
} from './pretrainSupervisedImages';

/**
 * Pretrains an image encoder on images without labels: two augmented views of each are pulled together. The encoder's
 * parameters are changed in place.
 * @returns what training cost; `seen` counts views
 * @throws LabError for images that the encoder does not read or the augmentation does not suit, fewer images than a batch
 *   holds, a checkpoint of another training, or a loss that stops being a number; StoppedError on request
 */
export async function pretrainContrastive(
  encoder: ImageEncoder,
  options: PretrainContrastiveOptions,
): Promise<PretrainingRecord> {
  refuseUnfit(encoder, options.images, options.augmentation);
  return withCheckpointSettings(options.checkpoint, settingsOf(options), () =>
    pretrainContrastiveUnchecked(encoder, options),
  );
}

/**
 * Pretrains a vision transformer on images without labels by hiding patches and predicting their pixels (He et al. 2022).
 * The encoder's parameters are changed in place.
 * @returns what training cost; `seen` counts images
 * @throws LabError as {@link pretrainContrastive}; StoppedError on request
 */
export async function pretrainMaskedAutoencoder(
  encoder: VisionTransformer,
  options: PretrainMaskedAutoencoderOptions,
): Promise<PretrainingRecord> {
  refuseUnfit(encoder, options.images, options.augmentation);
  return withCheckpointSettings(options.checkpoint, settingsOf(options), () =>
    pretrainMaskedAutoencoderUnchecked(encoder, options),
  );
}

/**
 * Pretrains an image encoder by predicting rotations, the historical baseline of self-supervision. The encoder's
 * parameters are changed in place.
 * @returns what training cost; `seen` counts rotated images
 * @throws LabError as {@link pretrainContrastive}, and for images that are not square; StoppedError on request
 */
export async function pretrainRotations(
  encoder: ImageEncoder,
  options: PretrainRotationsOptions,
): Promise<PretrainingRecord> {
  refuseUnfit(encoder, options.images);
  return withCheckpointSettings(options.checkpoint, settingsOf(options), () =>
    pretrainRotationsUnchecked(encoder, options),
  );
}

/**
 * Pretrains an image encoder the way networks for ImageNet are: softmax cross-entropy of a linear head on a labelled source.
 * The encoder's parameters are changed in place; the head is thrown away.
 * @returns what training cost; `seen` counts images
 * @throws LabError as {@link pretrainContrastive}, and for fewer than two classes or a label that is none; StoppedError on
 *   request
 */
export async function pretrainSupervisedImages(
  encoder: ImageEncoder,
  options: PretrainSupervisedImagesOptions,
): Promise<PretrainingRecord> {
  const { images, augmentation } = options;
  refuseUnfit(encoder, images, augmentation);
  const { labels, names } = images;
  const wrong = labels.findIndex((label) => !(label >= 0 && label < names.length));
  if (wrong >= 0)
    throw new LabError(
      `The label of image ${wrong} is ${labels[wrong]}, but the images have ${names.length} classes (0 to ${names.length - 1}); give one of them.`,
    );
  const settings = { ...settingsOf(options), labels: arraysHash([labels]), classes: names.join(', ') };
  return withCheckpointSettings(options.checkpoint, settings, () =>
    pretrainSupervisedImagesUnchecked(encoder, options),
  );
}

/** What changes a training and is no part of the loop's own settings. */
function settingsOf(
  options: PretrainingOptions & { readonly objective?: object; readonly augmentation?: Augmentation },
) {
  const { objective, augmentation, precision } = options;
  return {
    objective: objective && madeWith(objective),
    augmentation: augmentation && JSON.stringify(augmentation),
    precision,
  };
}

function refuseUnfit(encoder: ImageEncoder, images: ImageCollection, augmentation?: Augmentation): void {
  if (!(images instanceof ImageCollection))
    throw new LabError('The images are none: give an ImageCollection, such as dataset.pretraining.');
  const { shape } = (encoder as { readonly config?: { readonly shape?: ImageShape } }).config ?? {};
  if (shape && shape.join() !== images.shape.join())
    throw new LabError(
      `The images are ${images.shape.join(' x ')}, and the network reads ${shape.join(' x ')}: fit them with fitImages, or make a network of their shape.`,
    );
  if (augmentation?.colour && images.shape[2] !== 3)
    throw new LabError(
      'The augmentation changes colours, and the images are grey: leave `colour` out of it, or take images of 3 channels.',
    );
}
