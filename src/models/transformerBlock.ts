import { attention } from '../engine/kernels/attention';
import { biasDropoutResidual } from '../engine/kernels/dropout';
import { biasGelu } from '../engine/kernels/gelu';
import { layerNormalization } from '../engine/kernels/layerNormalization';
import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
import { LabError } from '../errors';
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
export function addNorm(builder: ParameterBuilder, name: string, width: number): Pair {
  return [
    builder.add(`${name}.scale`, [width], 'ones'),
    builder.add(`${name}.shift`, [width], 'zeros'),
  ] as const;
}

const times = (rows: tf.Tensor, weight: tf.Variable) =>
  tf.matMul(rows as tf.Tensor2D, weight as unknown as tf.Tensor2D);

/**
 * One pre-norm block of attention and feed-forward (Vaswani et al. 2017; pre-norm as in Xiong et al. 2020). Matrices
 * start normal with standard deviation 0.02 (Radford et al. 2019), residual outputs divided by sqrt(2 x layers).
 */
export class TransformerBlock {
  private readonly attentionNorm: Pair;
  private readonly queryKeyValue: Pair;
  private readonly attentionOutput: Pair;
  private readonly feedForwardNorm: Pair;
  private readonly expand: Pair;
  private readonly contract: Pair;

  constructor(
    builder: ParameterBuilder,
    name: string,
    private readonly config: BlockConfig,
  ) {
    const { width, layers, feedForwardWidth } = config;
    const linear = (part: string, from: number, to: number, deviation = 0.02) =>
      [
        builder.add(`${name}.${part}.weight`, [from, to], { normal: deviation }),
        builder.add(`${name}.${part}.bias`, [to], 'zeros'),
      ] as const;
    const residual = 0.02 / Math.sqrt(2 * layers);
    this.attentionNorm = addNorm(builder, `${name}.attentionNorm`, width);
    this.queryKeyValue = linear('queryKeyValue', width, 3 * width);
    this.attentionOutput = linear('attentionOutput', width, width, residual);
    this.feedForwardNorm = addNorm(builder, `${name}.feedForwardNorm`, width);
    this.expand = linear('expand', width, feedForwardWidth);
    this.contract = linear('contract', feedForwardWidth, width, residual);
  }

  /**
   * @param x hidden states [batch * time, width]
   * @param mask [batch, time], added to the scores of each key: 0, or a large negative number for padding
   * @param randomness given while training: dropout is on
   */
  apply(x: tf.Tensor, mask: tf.Tensor, randomness?: Randomness): tf.Tensor {
    const { heads, dropoutRate, causal = false } = this.config;
    const normal = layerNormalization(x, ...this.attentionNorm);
    const [project, projectBias] = this.queryKeyValue;
    const attended = attention(times(normal, project), projectBias, mask, heads, causal);
    const [output, outputBias] = this.attentionOutput;
    const middle = biasDropoutResidual(times(attended, output), outputBias, x, dropoutRate, randomness);
    const [expand, expandBias] = this.expand;
    const expanded = biasGelu(times(layerNormalization(middle, ...this.feedForwardNorm), expand), expandBias);
    const [contract, contractBias] = this.contract;
    return biasDropoutResidual(times(expanded, contract), contractBias, middle, dropoutRate, randomness);
  }

  /** What each query of a bidirectional block attends to, [batch, heads, time, time]: rows sum to 1. For looking at. */
  attentionWeights(x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
    const { heads, width } = this.config;
    const [batch, time] = mask.shape;
    const [project, bias] = this.queryKeyValue;
    const projected = times(layerNormalization(x, ...this.attentionNorm), project).add(bias);
    const [query, key] = tf.unstack(
      projected.reshape([batch, time, 3, heads, width / heads]).transpose([2, 0, 3, 1, 4]),
    ) as tf.Tensor4D[];
    const scores = tf.matMul(query.mul(1 / Math.sqrt(width / heads)), key, false, true);
    return tf.softmax(scores.add(mask.reshape([batch, 1, 1, time])));
  }
}

/**
 * The blocks of an encoder, named 'layers.0', 'layers.1', …
 * @throws LabError if `heads` does not divide `width`
 */
export function transformerBlocks(builder: ParameterBuilder, config: BlockConfig): TransformerBlock[] {
  const { width, heads, layers } = config;
  requireWholeHeads(width, heads);
  return Array.from(
    { length: layers },
    (_, layer) => new TransformerBlock(builder, `layers.${layer}`, config),
  );
}

/** @throws LabError if `heads` does not divide `width` */
export function requireWholeHeads(width: number, heads: number): void {
  if (width % heads !== 0) {
    throw new LabError(
      `width ${width} is not divisible by heads ${heads}; choose a width that is a multiple of heads.`,
    );
  }
}

/** Floating-point operations of the matrix products of a forward pass through the blocks over [batch, time] states. */
export function blockFlops(config: BlockConfig, batch: number, time: number): number {
  const { width, layers, feedForwardWidth } = config;
  const weights = layers * (4 * width * width + 2 * width * feedForwardWidth);
  const attended = layers * 2 * time * width;
  return 2 * batch * time * (weights + attended);
}
