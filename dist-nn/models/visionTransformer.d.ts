import { tf } from '../engine/native';
import type { ImageEncoder } from './convolutionalEncoder';
import { type Parameters } from './parameters';
/** Sizes of a vision transformer. */
export interface VisionTransformerConfig {
    /** Height, width and channels of the images. */
    readonly shape: readonly [number, number, number];
    /** Side of a square patch in pixels; divides height and width. */
    readonly patch: number;
    readonly layers: number;
    /** Width of the hidden states; divisible by `heads`. */
    readonly width: number;
    readonly heads: number;
    /** Learned, or fixed sines and cosines of row and column (He et al. 2022). Default 'sine'. */
    readonly positions?: 'learned' | 'sine';
    /** What features are: the mean over patches, or the state of a class token (Dosovitskiy et al. 2021). Default 'mean'. */
    readonly pooling?: 'mean' | 'classToken';
}
/**
 * Patches of images, row after row.
 * @param images [batch, height, width, channels]
 * @returns [batch, patches, patch * patch * channels]
 */
export declare function patchify(images: tf.Tensor, patch: number): tf.Tensor;
/** Sines and cosines of row and column, half the width each: [rows * columns, width] row-major. Width divides by 4. */
export declare function sinePositions(rows: number, columns: number, width: number): Float32Array;
/** A vision transformer (Dosovitskiy et al. 2021): patches, projected, through the blocks that text uses too. */
export declare class VisionTransformer implements ImageEncoder {
    readonly kind = "visionTransformer";
    readonly parameters: Parameters;
    readonly config: Required<VisionTransformerConfig>;
    /** Patches of an image. */
    readonly patches: number;
    private readonly blockConfig;
    private readonly projection;
    private readonly learnedPositions;
    private readonly classToken;
    private readonly blocks;
    private readonly finalNorm;
    /** @throws LabError if the patch does not divide the image, `heads` the width, or 4 the width of sine positions */
    constructor(config: VisionTransformerConfig, seed: number);
    get featureWidth(): number;
    /** Features [batch, width] of images [batch, height, width, channels] in [0, 1]. */
    features(images: tf.Tensor): tf.Tensor;
    /**
     * States after the final normalisation, [batch, time, width]: the class token's first, where there is one.
     * @param visible int32 [batch * count], which patches are seen, as rows of the flattened [batch * patches]; absent: all
     */
    encode(images: tf.Tensor, visible?: tf.Tensor): tf.Tensor;
    /** What each place attends to in one block (0-based; default the last), [batch, heads, time, time]. */
    attentionMaps(images: tf.Tensor, layer?: number): tf.Tensor;
    /** Embedded patches with positions, class token first: [batch * time, width]. */
    private embed;
    /** @param seen patches of each image that are seen; default all */
    forwardFlops(batch: number, seen?: number): number;
    dispose(): void;
}
/** Builds a vision transformer; see {@link VisionTransformer}. */
export declare function visionTransformer(config: VisionTransformerConfig & {
    readonly seed?: number;
}): VisionTransformer;
