import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
import { type ColourChanges } from './colourAugmentation';
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
export declare const noAugmentation: Augmentation;
/**
 * Draws a changed view of each image, inside the compiled graph; nothing is differentiated through it.
 * One affine map an image (rotation, shear, scale, shift about its centre), sampled bilinearly; then brightness, colour, noise
 * and a cut-out square.
 * @param images [batch, height, width, channels] in [0, 1]
 */
export declare function augment(images: tf.Tensor, how: Augmentation, random: Randomness): tf.Tensor;
