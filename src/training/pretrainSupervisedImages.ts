import type { LabelledImages } from '../data/images';
import { softmaxCrossEntropy } from '../engine/kernels/softmaxCrossEntropy';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import { ParameterBuilder } from '../models/parameters';
import { type Augmentation, augment } from '../objectives/augmentation';
import { imagePretrainingLoop } from './imagePretrainingLoop';
import type { PretrainingOptions, PretrainingRecord } from './pretrainingLoop';

/** Settings of {@link pretrainSupervisedImages}. */
export interface PretrainSupervisedImagesOptions extends PretrainingOptions {
  /** The source task: all its labels are used, and its classes need not be those of any later task. */
  readonly images: LabelledImages;
  /** Changes made to each image; absent: none. */
  readonly augmentation?: Augmentation;
  /** Images in a batch. Default 128. */
  readonly batchSize?: number;
}

/** Standard deviation of the head's initial weights. */
const initialDeviation = 0.01;

/**
 * Pretrains an image encoder the way networks for ImageNet are: softmax cross-entropy of a linear head on a labelled source.
 * The encoder's parameters are changed in place; the head is thrown away.
 * @returns what training cost; `seen` counts images
 * @throws LabError if there are fewer than two classes or fewer images than a batch holds, or the loss stops being a
 * number; StoppedError on request
 */
export async function pretrainSupervisedImages(
  encoder: ImageEncoder,
  options: PretrainSupervisedImagesOptions,
): Promise<PretrainingRecord> {
  const { images, augmentation, batchSize = 128, seed } = options;
  const classes = images.names.length;
  if (classes < 2)
    throw new LabError(`The images have ${classes} class; supervised pretraining needs two or more.`);
  const builder = new ParameterBuilder('sourceHead', seed);
  const weight = builder.add('weight', [encoder.featureWidth, classes], { normal: initialDeviation });
  const bias = builder.add('bias', [classes], 'zeros');
  const head = builder.build();
  try {
    return await imagePretrainingLoop(
      {
        label: 'Supervised pretraining',
        parameters: { ...encoder.parameters, ...head },
        images,
        batchSize,
        extra: (indices) => ({
          labels: tf.tensor1d(
            Int32Array.from(indices, (index) => images.labels[index]!),
            'int32',
          ),
        }),
        loss({ images: batch, labels }, random) {
          const features = encoder.features(augmentation ? augment(batch, augmentation, random) : batch);
          const logits = tf.matMul(features as tf.Tensor2D, weight as unknown as tf.Tensor2D).add(bias);
          return softmaxCrossEntropy(logits, labels).mean();
        },
        seen: batchSize,
        flops: 3 * (encoder.forwardFlops(batchSize) + 2 * batchSize * encoder.featureWidth * classes),
      },
      options,
    );
  } finally {
    tf.dispose(Object.values(head));
  }
}
