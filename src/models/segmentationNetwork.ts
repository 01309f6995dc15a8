/** A network that names every pixel: a convolutional encoder, and a decoder that goes back up past its skip connections. */
import { biasGelu } from '../engine/kernels/gelu';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { ConvolutionalEncoder } from './convolutionalEncoder';
import { ParameterBuilder, type Parameters } from './parameters';

interface Up {
  readonly filter: tf.Variable;
  readonly bias: tf.Variable;
}

/**
 * U-Net (Ronneberger, Fischer & Brox 2015, figure 1) over any {@link ConvolutionalEncoder}: states of the deepest layer are made
 * larger bilinearly, joined with those of the layer before, and convolved, until the picture's own size is reached.
 */
export class SegmentationNetwork {
  /** Of the decoder alone. */
  readonly decoder: Parameters;
  private readonly ups: readonly Up[];
  private readonly output: Up;

  /**
   * @param width channels of the decoder
   * @param seed of the decoder's initial filters: normal with variance 2 / inputs (He et al. 2015, eq. 10)
   * @throws LabError for fewer than two classes, or an encoder with steps of more than two places
   */
  constructor(
    readonly encoder: ConvolutionalEncoder,
    readonly classes: readonly string[],
    width: number,
    seed: number,
  ) {
    if (classes.length < 2)
      throw new LabError(`Pixels need at least two classes to choose from, not ${classes.length}.`);
    const { channels, shape, strides } = encoder.config;
    const wide = strides.find((stride) => stride > 2);
    if (wide !== undefined)
      throw new LabError(
        `The decoder doubles what the encoder halves, and a layer of it has the stride ${wide}: take 1 or 2.`,
      );
    const builder = new ParameterBuilder('decoder', seed);
    const convolution = (name: string, size: number, from: number, to: number): Up => ({
      filter: builder.add(`${name}.filter`, [size, size, from, to], {
        normal: Math.sqrt(2 / (size * size * from)),
      }),
      bias: builder.add(`${name}.bias`, [to], 'zeros'),
    });
    // From the layer before the last down to the picture itself.
    const joined = [shape[2], ...channels.slice(0, -1)].reverse();
    this.ups = joined.map((skip, at) =>
      convolution(`ups.${at}`, 3, skip + (at === 0 ? channels.at(-1)! : width), width),
    );
    this.output = convolution('output', 1, width, classes.length);
    this.decoder = builder.build();
  }

  /** Encoder and decoder. */
  get parameters(): Parameters {
    return { ...this.encoder.parameters, ...this.decoder };
  }

  /** Scores [batch, height, width, classes] of images [batch, height, width, channels] in [0, 1]. */
  logits(images: tf.Tensor): tf.Tensor {
    const levels = [images, ...this.levels(images)];
    let x = levels.at(-1)!;
    for (const [at, up] of this.ups.entries()) {
      const skip = levels[levels.length - 2 - at]!;
      x = activated(tf.concat([enlarged(x, skip), skip], 3), up, 1);
    }
    return convolved(x, this.output, 1).add(this.output.bias);
  }

  /** Floating-point operations of the products of one forward pass over a batch. */
  forwardFlops(batch: number): number {
    const { shape, strides } = this.encoder.config;
    let [height, width] = [shape[0], shape[1]] as [number, number];
    const sizes = strides.map((stride) => {
      const before = height * width;
      [height, width] = [Math.ceil(height / stride), Math.ceil(width / stride)];
      return before;
    });
    const ups = this.ups.reduce(
      (sum, { filter }, at) => sum + filter.size * sizes[sizes.length - 1 - at]!,
      0,
    );
    return (
      this.encoder.forwardFlops(batch) + 2 * batch * (ups + this.output.filter.size * shape[0] * shape[1])
    );
  }

  dispose(): void {
    this.encoder.dispose();
    tf.dispose(Object.values(this.decoder));
  }

  /** The states of each of the encoder's layers, as it computes them. */
  private levels(images: tf.Tensor): tf.Tensor[] {
    const { channels, strides } = this.encoder.config;
    let x = images;
    return channels.map((_, layer) => {
      const of = (part: string) => this.encoder.parameters[`encoder.layers.${layer}.${part}`]!;
      x = activated(x, { filter: of('filter'), bias: of('bias') }, strides[layer] ?? 1);
      return x;
    });
  }
}

/**
 * States in the size of the layer before: twice as many places a side, each between its neighbours by the distance of centres
 * (bilinear). Written out, since TensorFlow.js gives the gradient of its own operation for other centres.
 */
function enlarged(x: tf.Tensor, to: tf.Tensor): tf.Tensor {
  return [1, 2].reduce((y, axis) => {
    const [from, target] = [y.shape[axis]!, to.shape[axis]!];
    if (from === target) return y;
    const part = (begin: number, size: number) => {
      const start = y.shape.map((_, k) => (k === axis ? begin : 0));
      return y.slice(
        start,
        y.shape.map((all, k) => (k === axis ? size : all)),
      );
    };
    const before = tf.concat([part(0, 1), part(0, from - 1)], axis);
    const after = tf.concat([part(1, from - 1), part(from - 1, 1)], axis);
    const pairs = tf.stack(
      [before, after].map((other) => y.mul(0.75).add(other.mul(0.25))),
      axis + 1,
    );
    const doubled = pairs.reshape(y.shape.map((all, k) => (k === axis ? 2 * all : all)));
    // Of an odd side the last place is left out.
    return doubled.slice(
      [0, 0, 0, 0],
      doubled.shape.map((all, k) => (k === axis ? target : all)),
    );
  }, x);
}

function convolved(x: tf.Tensor, { filter }: Up, stride: number): tf.Tensor {
  return tf.conv2d(x as tf.Tensor4D, filter as unknown as tf.Tensor4D, stride, 'same');
}

function activated(x: tf.Tensor, up: Up, stride: number): tf.Tensor {
  const places = convolved(x, up, stride);
  return biasGelu(places.reshape([-1, up.bias.shape[0]!]), up.bias as unknown as tf.Tensor).reshape(
    places.shape,
  );
}
