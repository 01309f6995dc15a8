/** Deep networks for images that differ in one thing at a time: with and without skip connections, with and without norms. */
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { ImageEncoder } from './convolutionalEncoder';
import { ParameterBuilder, type Parameters } from './parameters';
import { groupNormalization } from './residualEncoder';

/** Sizes and form of a deep network. */
export interface DeepConfig {
  /** Height, width and channels of the images. */
  readonly shape: readonly [number, number, number];
  /** Channels of each stage. The first convolution and every stage after the first halve height and width. */
  readonly channels: readonly number[];
  /** Blocks of two convolutions in each stage. */
  readonly blocksPerStage: number;
  /** Whether the input of a block is added to its output. */
  readonly skips: boolean;
  /** Group normalisation (Wu & He 2018) after every convolution; without it a bias. */
  readonly normalised: boolean;
  /** Groups of channels; they divide each stage's channels. Default 4. */
  readonly groups?: number;
}

interface Layer {
  readonly name: string;
  readonly filter: tf.Variable;
  readonly scale: tf.Variable | undefined;
  readonly shift: tf.Variable;
  readonly stride: number;
  /** Floating-point operations for one image. */
  readonly flops: number;
}

/**
 * Plain and residual networks (He, Zhang, Ren & Sun 2016, section 3.3 and figure 3): a 3 x 3 convolution, stages of blocks of
 * two 3 x 3 convolutions, the mean over all places. Where the shape changes, the skip takes every second place and fills
 * channels up with zeros (option A), so that plain and residual networks have the same parameters and start at the same ones.
 */
export class DeepEncoder implements ImageEncoder {
  readonly kind = 'deepEncoder';
  readonly parameters: Parameters;
  readonly featureWidth: number;
  /** Layers with weights that lie one behind the other, the head's not counted. */
  readonly depth: number;
  private readonly stem: Layer;
  private readonly blocks: readonly (readonly [Layer, Layer])[];

  /**
   * @param seed initial filters: normal with variance 2 / inputs (He et al. 2015, eq. 10)
   * @throws LabError if the groups do not divide a stage's channels, or there is no block
   */
  constructor(
    readonly config: DeepConfig,
    seed: number,
  ) {
    const { shape, channels, blocksPerStage, normalised, groups = 4 } = config;
    const odd = normalised ? channels.find((count) => count % groups !== 0) : undefined;
    if (odd !== undefined)
      throw new LabError(`${groups} groups do not divide ${odd} channels; choose groups that do.`);
    if (!(Number.isSafeInteger(blocksPerStage) && blocksPerStage > 0))
      throw new LabError(`blocksPerStage is ${blocksPerStage}: choose a whole number above 0.`);
    const builder = new ParameterBuilder('encoder', seed);
    let [height, width, from] = shape as [number, number, number];
    const layer = (name: string, to: number, stride: number): Layer => {
      [height, width] = [Math.ceil(height / stride), Math.ceil(width / stride)];
      const made = {
        name,
        filter: builder.add(`${name}.filter`, [3, 3, from, to], { normal: Math.sqrt(2 / (9 * from)) }),
        scale: normalised ? builder.add(`${name}.scale`, [to], 'ones') : undefined,
        shift: builder.add(`${name}.shift`, [to], 'zeros'),
        stride,
        flops: 2 * height * width * 9 * from * to,
      };
      from = to;
      return made;
    };
    this.stem = layer('stem', channels[0]!, 2);
    this.blocks = channels.flatMap((to, stage) =>
      Array.from({ length: blocksPerStage }, (_, index) => {
        const name = `stages.${stage}.${index}`;
        const stride = stage > 0 && index === 0 ? 2 : 1;
        return [layer(`${name}.first`, to, stride), layer(`${name}.second`, to, 1)] as const;
      }),
    );
    this.depth = 1 + 2 * this.blocks.length;
    this.featureWidth = channels.at(-1)!;
    this.parameters = builder.build();
  }

  /** Names of the filters among the parameters, from the image on. */
  get filters(): string[] {
    return [this.stem, ...this.blocks.flat()].map(({ name }) => `encoder.${name}.filter`);
  }

  features(images: tf.Tensor): tf.Tensor {
    let x = this.applied(images, this.stem).relu();
    for (const [first, second] of this.blocks) {
      const change = this.applied(this.applied(x, first).relu(), second);
      x = (this.config.skips ? change.add(skipped(x, change)) : change).relu();
    }
    return x.mean([1, 2]);
  }

  forwardFlops(batch: number): number {
    return [this.stem, ...this.blocks.flat()].reduce((sum, { flops }) => sum + batch * flops, 0);
  }

  dispose(): void {
    tf.dispose(Object.values(this.parameters));
  }

  private applied(x: tf.Tensor, { filter, scale, shift, stride }: Layer): tf.Tensor {
    const y = tf.conv2d(x as tf.Tensor4D, filter as unknown as tf.Tensor4D, stride, 'same');
    return scale ? groupNormalization(y, this.config.groups ?? 4, scale, shift) : y.add(shift);
  }
}

/** The input of a block in the shape of its output: every second place where it is halved, zeros in the new channels. */
function skipped(x: tf.Tensor, change: tf.Tensor): tf.Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [, rows, columns, to] = change.shape as [number, number, number, number];
  if (rows === height && to === channels) return x;
  let y = x;
  if (rows !== height) {
    const even = tf.pad(x as tf.Tensor4D, [
      [0, 0],
      [0, 2 * rows - height],
      [0, 2 * columns - width],
      [0, 0],
    ]);
    y = even
      .reshape([batch, rows, 2, columns, 2 * channels])
      .slice([0, 0, 0, 0, 0], [batch, rows, 1, columns, channels])
      .reshape([batch, rows, columns, channels]);
  }
  return to === channels
    ? y
    : tf.pad(y as tf.Tensor4D, [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, to - channels],
      ]);
}

/** Builds a deep network; see {@link DeepEncoder}. */
export function deepEncoder(config: DeepConfig & { readonly seed?: number }): DeepEncoder {
  const { seed = 1, ...sizes } = config;
  return new DeepEncoder(sizes, seed);
}
