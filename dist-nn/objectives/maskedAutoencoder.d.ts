import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
import { type Parameters } from '../models/parameters';
import { type VisionTransformer } from '../models/visionTransformer';
/** Settings of {@link maskedAutoencoder}. */
export interface MaskedAutoencoderOptions {
    /** Share of the patches that is hidden, in (0, 1). Default 0.75 (He et al. 2022, section 4.1). */
    readonly maskRatio?: number;
    /** Blocks, width and heads of the decoder, which is thrown away afterwards. Default 1, 64 and 4. */
    readonly decoder?: {
        readonly layers: number;
        readonly width: number;
        readonly heads: number;
    };
    /** Whether each patch is shifted and scaled to mean 0 and variance 1 before it is predicted. Default true (section 4.1). */
    readonly normalizeTargets?: boolean;
    readonly seed?: number;
}
/** Which patches an encoder sees, as rows of the flattened [batch * patches]: int32 [batch * count] each. */
export interface PatchMask {
    readonly visible: tf.Tensor;
    readonly hidden: tf.Tensor;
}
/** A masked autoencoder: its decoder, its masks, and its loss. */
export interface MaskedAutoencoder {
    readonly name: 'maskedAutoencoder';
    parameters(): Parameters;
    /** Patches of each image that are hidden. */
    readonly hiddenCount: number;
    /** Draws which patches are hidden, evenly and for each image anew. */
    draw(batch: number, randomness: Randomness): PatchMask;
    /** Predicted pixels of the hidden patches, [batch * hiddenCount, patch pixels], and what they should be. */
    reconstruct(images: tf.Tensor, mask: PatchMask): {
        predicted: tf.Tensor;
        target: tf.Tensor;
    };
    /** Mean square error over the hidden patches' pixels: a scalar. */
    loss(images: tf.Tensor, mask: PatchMask): tf.Tensor;
    forwardFlops(batch: number): number;
}
/**
 * Masked autoencoding (He, Chen, Xie, Li, Dollár & Girshick 2022): the encoder sees the visible patches only; a light
 * decoder gets its states and a mask token for each hidden patch, and predicts the hidden pixels.
 * @throws LabError if `maskRatio` hides no patch or all
 */
export declare function maskedAutoencoder(encoder: VisionTransformer, options?: MaskedAutoencoderOptions): MaskedAutoencoder;
