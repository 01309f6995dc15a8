import { tf } from '../engine/native';
import { greyed, scaledByArea } from './imageScaling';
import { type ImageShape, LabelledImages } from './images';

/** Images that are scaled at once. */
const block = 500;

/**
 * The same images in another shape, so that one network can take them: scaled to its height and width, averaging over
 * areas; grey becomes three equal channels, colour becomes grey by ITU-R BT.601 luma.
 */
export function fitImages(images: LabelledImages, shape: ImageShape): LabelledImages {
  const [height, width, channels] = shape;
  const [ownHeight, ownWidth, ownChannels] = images.shape;
  if (ownHeight === height && ownWidth === width && ownChannels === channels) return images;
  const perImage = height * width * channels;
  const pixels = new Uint8Array(images.length * perImage);
  for (let start = 0; start < images.length; start += block) {
    const count = Math.min(block, images.length - start);
    const values = tf.tidy(() => {
      const indices = Array.from({ length: count }, (_, row) => start + row);
      let batch: tf.Tensor = tf
        .tensor4d(images.values(indices), [count, ownHeight, ownWidth, ownChannels])
        .mul(255);
      if (ownHeight !== height || ownWidth !== width) batch = scaledByArea(batch, [height, width]);
      if (ownChannels === 1 && channels === 3) batch = batch.tile([1, 1, 1, 3]);
      if (ownChannels === 3 && channels === 1) batch = greyed(batch);
      return batch.round().clipByValue(0, 255);
    });
    pixels.set(values.dataSync(), start * perImage);
    values.dispose();
  }
  return new LabelledImages(pixels, shape, images.labels, images.names);
}
