import { nativeKernels, tf } from '../native';
import { rawOp } from '../rawOp';

/**
 * Each image seen through its own affine map, sampled bilinearly: pixel (x, y) of a view is its image at
 * (m0 x + m1 y + m2, m3 x + m4 y + m5). It has no gradient.
 * @param images [batch, height, width, channels]
 * @param maps [batch, 6], in pixels
 * @param outside what stands where a view reaches beyond its image: black, or the nearest pixel
 */
export function affineImages(images: tf.Tensor, maps: tf.Tensor, outside: 'black' | 'nearest'): tf.Tensor {
  const nearest = outside === 'nearest';
  if (nativeKernels) return rawOp('LabAffineImages', [images, maps], { nearest: { bool: nearest } });
  const [batch, height, width] = images.shape as [number, number, number];
  const projective = tf.concat([maps, tf.zeros([batch, 2])], 1);
  return rawOp(
    'ImageProjectiveTransformV3',
    [images, projective, tf.tensor1d([height, width], 'int32'), tf.scalar(0)],
    {
      dtype: { type: 'float32' },
      interpolation: { string: 'BILINEAR' },
      fill_mode: { string: nearest ? 'NEAREST' : 'CONSTANT' },
    },
  );
}
