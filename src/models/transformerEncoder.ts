import { dropout } from '../engine/kernels/dropout';
import { gatherRows } from '../engine/kernels/embedding';
import { gelu } from '../engine/kernels/gelu';
import { layerNormalization } from '../engine/kernels/layerNormalization';
import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
import { LabError } from '../errors';
import { ParameterBuilder, type Parameters } from './parameters';

/** Sizes of a transformer encoder. */
export interface TransformerConfig {
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
export class TransformerEncoder {
  readonly kind = 'transformerEncoder';
  readonly parameters: Parameters;
  readonly config: Required<TransformerConfig>;
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
  constructor(config: TransformerConfig, seed: number) {
    const { width, layers, heads } = config;
    if (width % heads !== 0) {
      throw new LabError(
        `width ${width} is not divisible by heads ${heads}; choose a width that is a multiple of heads.`,
      );
    }
    this.config = { dropoutRate: 0.1, feedForwardWidth: 4 * width, paddingToken: 0, ...config };
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
    const mask = tokens
      .equal(tf.scalar(paddingToken, 'int32'))
      .cast('float32')
      .mul(maskedScore)
      .reshape([batch, 1, 1, time]);
    for (const block of this.blocks) {
      const attended = this.attention(
        layerNormalization(x, ...block.attentionNorm),
        block,
        mask,
        batch,
        time,
        heads,
      );
      x = x.add(dropout(attended, dropoutRate, randomness));
      const expanded = gelu(
        tf
          .matMul(
            layerNormalization(x, ...block.feedForwardNorm) as tf.Tensor2D,
            block.expand[0] as tf.Tensor2D,
          )
          .add(block.expand[1]),
      );
      const contracted = tf
        .matMul(expanded as tf.Tensor2D, block.contract[0] as tf.Tensor2D)
        .add(block.contract[1]);
      x = x.add(dropout(contracted, dropoutRate, randomness));
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

  /** Multi-head self-attention (Vaswani et al. 2017, eq. 1): x [batch*time, width], mask [batch, 1, 1, time]. */
  private attention(
    x: tf.Tensor,
    block: Block,
    mask: tf.Tensor,
    batch: number,
    time: number,
    heads: number,
  ): tf.Tensor {
    const { width } = this.config;
    const headWidth = width / heads;
    const projected = tf
      .matMul(x as tf.Tensor2D, block.queryKeyValue[0] as tf.Tensor2D)
      .add(block.queryKeyValue[1]);
    const [query, key, value] = tf.unstack(
      projected.reshape([batch, time, 3, heads, headWidth]).transpose([2, 0, 3, 1, 4]),
    ) as tf.Tensor4D[];
    const scores = tf.matMul(query.mul(1 / Math.sqrt(headWidth)), key, false, true).add(mask);
    const mixed = tf.matMul(tf.softmax(scores) as tf.Tensor4D, value);
    const joined = mixed.transpose([0, 2, 1, 3]).reshape([batch * time, width]);
    return tf
      .matMul(joined as tf.Tensor2D, block.attentionOutput[0] as tf.Tensor2D)
      .add(block.attentionOutput[1]);
  }
}

/** Builds a transformer encoder; see {@link TransformerEncoder}. */
export function transformerEncoder(
  config: TransformerConfig & { readonly seed?: number },
): TransformerEncoder {
  const { seed = 1, ...sizes } = config;
  return new TransformerEncoder(sizes, seed);
}
