import { tf } from '../engine/native';
/**
 * Images scaled to another height and width, averaging over areas.
 * @param images [batch, height, width, channels]
 */
export declare function scaledByArea(images: tf.Tensor, [height, width]: readonly [number, number]): tf.Tensor;
/** Colour images as grey ones: [batch, height, width, 3] to [batch, height, width, 1]. */
export declare function greyed(images: tf.Tensor): tf.Tensor;
