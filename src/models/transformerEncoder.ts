import { dropout } from '../engine/kernels/dropout';
import { gatherRows } from '../engine/kernels/embedding';
import { layerNormalization } from '../engine/kernels/layerNormalization';
import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
import { LabError } from '../errors';
import { ParameterBuilder, type Parameters } from './parameters';
import {
  addNorm,
  blockFlops,
  requireWholeHeads,
  type TransformerBlock,
  transformerBlocks,
} from './transformerBlock';

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

/** Added to the scores of padding positions; large enough to vanish in softmax, small enough for bfloat16. */
const maskedScore = -1e9;

/**
 * A pre-norm transformer encoder (blocks: transformerBlock.ts) with learned positions.
 * The token table doubles as the output layer of masked language modelling (Press & Wolf 2017).
 */
export class TransformerEncoder<Direction extends AttentionDirection = 'bidirectional'> {
  readonly kind = 'transformerEncoder';
  readonly parameters: Parameters;
  readonly config: Required<TransformerConfig<Direction>>;
  /** Token table [vocabulary, width]. */
  readonly tokenEmbedding: tf.Variable;
  private readonly positionEmbedding: tf.Variable;
  private readonly blocks: readonly TransformerBlock[];
  private readonly finalNorm: readonly [tf.Variable, tf.Variable];

  /**
   * @param seed initial weights: normal with standard deviation 0.02 (Radford et al. 2019), residual outputs divided by
   *   sqrt(2 x layers)
   * @throws LabError if `heads` does not divide `width`
   */
  constructor(config: TransformerConfig<Direction>, seed: number) {
    const { width } = config;
    requireWholeHeads(width, config.heads);
    const defaults = { dropoutRate: 0.1, feedForwardWidth: 4 * width, paddingToken: 0 };
    this.config = { ...defaults, attention: 'bidirectional' as Direction, ...config };
    const builder = new ParameterBuilder('encoder', seed);
    this.tokenEmbedding = builder.add('tokenEmbedding', [config.vocabularySize, width], { normal: 0.02 });
    this.positionEmbedding = builder.add('positionEmbedding', [config.maxLength, width], { normal: 0.02 });
    this.blocks = transformerBlocks(builder, { ...this.config, causal: this.config.attention === 'causal' });
    this.finalNorm = addNorm(builder, 'finalNorm', width);
    this.parameters = builder.build();
  }

  /**
   * Hidden states of a batch.
   * @param tokens int32 [batch, time], time at most `maxLength`
   * @param randomness given while training: dropout is on
   * @returns states [batch, time, width] after the final normalisation, and the token embeddings [batch, time, width]
   */
  encode(tokens: tf.Tensor, randomness?: Randomness): { states: tf.Tensor; embeddings: tf.Tensor } {
    const { width, dropoutRate, paddingToken, maxLength } = this.config;
    const [batch, time] = tokens.shape;
    if (time > maxLength) {
      throw new LabError(
        `A batch of ${time} tokens is longer than maxLength ${maxLength}; truncate it, or build the encoder with a larger maxLength.`,
      );
    }
    const rows = batch * time;
    const embeddings = gatherRows(this.tokenEmbedding, tokens);
    const positions =
      time === maxLength ? this.positionEmbedding : this.positionEmbedding.slice([0, 0], [time, width]);
    let x = dropout(embeddings.add(positions), dropoutRate, randomness).reshape([rows, width]);
    const mask = tokens.equal(tf.scalar(paddingToken, 'int32')).cast('float32').mul(maskedScore);
    for (const block of this.blocks) x = block.apply(x, mask, randomness);
    return { states: layerNormalization(x, ...this.finalNorm).reshape([batch, time, width]), embeddings };
  }

  /** Frees the parameters. */
  dispose(): void {
    tf.dispose(Object.values(this.parameters));
  }

  /** Floating-point operations of the matrix products of one forward pass over [batch, time] tokens. */
  forwardFlops(batch: number, time: number): number {
    return blockFlops(this.config, batch, time);
  }
}

/** Builds a transformer encoder; see {@link TransformerEncoder}. */
export function transformerEncoder<Direction extends AttentionDirection = 'bidirectional'>(
  config: TransformerConfig<Direction> & { readonly seed?: number },
): TransformerEncoder<Direction> {
  const { seed = 1, ...sizes } = config;
  return new TransformerEncoder<Direction>(sizes, seed);
}
