import { tf } from '../engine/native';
import { type Parameters } from './parameters';
/** Sizes of a convolutional encoder. */
export interface ConvolutionalConfig {
    /** Height, width and channels of the images. */
    readonly shape: readonly [number, number, number];
    /** Output channels of each 3 x 3 convolution. */
    readonly channels: readonly number[];
    /** Stride of each convolution: 2 halves height and width. */
    readonly strides: readonly number[];
}
/** What every image encoder offers to objectives and heads. */
export interface ImageEncoder {
    readonly parameters: Parameters;
    /** Columns of `features`. */
    readonly featureWidth: number;
    /** Features [batch, featureWidth] of images [batch, height, width, channels] in [0, 1]. */
    features(images: tf.Tensor): tf.Tensor;
    /** Floating-point operations of the products of one forward pass over a batch. */
    forwardFlops(batch: number): number;
    dispose(): void;
}
/** A small convolutional network: 3 x 3 convolutions with bias and GELU, then the mean over all places. */
export declare class ConvolutionalEncoder implements ImageEncoder {
    readonly config: ConvolutionalConfig;
    readonly kind = "convolutionalEncoder";
    readonly parameters: Parameters;
    readonly featureWidth: number;
    private readonly layers;
    /** @param seed initial filters: normal with variance 2 / inputs (He et al. 2015, eq. 10) */
    constructor(config: ConvolutionalConfig, seed: number);
    features(images: tf.Tensor): tf.Tensor;
    forwardFlops(batch: number): number;
    dispose(): void;
}
/** Builds a convolutional encoder; see {@link ConvolutionalEncoder}. */
export declare function convolutionalEncoder(config: ConvolutionalConfig & {
    readonly seed?: number;
}): ConvolutionalEncoder;
