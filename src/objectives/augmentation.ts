import { affineImages } from '../engine/kernels/affineImages';
import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
import { type ColourChanges, changeColours } from './colourAugmentation';

/** What is drawn anew for each image. Zero (or [1, 1]) switches a part off. */
export interface Augmentation {
  /** Turned by up to this many degrees either way. */
  readonly rotation: number;
  /** Moved by up to this share of the height and width. */
  readonly shift: number;
  /** Scaled by a factor between these, drawn evenly: above 1 is a crop. */
  readonly scale: readonly [number, number];
  /** Sheared by up to this share of the height. */
  readonly shear: number;
  /** Brightness multiplied by 1 plus or minus up to this. */
  readonly brightness: number;
  /** Standard deviation of noise added to each pixel. */
  readonly noise: number;
  /** Side of a square that is blacked out, as a share of the height (DeVries & Taylor 2017). */
  readonly cutout: number;
  /** Of colour images only. Default none. */
  readonly colour?: ColourChanges;
  /** What stands where a view reaches beyond its image: black (the default), or the nearest pixel. */
  readonly outside?: 'black' | 'nearest';
}

/** No change at all. */
export const noAugmentation: Augmentation = {
  ...{ rotation: 0, shift: 0, scale: [1, 1], shear: 0, brightness: 0, noise: 0, cutout: 0 },
};

/**
 * Draws a changed view of each image, inside the compiled graph; nothing is differentiated through it.
 * One affine map an image (rotation, shear, scale, shift about its centre), sampled bilinearly; then brightness, colour, noise
 * and a cut-out square.
 * @param images [batch, height, width, channels] in [0, 1]
 */
export function augment(images: tf.Tensor, how: Augmentation, random: Randomness): tf.Tensor {
  const [batch, height, width] = images.shape as [number, number, number, number];
  const even = (from: number, to: number) =>
    random
      .uniform([batch])
      .mul(to - from)
      .add(from);
  const about = (extent: number) => even(-extent, extent);
  const angle = about((how.rotation * Math.PI) / 180);
  const size = even(how.scale[0], how.scale[1]);
  const shear = about(how.shear);
  const [cos, sin] = [angle.cos().div(size), angle.sin().div(size)];
  // The map from output to input places: about the centre, then shifted.
  const [a, b] = [cos, cos.mul(shear).sub(sin)];
  const [c, d] = [sin, sin.mul(shear).add(cos)];
  const [x0, y0] = [(width - 1) / 2, (height - 1) / 2];
  const alongX = about(how.shift * width)
    .add(x0)
    .sub(a.mul(x0))
    .sub(b.mul(y0));
  const alongY = about(how.shift * height)
    .add(y0)
    .sub(c.mul(x0))
    .sub(d.mul(y0));
  const maps = tf.stack([a, b, alongX, c, d, alongY], 1);
  let view = affineImages(images, maps, how.outside ?? 'black');
  const each = (values: tf.Tensor) => values.reshape([batch, 1, 1, 1]);
  if (how.brightness > 0) view = view.mul(each(even(1 - how.brightness, 1 + how.brightness)));
  if (how.colour) view = changeColours(view, how.colour, random);
  if (how.noise > 0) view = view.add(random.normal(images.shape).mul(how.noise));
  if (how.cutout > 0) {
    const inside = (length: number, axis: number) => {
      const places = tf
        .range(0, length, 1, 'float32')
        .reshape(axis === 1 ? [1, length, 1, 1] : [1, 1, length, 1]);
      return places
        .sub(each(even(0, length)))
        .abs()
        .lessEqual((how.cutout * height) / 2)
        .cast('float32');
    };
    view = view.mul(tf.scalar(1).sub(inside(height, 1).mul(inside(width, 2))));
  }
  return view.clipByValue(0, 1);
}
