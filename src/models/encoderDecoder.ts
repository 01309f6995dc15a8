import { dropout } from '../engine/kernels/dropout';
import { gatherRows } from '../engine/kernels/embedding';
import { gathered } from '../engine/kernels/gathered';
import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
import { LabError } from '../errors';
import { ParameterBuilder, type Parameters } from './parameters';
import { activation } from './parts/activation';
import type { Decoder, DecodingStep } from './parts/decoding';
import { applyBlock, type BlockForm, type BlockInput, type GeneralBlock } from './parts/generalBlock';
import { headAttention, hiddenAfter, hiddenFuture, hiddenPadding } from './parts/headAttention';
import { type Linear, linear, type Norm, normalised, product } from './parts/linear';
import { requireWholeHeads } from './transformerBlock';

/** Sizes of an {@link EncoderDecoder}. */
export interface EncoderDecoderConfig {
  /** Number of token ids, of both languages. */
  readonly vocabularySize: number;
  /** Blocks of each side. */
  readonly layers: number;
  /** Width of the hidden states; divisible by `heads`. */
  readonly width: number;
  readonly heads: number;
  /** Longest sequence of either side, in tokens: the number of learned positions. */
  readonly maxLength: number;
  /** Probability of dropping an element of embeddings and branches while training. Default 0.1. */
  readonly dropoutRate?: number;
  /** Width of the feed-forward layer. Default 4 x width. */
  readonly feedForwardWidth?: number;
  /** Token id that is padding: never attended to. Default 0. */
  readonly paddingToken?: number;
  /** What the decoder reads first, and what it writes last. */
  readonly startToken: number;
  readonly endToken: number;
}

const epsilon = 1e-5;
const form = { norm: 'before', activation: activation('gelu_new') } as const;

/**
 * A transformer that reads one sequence and writes another (Vaswani et al. 2017), pre-norm, with learned positions. One
 * table of tokens serves encoder, decoder and output (Press & Wolf 2017).
 */
export class EncoderDecoder {
  readonly config: Required<EncoderDecoderConfig>;
  readonly parameters: Parameters;
  readonly decoder: Decoder;
  private readonly tokens: tf.Variable;
  private readonly positions: { readonly encoder: tf.Variable; readonly decoder: tf.Variable };
  private readonly blocks: {
    readonly encoder: readonly GeneralBlock[];
    readonly decoder: readonly GeneralBlock[];
  };
  private readonly finalNorms: { readonly encoder: Norm; readonly decoder: Norm };
  private readonly bias: tf.Variable;
  private readonly form: BlockForm;

  /**
   * @param seed initial weights: normal, of tables with standard deviation 1 / sqrt(width) (Vaswani et al. 2017, section
   *   3.4), of matrices 1 / sqrt(rows), residual outputs divided by sqrt(2 x layers) (Radford et al. 2019, section 2.3)
   * @throws LabError if `heads` does not divide `width`
   */
  constructor(config: EncoderDecoderConfig, seed: number) {
    const { width, layers, heads, vocabularySize, maxLength } = config;
    requireWholeHeads(width, heads);
    this.config = { dropoutRate: 0.1, feedForwardWidth: 4 * width, paddingToken: 0, ...config };
    const { feedForwardWidth } = this.config;
    this.form = { ...form, heads };
    const builder = new ParameterBuilder('', seed);
    const normal = { normal: 1 / Math.sqrt(width) };
    this.tokens = builder.add('tokenEmbedding', [vocabularySize, width], normal);
    const table = (side: string) => builder.add(`${side}.positionEmbedding`, [maxLength, width], normal);
    this.positions = { encoder: table('encoder'), decoder: table('decoder') };
    const affine = (name: string, from: number, to: number, share = 1): Linear => ({
      weight: builder.add(`${name}.weight`, [from, to], { normal: share / Math.sqrt(from) }),
      bias: builder.add(`${name}.bias`, [to], 'zeros'),
    });
    const norm = (name: string): Norm => ({
      scale: builder.add(`${name}.scale`, [width], 'ones'),
      shift: builder.add(`${name}.shift`, [width], 'zeros'),
      epsilon,
    });
    const residual = 1 / Math.sqrt(2 * layers);
    const attention = (name: string) => ({
      query: affine(`${name}.query`, width, width),
      key: affine(`${name}.key`, width, width),
      value: affine(`${name}.value`, width, width),
      output: affine(`${name}.output`, width, width, residual),
      norm: norm(`${name}.norm`),
    });
    const side = (name: 'encoder' | 'decoder') =>
      Array.from({ length: layers }, (_, layer): GeneralBlock => {
        const block = `${name}.layers.${layer}`;
        return {
          attention: attention(`${block}.attention`),
          ...(name === 'decoder' && { cross: attention(`${block}.cross`) }),
          feedForward: {
            expand: affine(`${block}.expand`, width, feedForwardWidth),
            contract: affine(`${block}.contract`, feedForwardWidth, width, residual),
            norm: norm(`${block}.feedForwardNorm`),
          },
        };
      });
    this.blocks = { encoder: side('encoder'), decoder: side('decoder') };
    this.finalNorms = { encoder: norm('encoder.finalNorm'), decoder: norm('decoder.finalNorm') };
    this.bias = builder.add('output.bias', [vocabularySize], 'zeros');
    this.parameters = builder.build();
    this.decoder = {
      ...{ layers, heads, headWidth: width / heads, positions: maxLength },
      ...{ startToken: config.startToken, endTokens: [config.endToken] },
      logits: (step) => this.nextLogits(step),
    };
  }

