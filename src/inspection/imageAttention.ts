/** Which parts of images a vision transformer looks at, as pictures of the images' own shape. */
import { type ImageCollection, pixelValues } from '../data/images';
import { tf } from '../engine/native';
import type { VisionTransformer } from '../models/visionTransformer';

/**
 * How much each patch is asked for information in one layer, averaged over heads and over the patches that ask: 1 is the
 * patch of an image that is asked most, 0 the one asked least, and 0 all over where all are asked alike.
 * @param layer 0-based; default the last
 * @returns [images, height, width, channels], row-major: give it to `imageGrid`
 */
export function imageAttention(
  encoder: VisionTransformer,
  images: ImageCollection,
  layer?: number,
): Float32Array {
  const { patch, shape, pooling } = encoder.config;
  const [height, width, channels] = shape;
  const count = images.length;
  const values = pixelValues(images, [...Array(count).keys()]);
  const asked = tf.tidy(() => {
    const maps = encoder.attentionMaps(tf.tensor4d(values, [count, ...shape]), layer).mean([1, 2]);
    // A class token is asked, too, and is no part of the image.
    const ofPatches = pooling === 'classToken' ? maps.slice([0, 1], [count, encoder.patches]) : maps;
    return ofPatches.dataSync() as Float32Array;
  });
  const across = width / patch;
  const pictures = new Float32Array(count * height * width * channels);
  for (let image = 0; image < count; image++) {
    const own = asked.subarray(image * encoder.patches, (image + 1) * encoder.patches);
    const [least, most] = [Math.min(...own), Math.max(...own)];
    for (let k = 0; k < height * width * channels; k++) {
      const pixel = Math.floor(k / channels);
      const place = Math.floor(pixel / width / patch) * across + Math.floor((pixel % width) / patch);
      pictures[image * height * width * channels + k] =
        most > least ? (own[place]! - least) / (most - least) : 0;
    }
  }
  return pictures;
}
