import { gatherRows } from '../engine/kernels/embedding';
import { layerNormalization } from '../engine/kernels/layerNormalization';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { ImageEncoder } from './convolutionalEncoder';
import { ParameterBuilder, type Parameters } from './parameters';
import {
  addNorm,
  type BlockConfig,
  blockFlops,
  requireWholeHeads,
  type TransformerBlock,
  transformerBlocks,
} from './transformerBlock';

/** Sizes of a vision transformer. */
export interface VisionTransformerConfig {
  /** Height, width and channels of the images. */
  readonly shape: readonly [number, number, number];
  /** Side of a square patch in pixels; divides height and width. */
  readonly patch: number;
  readonly layers: number;
  /** Width of the hidden states; divisible by `heads`. */
  readonly width: number;
  readonly heads: number;
  /** Learned, or fixed sines and cosines of row and column (He et al. 2022). Default 'sine'. */
  readonly positions?: 'learned' | 'sine';
  /** What features are: the mean over patches, or the state of a class token (Dosovitskiy et al. 2021). Default 'mean'. */
  readonly pooling?: 'mean' | 'classToken';
}

/**
 * Patches of images, row after row.
 * @param images [batch, height, width, channels]
 * @returns [batch, patches, patch * patch * channels]
 */
export function patchify(images: tf.Tensor, patch: number): tf.Tensor {
  const [batch, height, width, channels] = images.shape as [number, number, number, number];
  const [rows, columns] = [height / patch, width / patch];
  return images
    .reshape([batch, rows, patch, columns, patch, channels])
    .transpose([0, 1, 3, 2, 4, 5])
    .reshape([batch, rows * columns, patch * patch * channels]);
}

/** Sines and cosines of row and column, half the width each: [rows * columns, width] row-major. Width divides by 4. */
export function sinePositions(rows: number, columns: number, width: number): Float32Array {
  const quarter = width / 4;
  const values = new Float32Array(rows * columns * width);
  for (let place = 0; place < rows * columns; place++) {
    const coordinates = [Math.floor(place / columns), place % columns];
    coordinates.forEach((coordinate, half) => {
      for (let k = 0; k < quarter; k++) {
        const angle = coordinate / 10_000 ** (k / quarter);
        values[place * width + 2 * half * quarter + k] = Math.sin(angle);
        values[place * width + (2 * half + 1) * quarter + k] = Math.cos(angle);
      }
    });
  }
  return values;
}

/** A vision transformer (Dosovitskiy et al. 2021): patches, projected, through the blocks that text uses too. */
export class VisionTransformer implements ImageEncoder {
  readonly kind = 'visionTransformer';
  readonly parameters: Parameters;
  readonly config: Required<VisionTransformerConfig>;
  /** Patches of an image. */
  readonly patches: number;
  private readonly blockConfig: BlockConfig;
  private readonly projection: readonly [tf.Variable, tf.Variable];
  private readonly learnedPositions: tf.Variable | undefined;
  private readonly classToken: tf.Variable | undefined;
  private readonly blocks: readonly TransformerBlock[];
  private readonly finalNorm: readonly [tf.Variable, tf.Variable];

  /** @throws LabError if the patch does not divide the image, `heads` the width, or 4 the width of sine positions */
  constructor(config: VisionTransformerConfig, seed: number) {
    this.config = { positions: 'sine', pooling: 'mean', ...config };
    const { shape, patch, width, heads, layers, positions, pooling } = this.config;
    if (shape[0] % patch !== 0 || shape[1] % patch !== 0)
      throw new LabError(
        `Patches of ${patch} do not divide images of ${shape[0]} x ${shape[1]}; choose a patch that does.`,
      );
    if (positions === 'sine' && width % 4 !== 0)
      throw new LabError(`Sine positions need a width that 4 divides, not ${width}.`);
    requireWholeHeads(width, heads);
    this.patches = (shape[0] / patch) * (shape[1] / patch);
    this.blockConfig = { layers, width, heads, feedForwardWidth: 4 * width, dropoutRate: 0 };
    const builder = new ParameterBuilder('encoder', seed);
    const inputs = patch * patch * shape[2];
    this.projection = [
      builder.add('projection.weight', [inputs, width], { normal: Math.sqrt(1 / inputs) }),
      builder.add('projection.bias', [width], 'zeros'),
    ];
    if (positions === 'learned')
      this.learnedPositions = builder.add('positions', [this.patches, width], { normal: 0.02 });
    if (pooling === 'classToken') this.classToken = builder.add('classToken', [1, width], { normal: 0.02 });
    this.blocks = transformerBlocks(builder, this.blockConfig);
    this.finalNorm = addNorm(builder, 'finalNorm', width);
    this.parameters = builder.build();
  }