  /**
   * @param input.tokens int32 [batch, time] that the encoder reads
   * @param input.mask [batch, time], 1 where a token stands. Default: where it is not padding
   * @param input.decoderTokens int32 [batch, time] that the decoder has written; absent: the encoder alone
   * @param random given while training: dropout is on
   * @returns states of the encoder [batch, time, width] and, of a decoder, logits [batch, time, vocabulary]
   * @throws LabError for more tokens than positions
   */
  forward(
    input: {
      readonly tokens: tf.Tensor;
      readonly mask?: tf.Tensor;
      readonly decoderTokens?: tf.Tensor;
    },
    random?: Randomness,
  ): { readonly hidden: readonly tf.Tensor[]; readonly states: tf.Tensor; readonly logits?: tf.Tensor } {
    const { width, vocabularySize } = this.config;
    const mask =
      input.mask ?? input.tokens.notEqual(tf.scalar(this.config.paddingToken, 'int32')).cast('float32');
    const padding = hiddenPadding(mask);
    const drop = (x: tf.Tensor) => dropout(x, this.config.dropoutRate, random);
    const read = this.through('encoder', input.tokens, { added: padding, drop });
    const [batch, time] = input.tokens.shape as [number, number];
    const states = read.reshape([batch, time, width]);
    if (!input.decoderTokens) return { hidden: [], states };
    const written = input.decoderTokens.shape[1]!;
    const rows = this.through('decoder', input.decoderTokens, {
      ...{ added: hiddenFuture(written), drop },
      source: { rows: read, batch, time, added: padding },
    });
    return { hidden: [], states, logits: this.scores(rows).reshape([batch, written, vocabularySize]) };
  }

  /** Floating-point operations of one forward pass over [batch, source] and [batch, target] tokens, the output among them. */
  forwardFlops(batch: number, source: number, target: number): number {
    const { width, feedForwardWidth, layers, vocabularySize } = this.config;
    const products = (rows: number, keys: number) =>
      // Four projections (keys and values of the other sequence's rows), scores and their mixture.
      2 * (2 * rows * width * width + 2 * keys * width * width) + 4 * rows * keys * width;
    const feed = (rows: number) => 4 * rows * width * feedForwardWidth;
    const encoder = products(source, source) + feed(source);
    const decoder = products(target, target) + products(target, source) + feed(target);
    return batch * (layers * (encoder + decoder) + 2 * target * width * vocabularySize);
  }

