import { attention } from '../engine/kernels/attention';
import { biasDropoutResidual, dropout } from '../engine/kernels/dropout';
import { gatherRows } from '../engine/kernels/embedding';
import { biasGelu } from '../engine/kernels/gelu';
import { layerNormalization } from '../engine/kernels/layerNormalization';
import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
import { LabError } from '../errors';
import { ParameterBuilder, type Parameters } from './parameters';

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

interface Block {
  readonly attentionNorm: readonly [tf.Variable, tf.Variable];
  readonly queryKeyValue: readonly [tf.Variable, tf.Variable];
  readonly attentionOutput: readonly [tf.Variable, tf.Variable];
  readonly feedForwardNorm: readonly [tf.Variable, tf.Variable];
  readonly expand: readonly [tf.Variable, tf.Variable];
  readonly contract: readonly [tf.Variable, tf.Variable];
}

/** Added to the scores of padding positions; large enough to vanish in softmax, small enough for bfloat16. */
const maskedScore = -1e9;

/**
 * A pre-norm transformer encoder (Vaswani et al. 2017; pre-norm as in Xiong et al. 2020) with learned positions.
 * The token table doubles as the output layer of masked language modelling (Press & Wolf 2017).
 */
export class TransformerEncoder<Direction extends AttentionDirection = 'bidirectional'> {
  readonly kind = 'transformerEncoder';
  readonly parameters: Parameters;
  readonly config: Required<TransformerConfig<Direction>>;
  /** Token table [vocabulary, width]. */
  readonly tokenEmbedding: tf.Variable;
  private readonly positionEmbedding: tf.Variable;
  private readonly blocks: readonly Block[];
  private readonly finalNorm: readonly [tf.Variable, tf.Variable];

  /**
   * @param seed initial weights: normal with standard deviation 0.02 (Radford et al. 2019), residual outputs divided by
   *   sqrt(2 x layers)
   * @throws LabError if `heads` does not divide `width`
   */
  constructor(config: TransformerConfig<Direction>, seed: number) {
    const { width, layers, heads } = config;
    if (width % heads !== 0) {
      throw new LabError(
        `width ${width} is not divisible by heads ${heads}; choose a width that is a multiple of heads.`,
      );
    }
    const defaults = { dropoutRate: 0.1, feedForwardWidth: 4 * width, paddingToken: 0 };
    this.config = { ...defaults, attention: 'bidirectional' as Direction, ...config };
    const builder = new ParameterBuilder('encoder', seed);
    const linear = (name: string, from: number, to: number, deviation = 0.02) =>
      [
        builder.add(`${name}.weight`, [from, to], { normal: deviation }),
        builder.add(`${name}.bias`, [to], 'zeros'),
      ] as const;
    const norm = (name: string) =>
      [
        builder.add(`${name}.scale`, [width], 'ones'),
        builder.add(`${name}.shift`, [width], 'zeros'),
      ] as const;
    const residual = 0.02 / Math.sqrt(2 * layers);
    this.tokenEmbedding = builder.add('tokenEmbedding', [config.vocabularySize, width], { normal: 0.02 });
    this.positionEmbedding = builder.add('positionEmbedding', [config.maxLength, width], { normal: 0.02 });
    this.blocks = Array.from({ length: layers }, (_, layer) => {
      const at = `layers.${layer}`;
      return {
        attentionNorm: norm(`${at}.attentionNorm`),
        queryKeyValue: linear(`${at}.queryKeyValue`, width, 3 * width),
        attentionOutput: linear(`${at}.attentionOutput`, width, width, residual),
        feedForwardNorm: norm(`${at}.feedForwardNorm`),
        expand: linear(`${at}.expand`, width, this.config.feedForwardWidth),
        contract: linear(`${at}.contract`, this.config.feedForwardWidth, width, residual),
      };
    });
    this.finalNorm = norm('finalNorm');
    this.parameters = builder.build();
  }

  /**
   * Hidden states of a batch.
   * @param tokens int32 [batch, time], time at most `maxLength`
   * @param randomness given while training: dropout is on
   * @returns states [batch, time, width] after the final normalisation, and the token embeddings [batch, time, width]
   */
  encode(tokens: tf.Tensor, randomness?: Randomness): { states: tf.Tensor; embeddings: tf.Tensor } {
    const { width, heads, dropoutRate, paddingToken, maxLength } = this.config;
    const causal = this.config.attention === 'causal';
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
    const times = (rowsOf: tf.Tensor, weight: tf.Variable) =>
      tf.matMul(rowsOf as tf.Tensor2D, weight as unknown as tf.Tensor2D);
    for (const block of this.blocks) {
      const normal = layerNormalization(x, ...block.attentionNorm);
      const [project, projectBias] = block.queryKeyValue;
      const attended = attention(times(normal, project), projectBias, mask, heads, causal);
      const [output, outputBias] = block.attentionOutput;
      x = biasDropoutResidual(times(attended, output), outputBias, x, dropoutRate, randomness);
      const [expand, expandBias] = block.expand;
      const expanded = biasGelu(times(layerNormalization(x, ...block.feedForwardNorm), expand), expandBias);
      const [contract, contractBias] = block.contract;
      x = biasDropoutResidual(times(expanded, contract), contractBias, x, dropoutRate, randomness);
    }
    return { states: layerNormalization(x, ...this.finalNorm).reshape([batch, time, width]), embeddings };
  }

  /** Frees the parameters. */
  dispose(): void {
    tf.dispose(Object.values(this.parameters));
  }

  /** Floating-point operations of the matrix products of one forward pass over [batch, time] tokens. */
  forwardFlops(batch: number, time: number): number {
    const { width, layers, feedForwardWidth } = this.config;
    const weights = layers * (4 * width * width + 2 * width * feedForwardWidth);
    const attention = layers * 2 * time * width;
    return 2 * batch * time * (weights + attention);
  }
}

/** Builds a transformer encoder; see {@link TransformerEncoder}. */
export function transformerEncoder<Direction extends AttentionDirection = 'bidirectional'>(
  config: TransformerConfig<Direction> & { readonly seed?: number },
): TransformerEncoder<Direction> {
  const { seed = 1, ...sizes } = config;
  return new TransformerEncoder<Direction>(sizes, seed);
}
