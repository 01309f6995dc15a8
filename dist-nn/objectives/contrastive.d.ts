import { tf } from '../engine/native';
import { type Parameters } from '../models/parameters';
/**
 * NT-Xent, the normalised temperature-scaled cross-entropy of SimCLR (Chen, Kornblith, Norouzi & Hinton 2020, eq. 1 and
 * algorithm 1): each embedding has to find the other view of its image among all others of the batch.
 * @param first embeddings of one view [n, width]; @param second of the other view, in the same order
 * @param temperature above 0
 * @returns scalar mean over the 2n embeddings, in nats; log(2n - 1) where all embeddings are equal
 */
export declare function ntXent(first: tf.Tensor, second: tf.Tensor, temperature: number): tf.Tensor;
/** Settings of {@link contrastive}. */
export interface ContrastiveOptions {
    /** Columns of the encoder's features. */
    readonly featureWidth: number;
    /** Default 0.5 (Chen et al. 2020, appendix B.9, for small images). */
    readonly temperature?: number;
    /** Hidden and output width of the projection head. Default featureWidth and 64. */
    readonly projection?: readonly [number, number];
    readonly seed?: number;
}
/** SimCLR: a projection head of one hidden layer above an encoder, and NT-Xent. The head is thrown away afterwards. */
export interface Contrastive {
    readonly name: 'contrastive';
    parameters(): Parameters;
    /** Scalar loss of two views' features, [n, featureWidth] each. */
    loss(first: tf.Tensor, second: tf.Tensor): tf.Tensor;
    /** Floating-point operations of a forward pass over n pairs. */
    forwardFlops(n: number): number;
}
/** @throws LabError if the temperature is not above 0 */
export declare function contrastive(options: ContrastiveOptions): Contrastive;