  get featureWidth(): number {
    return this.config.width;
  }

  /** Features [batch, width] of images [batch, height, width, channels] in [0, 1]. */
  features(images: tf.Tensor): tf.Tensor {
    const states = this.encode(images);
    return this.classToken ? states.slice([0, 0, 0], [-1, 1, -1]).squeeze([1]) : states.mean(1);
  }

  /**
   * States after the final normalisation, [batch, time, width]: the class token's first, where there is one.
   * @param visible int32 [batch * count], which patches are seen, as rows of the flattened [batch * patches]; absent: all
   */
  encode(images: tf.Tensor, visible?: tf.Tensor): tf.Tensor {
    const batch = images.shape[0] as number;
    const { x, time } = this.embed(images, visible);
    const mask = tf.zeros([batch, time]);
    let states = x;
    for (const block of this.blocks) states = block.apply(states, mask);
    return layerNormalization(states, ...this.finalNorm).reshape([batch, time, this.config.width]);
  }

  /** What each place attends to in one block (0-based; default the last), [batch, heads, time, time]. */
  attentionMaps(images: tf.Tensor, layer = this.blocks.length - 1): tf.Tensor {
    const { x, time } = this.embed(images);
    const mask = tf.zeros([images.shape[0] as number, time]);
    let states = x;
    for (const block of this.blocks.slice(0, layer)) states = block.apply(states, mask);
    return this.blocks[layer]!.attentionWeights(states, mask);
  }

  /** Embedded patches with positions, class token first: [batch * time, width]. */
  private embed(images: tf.Tensor, visible?: tf.Tensor): { x: tf.Tensor; time: number } {
    const { patch, width, shape } = this.config;
    const batch = images.shape[0] as number;
    const [weight, bias] = this.projection;
    const rows = patchify(images, patch).reshape([batch * this.patches, patch * patch * shape[2]]);
    const positions =
      this.learnedPositions ??
      tf.tensor2d(sinePositions(shape[0] / patch, shape[1] / patch, width), [this.patches, width]);
    // Only what is seen is projected: the work of a masked autoencoder's encoder falls with the share that is hidden.
    const seen = visible ? gatherRows(rows, visible) : rows;
    const places = visible
      ? gatherRows(positions, tf.mod(visible, tf.scalar(this.patches, 'int32')))
      : positions
          .expandDims(0)
          .tile([batch, 1, 1])
          .reshape([batch * this.patches, width]);
    const embedded = tf
      .matMul(seen as tf.Tensor2D, weight as unknown as tf.Tensor2D)
      .add(bias)
      .add(places);
    const count = (embedded.shape[0] as number) / batch;
    if (!this.classToken) return { x: embedded, time: count };
    const token = this.classToken.expandDims(0).tile([batch, 1, 1]);
    const joined = tf.concat([token, embedded.reshape([batch, count, width])], 1);
    return { x: joined.reshape([batch * (count + 1), width]), time: count + 1 };
  }

  /** @param seen patches of each image that are seen; default all */
  forwardFlops(batch: number, seen = this.patches): number {
    const { patch, width, shape } = this.config;
    const time = seen + (this.classToken ? 1 : 0);
    return 2 * batch * seen * patch * patch * shape[2] * width + blockFlops(this.blockConfig, batch, time);
  }

  dispose(): void {
    tf.dispose(Object.values(this.parameters));
  }
}

/** Builds a vision transformer; see {@link VisionTransformer}. */
export function visionTransformer(
  config: VisionTransformerConfig & { readonly seed?: number },
): VisionTransformer {
  const { seed = 1, ...sizes } = config;
  return new VisionTransformer(sizes, seed);
}
