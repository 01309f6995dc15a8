import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
import { type Parameters } from './parameters';
/** What a position attends to: the whole sequence, or itself and what stands before it. */
export type AttentionDirection = 'bidirectional' | 'causal';
/** Sizes of a transformer encoder. */
export interface TransformerConfig<Direction extends AttentionDirection = 'bidirectional'> {
    /** Number of token ids. */
    readonly vocabularySize: number;
    /** Blocks of attention and feed-forward. */
    readonly layers: number;
    /** Width of the hidden states; divisible by `heads`. */
    readonly width: number;
    readonly heads: number;
    /** Longest sequence, in tokens: the number of learned positions. */
    readonly maxLength: number;
    /** Probability of dropping an element of the residual branches and embeddings while training. Default 0.1. */
    readonly dropoutRate?: number;
    /** Width of the feed-forward layer. Default 4 x width. */
    readonly feedForwardWidth?: number;
    /** Token id that is padding: never attended to. Default 0. */
    readonly paddingToken?: number;
    /** Default 'bidirectional'. Objectives take an encoder of one direction only: a causal one cannot fill masks. */
    readonly attention?: Direction;
}
/**
 * A pre-norm transformer encoder (blocks: transformerBlock.ts) with learned positions.
 * The token table doubles as the output layer of masked language modelling (Press & Wolf 2017).
 */
export declare class TransformerEncoder<Direction extends AttentionDirection = 'bidirectional'> {
    readonly kind = "transformerEncoder";
    readonly parameters: Parameters;
    readonly config: Required<TransformerConfig<Direction>>;
    /** Token table [vocabulary, width]. */
    readonly tokenEmbedding: tf.Variable;
    private readonly positionEmbedding;
    private readonly blocks;
    private readonly finalNorm;
    /**
     * @param seed initial weights: normal with standard deviation 0.02 (Radford et al. 2019), residual outputs divided by
     *   sqrt(2 x layers)
     * @throws LabError if `heads` does not divide `width`
     */
    constructor(config: TransformerConfig<Direction>, seed: number);
    /**
     * Hidden states of a batch.
     * @param tokens int32 [batch, time], time at most `maxLength`
     * @param randomness given while training: dropout is on
     * @returns states [batch, time, width] after the final normalisation, and the token embeddings [batch, time, width]
     */
    encode(tokens: tf.Tensor, randomness?: Randomness): {
        states: tf.Tensor;
        embeddings: tf.Tensor;
    };
    /** Frees the parameters. */
    dispose(): void;
    /** Floating-point operations of the matrix products of one forward pass over [batch, time] tokens. */
    forwardFlops(batch: number, time: number): number;
}
/** Builds a transformer encoder; see {@link TransformerEncoder}. */
export declare function transformerEncoder<Direction extends AttentionDirection = 'bidirectional'>(config: TransformerConfig<Direction> & {
    readonly seed?: number;
}): TransformerEncoder<Direction>;
