import { softmaxCrossEntropy } from '../engine/kernels/softmaxCrossEntropy';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import { ParameterBuilder, type Parameters } from '../models/parameters';

/** How many quarter turns there are: the classes. */
const turns = 4;

/** Settings of {@link rotationPrediction}. */
export interface RotationPredictionOptions {
  /** Columns of the encoder's features. */
  readonly featureWidth: number;
  readonly seed?: number;
}

/** Predicting by how many quarter turns an image was rotated. The linear head is thrown away afterwards. */
export interface RotationPrediction {
  readonly name: 'rotationPrediction';
  parameters(): Parameters;
  /** Scalar mean cross-entropy in nats of features [4n, featureWidth] of what {@link quarterTurns} gives; ln 4 by chance. */
  loss(features: tf.Tensor): tf.Tensor;
  /** Share of the rotations that are told right, a scalar. */
  accuracy(features: tf.Tensor): tf.Tensor;
  /** Floating-point operations of the head over n images in their four rotations. */
  forwardFlops(n: number): number;
}

/**
 * Each image in its four rotations, counter-clockwise by 0, 90, 180 and 270 degrees.
 * @param images [n, side, side, channels]
 * @returns [4n, side, side, channels]: all images unrotated, then all rotated once, and so on
 * @throws LabError if the images are not square
 */
export function quarterTurns(images: tf.Tensor): tf.Tensor {
  const [, height, width] = images.shape as [number, number, number, number];
  if (height !== width)
    throw new LabError(`Images of ${height} x ${width} cannot be turned by 90 degrees; cut them square.`);
  const across = images.transpose([0, 2, 1, 3]);
  return tf.concat([images, across.reverse(1), images.reverse([1, 2]), across.reverse(2)], 0);
}

/** Rotation prediction (Gidaris, Singh & Komodakis 2018, eq. 2 and 3): all four rotations of each image in one batch. */
export function rotationPrediction({
  featureWidth,
  seed = 1,
}: RotationPredictionOptions): RotationPrediction {
  const builder = new ParameterBuilder('rotation', seed);
  const weight = builder.add('weight', [featureWidth, turns], { normal: Math.sqrt(1 / featureWidth) });
  const bias = builder.add('bias', [turns], 'zeros');
  const scores = (features: tf.Tensor) =>
    tf.matMul(features as tf.Tensor2D, weight as unknown as tf.Tensor2D).add(bias) as tf.Tensor2D;
  const answers = (rows: number) =>
    tf.tensor1d(
      Int32Array.from({ length: rows }, (_, row) => Math.floor((row * turns) / rows)),
      'int32',
    );
  return {
    name: 'rotationPrediction',
    parameters: () => builder.build(),
    loss: (features) => softmaxCrossEntropy(scores(features), answers(features.shape[0] as number)).mean(),
    accuracy: (features) =>
      scores(features)
        .argMax(1)
        .equal(answers(features.shape[0] as number))
        .cast('float32')
        .mean(),
    forwardFlops: (n) => 2 * turns * n * featureWidth * turns,
  };
}
