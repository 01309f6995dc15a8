import { biasGelu } from '../engine/kernels/gelu';
import { tf } from '../engine/native';
import { ParameterBuilder, type Parameters } from './parameters';

/** Sizes of a convolutional encoder. */
export interface ConvolutionalConfig {
  /** Height, width and channels of the images. */
  readonly shape: readonly [number, number, number];
  /** Output channels of each 3 x 3 convolution. */
  readonly channels: readonly number[];
  /** Stride of each convolution: 2 halves height and width. */
  readonly strides: readonly number[];
}

/** What every image encoder offers to objectives and heads. */
export interface ImageEncoder {
  readonly parameters: Parameters;
  /** Columns of `features`. */
  readonly featureWidth: number;
  /** Features [batch, featureWidth] of images [batch, height, width, channels] in [0, 1]. */
  features(images: tf.Tensor): tf.Tensor;
  /** Floating-point operations of the products of one forward pass over a batch. */
  forwardFlops(batch: number): number;
  dispose(): void;
}

/** A small convolutional network: 3 x 3 convolutions with bias and GELU, then the mean over all places. */
export class ConvolutionalEncoder implements ImageEncoder {
  readonly kind = 'convolutionalEncoder';
  readonly parameters: Parameters;
  readonly featureWidth: number;
  private readonly layers: readonly { filter: tf.Variable; bias: tf.Variable; stride: number }[];

  /** @param seed initial filters: normal with variance 2 / inputs (He et al. 2015, eq. 10) */
  constructor(
    readonly config: ConvolutionalConfig,
    seed: number,
  ) {
    const builder = new ParameterBuilder('encoder', seed);
    this.layers = config.channels.map((to, layer) => {
      const from = layer === 0 ? config.shape[2] : config.channels[layer - 1]!;
      return {
        filter: builder.add(`layers.${layer}.filter`, [3, 3, from, to], {
          normal: Math.sqrt(2 / (9 * from)),
        }),
        bias: builder.add(`layers.${layer}.bias`, [to], 'zeros'),
        stride: config.strides[layer] ?? 1,
      };
    });
    this.featureWidth = config.channels.at(-1)!;
    this.parameters = builder.build();
  }

  features(images: tf.Tensor): tf.Tensor {
    let x = images as tf.Tensor4D;
    for (const { filter, bias, stride } of this.layers) {
      const convolved = tf.conv2d(x, filter as unknown as tf.Tensor4D, stride, 'same');
      const places = convolved.reshape([-1, bias.shape[0]!]);
      x = biasGelu(places, bias as unknown as tf.Tensor).reshape(convolved.shape);
    }
    return x.mean([1, 2]);
  }

  forwardFlops(batch: number): number {
    let [height, width, from] = this.config.shape as [number, number, number];
    let flops = 0;
    this.config.channels.forEach((to, layer) => {
      const stride = this.config.strides[layer] ?? 1;
      height = Math.ceil(height / stride);
      width = Math.ceil(width / stride);
      flops += 2 * batch * height * width * 9 * from * to;
      from = to;
    });
    return flops;
  }

  dispose(): void {
    tf.dispose(Object.values(this.parameters));
  }
}

/** Builds a convolutional encoder; see {@link ConvolutionalEncoder}. */
export function convolutionalEncoder(
  config: ConvolutionalConfig & { readonly seed?: number },
): ConvolutionalEncoder {
  const { seed = 1, ...sizes } = config;
  return new ConvolutionalEncoder(sizes, seed);
}
