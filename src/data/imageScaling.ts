import { tf } from '../engine/native';
import { rawOp } from '../engine/rawOp';

/** ITU-R BT.601 luma: what red, green and blue weigh in a pixel's grey. */
const luma = [0.299, 0.587, 0.114];

/** What every image of a dataset is made into. */
export interface ImageScaling {
  readonly size: readonly [height: number, width: number];
  /** 1 grey, 3 red, green and blue. */
  readonly channels: 1 | 3;
}

/**
 * Images scaled to another height and width, averaging over areas.
 * @param images [batch, height, width, channels]
 */
export function scaledByArea(images: tf.Tensor, [height, width]: readonly [number, number]): tf.Tensor {
  return rawOp('ResizeArea', [images.cast('float32'), tf.tensor1d([height, width], 'int32')], {
    T: { type: 'float32' },
    align_corners: { bool: false },
  });
}

/** Colour images as grey ones: [batch, height, width, 3] to [batch, height, width, 1]. */
export function greyed(images: tf.Tensor): tf.Tensor {
  return images.mul(luma).sum(-1, true);
}

/** A picture [height, width, 3] from 0 to 255 as the bytes of an image [height, width, channels]. */
export function scaledPicture(picture: tf.Tensor3D, { size, channels }: ImageScaling): Uint8Array {
  const scaled = scaledByArea(picture.expandDims(0), size);
  const grey = channels === 1 ? greyed(scaled) : scaled;
  return Uint8Array.from(grey.round().clipByValue(0, 255).dataSync());
}
