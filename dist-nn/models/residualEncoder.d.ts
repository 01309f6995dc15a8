import { tf } from '../engine/native';
import type { ImageEncoder } from './convolutionalEncoder';
import { type Parameters } from './parameters';
/** Sizes of a residual network. */
export interface ResidualConfig {
    /** Height, width and channels of the images. */
    readonly shape: readonly [number, number, number];
    /** Channels of each stage; every stage after the first halves height and width. */
    readonly channels: readonly number[];
    /** Residual blocks of each stage. */
    readonly blocksPerStage: number;
    /** Channels are normalised in so many groups, which divide each stage's channels. Default 8. */
    readonly groups?: number;
}
/**
 * Group normalisation (Wu & He 2018, eq. 1 and 2): each image's channels are shifted and scaled group by group. It takes
 * no statistics of the batch, so that training and evaluation compute the same.
 * @param x [batch, height, width, channels]
 */
export declare function groupNormalization(x: tf.Tensor, groups: number, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor;
/**
 * A small residual network (He, Zhang, Ren & Sun 2016, basic blocks): a 3 x 3 convolution, then stages of blocks of two
 * 3 x 3 convolutions with a skip connection, then the mean over all places. Group normalisation stands in for that of
 * the batch.
 */
export declare class ResidualEncoder implements ImageEncoder {
    readonly config: ResidualConfig;
    readonly kind = "residualEncoder";
    readonly parameters: Parameters;
    readonly featureWidth: number;
    private readonly groups;
    private readonly stem;
    private readonly stemNorm;
    private readonly blocks;
    /**
     * @param seed initial filters: normal with variance 2 / inputs (He et al. 2015, eq. 10)
     * @throws LabError if the groups do not divide a stage's channels
     */
    constructor(config: ResidualConfig, seed: number);
    features(images: tf.Tensor): tf.Tensor;
    forwardFlops(batch: number): number;
    dispose(): void;
    private normalised;
}
/** Builds a residual network; see {@link ResidualEncoder}. */
export declare function residualEncoder(config: ResidualConfig & {
    readonly seed?: number;
}): ResidualEncoder;
