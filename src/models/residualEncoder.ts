import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { ImageEncoder } from './convolutionalEncoder';
import { ParameterBuilder, type Parameters } from './parameters';

/** Sizes of a residual network. */
export interface ResidualConfig {
  /** Height, width and channels of the images. */
  readonly shape: readonly [number, number, number];
  /** Channels of each stage; every stage after the first halves height and width. */
  readonly channels: readonly number[];
  /** Residual blocks of each stage. */
  readonly blocksPerStage: number;
  /** Channels are normalised in so many groups, which divide each stage's channels. Default 8. */
  readonly groups?: number;
}

interface Convolution {
  readonly filter: tf.Variable;
  readonly stride: number;
  readonly places: number;
  readonly from: number;
  readonly to: number;
  readonly size: number;
}

interface Norm {
  readonly scale: tf.Variable;
  readonly shift: tf.Variable;
}

interface Block {
  readonly first: Convolution;
  readonly firstNorm: Norm;
  readonly second: Convolution;
  readonly secondNorm: Norm;
  /** 1 x 1, where the shape changes. */
  readonly shortcut?: Convolution;
}

/** Added to the variance. */
const epsilon = 1e-5;

/**
 * Group normalisation (Wu & He 2018, eq. 1 and 2): each image's channels are shifted and scaled group by group. It takes
 * no statistics of the batch, so that training and evaluation compute the same.
 * @param x [batch, height, width, channels]
 */
export function groupNormalization(
  x: tf.Tensor,
  groups: number,
  scale: tf.Tensor,
  shift: tf.Tensor,
): tf.Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const grouped = x.reshape([batch, height * width, groups, channels / groups]);
  const centred = grouped.sub(grouped.mean([1, 3], true));
  const deviation = centred.square().mean([1, 3], true).add(epsilon).rsqrt();
  return centred.mul(deviation).reshape(x.shape).mul(scale).add(shift);
}

/**
 * A small residual network (He, Zhang, Ren & Sun 2016, basic blocks): a 3 x 3 convolution, then stages of blocks of two
 * 3 x 3 convolutions with a skip connection, then the mean over all places. Group normalisation stands in for that of
 * the batch.
 */
export class ResidualEncoder implements ImageEncoder {
  readonly kind = 'residualEncoder';
  readonly parameters: Parameters;
  readonly featureWidth: number;
  private readonly groups: number;
  private readonly stem: Convolution;
  private readonly stemNorm: Norm;
  private readonly blocks: readonly Block[];

  /**
   * @param seed initial filters: normal with variance 2 / inputs (He et al. 2015, eq. 10)
   * @throws LabError if the groups do not divide a stage's channels
   */
  constructor(
    readonly config: ResidualConfig,
    seed: number,
  ) {
    const { shape, channels, blocksPerStage, groups = 8 } = config;
    const odd = channels.find((count) => count % groups !== 0);
    if (odd !== undefined)
      throw new LabError(`${groups} groups do not divide ${odd} channels; choose groups that do.`);
    this.groups = groups;
    const builder = new ParameterBuilder('encoder', seed);
    let [height, width, from] = shape as [number, number, number];
    const convolution = (name: string, size: number, to: number, stride: number, inputs = from) => ({
      filter: builder.add(`${name}.filter`, [size, size, inputs, to], {
        normal: Math.sqrt(2 / (size * size * inputs)),
      }),
      ...{ stride, from: inputs, to, size },
      places: Math.ceil(height / stride) * Math.ceil(width / stride),
    });
    const norm = (name: string, to: number) => ({
      scale: builder.add(`${name}.scale`, [to], 'ones'),
      shift: builder.add(`${name}.shift`, [to], 'zeros'),
    });
    this.stem = convolution('stem', 3, channels[0]!, 1);
    this.stemNorm = norm('stem.norm', channels[0]!);
    from = channels[0]!;
    this.blocks = channels.flatMap((to, stage) =>
      Array.from({ length: blocksPerStage }, (_, index): Block => {
        const name = `stages.${stage}.${index}`;
        const stride = stage > 0 && index === 0 ? 2 : 1;
        const changes = stride !== 1 || from !== to;
        const first = convolution(`${name}.first`, 3, to, stride);
        const shortcut = changes ? convolution(`${name}.shortcut`, 1, to, stride) : undefined;
        [height, width] = [Math.ceil(height / stride), Math.ceil(width / stride)];
        const block = {
          ...{ first, firstNorm: norm(`${name}.firstNorm`, to) },
          second: convolution(`${name}.second`, 3, to, 1, to),
          secondNorm: norm(`${name}.secondNorm`, to),
          ...(shortcut && { shortcut }),
        };
        from = to;
        return block;
      }),
    );
    this.featureWidth = channels.at(-1)!;
    this.parameters = builder.build();
  }

  features(images: tf.Tensor): tf.Tensor {
    let x = this.normalised(convolve(images, this.stem), this.stemNorm).relu();
    for (const { first, firstNorm, second, secondNorm, shortcut } of this.blocks) {
      const inner = this.normalised(convolve(x, first), firstNorm).relu();
      const change = this.normalised(convolve(inner, second), secondNorm);
      x = change.add(shortcut ? convolve(x, shortcut) : x).relu();
    }
    return x.mean([1, 2]);
  }

  forwardFlops(batch: number): number {
    const all = [this.stem, ...this.blocks.flatMap((block) => [block.first, block.second, block.shortcut])];
    return all.reduce(
      (sum, one) => sum + (one ? 2 * batch * one.places * one.size ** 2 * one.from * one.to : 0),
      0,
    );
  }

  dispose(): void {
    tf.dispose(Object.values(this.parameters));
  }

  private normalised(x: tf.Tensor, { scale, shift }: Norm): tf.Tensor {
    return groupNormalization(x, this.groups, scale, shift);
  }
}

const convolve = (x: tf.Tensor, { filter, stride }: Convolution) =>
  tf.conv2d(x as tf.Tensor4D, filter as unknown as tf.Tensor4D, stride, 'same');

/** Builds a residual network; see {@link ResidualEncoder}. */
export function residualEncoder(config: ResidualConfig & { readonly seed?: number }): ResidualEncoder {
  const { seed = 1, ...sizes } = config;
  return new ResidualEncoder(sizes, seed);
}
