/** A vision transformer of any depth, its branches normalised before them or after the sum. */
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { ImageEncoder } from './convolutionalEncoder';
import { ParameterBuilder, type Parameters } from './parameters';
import { activation } from './parts/activation';
import { applyBlock, type GeneralBlock } from './parts/generalBlock';
import { normalised } from './parts/linear';
import { requireWholeHeads } from './transformerBlock';
import { patchify } from './visionTransformer';

/** Sizes and form of a deep transformer. */
export interface DeepTransformerConfig {
  /** Height, width and channels of the images. */
  readonly shape: readonly [number, number, number];
  /** Side of a square patch in pixels; divides height and width. */
  readonly patch: number;
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  /** 'before': of each branch's input (Xiong et al. 2020). 'after': of its sum with the input (Vaswani et al. 2017). */
  readonly norm: 'before' | 'after';
}

/**
 * Matrices start normal with deviation sqrt(2 / (inputs + outputs)) in both forms (Glorot & Bengio 2010, eq. 12 for its
 * normal counterpart), and are not made smaller with depth: what differs is the place of the normalisation alone.
 */
export class DeepTransformer implements ImageEncoder {
  readonly kind = 'deepTransformer';
  readonly parameters: Parameters;
  readonly featureWidth: number;
  private readonly projection;
  private readonly positions: tf.Variable;
  private readonly blocks: readonly GeneralBlock[];
  private readonly finalNorm;
  private readonly patches: number;

  /** @throws LabError if the patch does not divide the image, or `heads` the width */
  constructor(
    readonly config: DeepTransformerConfig,
    seed: number,
  ) {
    const { shape, patch, layers, width, heads } = config;
    if (shape[0] % patch !== 0 || shape[1] % patch !== 0)
      throw new LabError(
        `Patches of ${patch} do not divide images of ${shape[0]} x ${shape[1]}; choose a patch that does.`,
      );
    requireWholeHeads(width, heads);
    this.featureWidth = width;
    this.patches = (shape[0] / patch) * (shape[1] / patch);
    const builder = new ParameterBuilder('encoder', seed);
    const linear = (name: string, from: number, to: number) => ({
      weight: builder.add(`${name}.weight`, [from, to], { normal: Math.sqrt(2 / (from + to)) }),
      bias: builder.add(`${name}.bias`, [to], 'zeros'),
    });
    const norm = (name: string) => ({
      scale: builder.add(`${name}.scale`, [width], 'ones'),
      shift: builder.add(`${name}.shift`, [width], 'zeros'),
      epsilon: 1e-5,
    });
    this.projection = linear('projection', patch * patch * shape[2], width);
    this.positions = builder.add('positions', [this.patches, width], { normal: 0.02 });
    this.blocks = Array.from({ length: layers }, (_, layer): GeneralBlock => {
      const name = `layers.${layer}`;
      return {
        attention: {
          query: linear(`${name}.query`, width, width),
          key: linear(`${name}.key`, width, width),
          value: linear(`${name}.value`, width, width),
          output: linear(`${name}.output`, width, width),
          norm: norm(`${name}.attentionNorm`),
        },
        feedForward: {
          expand: linear(`${name}.expand`, width, 4 * width),
          contract: linear(`${name}.contract`, 4 * width, width),
          norm: norm(`${name}.feedForwardNorm`),
        },
      };
    });
    // After the sum the last block has normalised already; a second time changes next to nothing, and parameters stay equal.
    this.finalNorm = norm('finalNorm');
    this.parameters = builder.build();
  }

  /** Features [batch, width] of images [batch, height, width, channels] in [0, 1]: the mean over patches. */
  features(images: tf.Tensor): tf.Tensor {
    const { patch, heads, norm, width } = this.config;
    const batch = images.shape[0] as number;
    const time = this.patches;
    const inputs = patchify(images, patch);
    const projected = tf
      .matMul(
        inputs.reshape([batch * time, -1]) as tf.Tensor2D,
        this.projection.weight as unknown as tf.Tensor2D,
      )
      .add(this.projection.bias);
    let rows = projected
      .reshape([batch, time, width])
      .add(this.positions)
      .reshape([batch * time, width]) as tf.Tensor;
    const added = tf.zeros([1, 1, 1, time]);
    for (const block of this.blocks)
      rows = applyBlock(
        { rows, batch, time },
        block,
        { heads, norm, activation: activation('gelu') },
        { added },
      );
    return normalised(rows, this.finalNorm).reshape([batch, time, width]).mean(1);
  }

  forwardFlops(batch: number): number {
    const { shape, patch, layers, width } = this.config;
    const time = this.patches;
    const block = 2 * time * (4 * width * width + 8 * width * width) + 4 * time * time * width;
    return batch * (2 * time * patch * patch * shape[2] * width + layers * block);
  }

  dispose(): void {
    tf.dispose(Object.values(this.parameters));
  }
}