  /**
   * What each written token takes from each token that was read, in one block of the decoder, dropout off (Vaswani et al.
   * 2017, eq. 1).
   * @param layer 0-based; default the last
   * @returns [heads][written][source]; rows sum to 1
   * @throws LabError for a layer that there is not
   */
  crossAttention(
    source: ArrayLike<number>,
    written: ArrayLike<number>,
    layer = this.config.layers - 1,
  ): number[][][] {
    const { layers, heads, width } = this.config;
    if (!Number.isInteger(layer) || layer < 0 || layer >= layers)
      throw new LabError(`There is no layer ${layer}: the decoder has ${layers}, numbered from 0.`);
    const [read, time] = [source.length, written.length];
    return tf.tidy(() => {
      const tokens = (of: ArrayLike<number>) => tf.tensor2d(Int32Array.from(of), [1, of.length], 'int32');
      const { states } = this.forward({ tokens: tokens(source) });
      const added = tf.zeros([1, 1, 1, read]);
      const rows = states.reshape([read, width]);
      let x: tf.Tensor = gatherRows(this.tokens, tokens(written))
        .add(this.positions.decoder.slice([0, 0], [time, width]).expandDims(0))
        .reshape([time, width]);
      const input = { added: hiddenFuture(time), source: { rows, batch: 1, time: read, added } };
      const blocks = this.blocks.decoder;
      for (const block of blocks.slice(0, layer))
        x = applyBlock({ rows: x, batch: 1, time }, block, this.form, input);
      const { attention, cross } = blocks[layer]!;
      const own = normalised(x, attention.norm);
      x = x.add(headAttention({ rows: own, batch: 1, time }, attention, this.form, input.added));
      const split = (of: tf.Tensor, count: number) =>
        of.reshape([count, heads, width / heads]).transpose([1, 0, 2]);
      const query = split(linear(normalised(x, cross!.norm), cross!.query), time);
      const scores = tf.matMul(query, split(linear(rows, cross!.key), read), false, true);
      return tf.softmax(scores.div(Math.sqrt(width / heads))).arraySync() as number[][][];
    });
  }

  /** Frees the parameters. */
  dispose(): void {
    tf.dispose(Object.values(this.parameters));
  }

  /** Rows [batch * time, width] after the last normalisation. */
  private through(
    side: 'encoder' | 'decoder',
    tokens: tf.Tensor,
    input: BlockInput | ((layer: number) => BlockInput),
    places?: tf.Tensor,
  ): tf.Tensor {
    const { width, maxLength } = this.config;
    const [batch, time] = tokens.shape as [number, number];
    if (!places && time > maxLength)
      throw new LabError(
        `A batch of ${time} tokens is longer than maxLength ${maxLength}; truncate it, or build the model with a larger maxLength.`,
      );
    const table = this.positions[side];
    const positions = places
      ? gatherRows(table, places.minimum(tf.scalar(maxLength - 1, 'int32')))
      : table.slice([0, 0], [time, width]);
    const given = typeof input === 'function' ? input : () => input;
    let rows: tf.Tensor = gatherRows(this.tokens, tokens)
      .add(positions.expandDims(0))
      .reshape([batch * time, width]);
    rows = given(0).drop?.(rows) ?? rows;
    for (const [layer, block] of this.blocks[side].entries())
      rows = applyBlock({ rows, batch, time }, block, this.form, given(layer));
    return normalised(rows, this.finalNorms[side]);
  }

  private scores(rows: tf.Tensor): tf.Tensor {
    return product(rows, this.tokens, true).add(this.bias);
  }

  private nextLogits({ tokens, positions, capacity, at, recall, source }: DecodingStep): tf.Tensor {
    const { width } = this.config;
    const [batch, time] = tokens.shape as [number, number];
    const added = hiddenAfter(positions, capacity);
    const rows = this.through(
      'decoder',
      tokens,
      (layer) => ({
        ...{ added, recall: recall(layer) },
        ...(source && {
          source: {
            rows: source.states.reshape([-1, source.states.shape[2]!]),
            ...{ batch: source.states.shape[0]!, time: source.states.shape[1]! },
            ...{ added: source.added, recall: source.recall(layer) },
          },
        }),
      }),
      positions,
    );
    const last = gathered(rows.reshape([batch, time, width]), at.reshape([1]), 1);
    return this.scores(last.reshape([batch, width]));
  }
}
