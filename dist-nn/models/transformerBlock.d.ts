import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
import type { ParameterBuilder } from './parameters';
/** Sizes of a stack of blocks. */
export interface BlockConfig {
    readonly layers: number;
    /** Width of the hidden states; divisible by `heads`. */
    readonly width: number;
    readonly heads: number;
    readonly feedForwardWidth: number;
    /** Probability of dropping an element of the residual branches while training. */
    readonly dropoutRate: number;
    /** Whether a position attends only to itself and what stands before it. Default false. */
    readonly causal?: boolean;
}
type Pair = readonly [tf.Variable, tf.Variable];
/** Adds a normalisation's scale and shift to a model's parameters. */
export declare function addNorm(builder: ParameterBuilder, name: string, width: number): Pair;
/**
 * One pre-norm block of attention and feed-forward (Vaswani et al. 2017; pre-norm as in Xiong et al. 2020). Matrices
 * start normal with standard deviation 0.02 (Radford et al. 2019), residual outputs divided by sqrt(2 x layers).
 */
export declare class TransformerBlock {
    private readonly config;
    private readonly attentionNorm;
    private readonly queryKeyValue;
    private readonly attentionOutput;
    private readonly feedForwardNorm;
    private readonly expand;
    private readonly contract;
    constructor(builder: ParameterBuilder, name: string, config: BlockConfig);
    /**
     * @param x hidden states [batch * time, width]
     * @param mask [batch, time], added to the scores of each key: 0, or a large negative number for padding
     * @param randomness given while training: dropout is on
     */
    apply(x: tf.Tensor, mask: tf.Tensor, randomness?: Randomness): tf.Tensor;
    /** What each query of a bidirectional block attends to, [batch, heads, time, time]: rows sum to 1. For looking at. */
    attentionWeights(x: tf.Tensor, mask: tf.Tensor): tf.Tensor;
}
/**
 * The blocks of an encoder, named 'layers.0', 'layers.1', …
 * @throws LabError if `heads` does not divide `width`
 */
export declare function transformerBlocks(builder: ParameterBuilder, config: BlockConfig): TransformerBlock[];
/** @throws LabError if `heads` does not divide `width` */
export declare function requireWholeHeads(width: number, heads: number): void;
/** Floating-point operations of the matrix products of a forward pass through the blocks over [batch, time] states. */
export declare function blockFlops(config: BlockConfig, batch: number, time: number): number;
export {};
