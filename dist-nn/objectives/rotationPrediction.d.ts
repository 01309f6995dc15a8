import { tf } from '../engine/native';
import { type Parameters } from '../models/parameters';
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
export declare function quarterTurns(images: tf.Tensor): tf.Tensor;
/** Rotation prediction (Gidaris, Singh & Komodakis 2018, eq. 2 and 3): all four rotations of each image in one batch. */
export declare function rotationPrediction({ featureWidth, seed, }: RotationPredictionOptions): RotationPrediction;
