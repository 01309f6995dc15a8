import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
/** Changes of colour and sharpness, drawn anew for each image. Zero switches a part off. */
export interface ColourChanges {
    /** Distance from the image's mean grey multiplied by 1 plus or minus up to this. */
    readonly contrast: number;
    /** Distance of each pixel from its own grey multiplied by 1 plus or minus up to this. */
    readonly saturation: number;
    /** Each channel of the image multiplied by its own 1 plus or minus up to this, as another light or stain would do. */
    readonly tint: number;
    /** Gaussian blur with a standard deviation of 0 up to this many pixels. */
    readonly blur: number;
}
/**
 * Changes contrast, saturation, tint and sharpness of each image, in this order, inside the compiled graph; nothing is
 * differentiated through it. Values may leave [0, 1]: the caller clips. (Chen et al. 2020, appendix A, draw colour jitter
 * and blur for SimCLR; their hue rotation is left out, per-channel gains stand in its place.)
 * @param images [batch, height, width, 3] in [0, 1]
 */
export declare function changeColours(images: tf.Tensor, how: ColourChanges, random: Randomness): tf.Tensor;
