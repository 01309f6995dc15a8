import { createHash } from 'node:crypto';
import { tf } from '../engine/native';
import type { ImageCollection } from './images';

/** Correlation of two images' bytes from which they are near duplicates, where a card states none. */
export const defaultImageThreshold = 0.99;

/** Images compared at once with all others. */
const block = 1024;

/**
 * Clusters of near duplicates: images are joined whose pixels correlate by `threshold` or more, so that brightness and
 * contrast do not count, directly or through others. Every pair is compared. Images of one colour correlate with nothing:
 * they are joined where their colours are the same, and so are images that are equal byte for byte.
 * @returns a cluster number for each image
 */
export function imageClusters(images: ImageCollection, threshold: number): number[] {
  const parent = Int32Array.from({ length: images.length }, (_, index) => index);
  const rootOf = (index: number) => {
    let root = index;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = index; at !== root; ) {
      const next = parent[at]!;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  const sameAs = new Map<string, number>();
  for (let index = 0; index < images.length; index++) {
    const key = identity(images.image(index), images.shape[2]);
    const first = sameAs.get(key);
    if (first === undefined) sameAs.set(key, index);
    else parent[index] = rootOf(first);
  }
  tf.tidy(() => {
    const all = tf.tensor2d(
      images.values([...Array(images.length).keys()]),
      [images.length, images.pixelsPerImage],
      'float32',
    );
    const centred = all.sub(all.mean(1, true));
    const unit = centred.div(centred.square().sum(1, true).sqrt().maximum(1e-12)) as tf.Tensor2D;
    const columns = unit.transpose();
    for (let start = 0; start < images.length; start += block) {
      const rows = Math.min(block, images.length - start);
      // Pairs with earlier images only: each pair once.
      const before = start + rows;
      const correlations = tf.tidy(() =>
        tf.matMul(
          unit.slice([start, 0], [rows, images.pixelsPerImage]),
          columns.slice([0, 0], [images.pixelsPerImage, before]),
        ),
      );
      // Read outside of tidy, which would look for tensors among a million numbers.
      const found = correlations.dataSync();
      correlations.dispose();
      for (let row = 0; row < rows; row++) {
        for (let other = 0; other < start + row; other++) {
          if (found[row * before + other]! >= threshold) parent[rootOf(start + row)] = rootOf(other);
        }
      }
    }
  });
  return Array.from(parent, (_, index) => rootOf(index));
}

/** Levels within which an image counts as of one colour: as much is the noise of compression. */
const flat = 2;

/** Equal for images of equal bytes, and for images of one and the same colour. */
function identity(image: Uint8Array, channels: number): string {
  const lowest = new Uint8Array(channels).fill(255);
  const highest = new Uint8Array(channels);
  const sums = new Float64Array(channels);
  for (let at = 0; at < image.length; at++) {
    const channel = at % channels;
    const value = image[at]!;
    lowest[channel] = Math.min(lowest[channel]!, value);
    highest[channel] = Math.max(highest[channel]!, value);
    sums[channel]! += value;
  }
  if (lowest.every((low, channel) => highest[channel]! - low <= flat))
    return Array.from(sums, (sum) => Math.round((sum * channels) / image.length)).join();
  return createHash('sha256').update(image).digest('base64');
}
