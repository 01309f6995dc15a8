import { gatherRows } from '../engine/kernels/embedding';
import { layerNormalization } from '../engine/kernels/layerNormalization';
import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
import { LabError } from '../errors';
import { ParameterBuilder, type Parameters } from '../models/parameters';
import { addNorm, type BlockConfig, blockFlops, transformerBlocks } from '../models/transformerBlock';
import { patchify, sinePositions, type VisionTransformer } from '../models/visionTransformer';

/** Settings of {@link maskedAutoencoder}. */
export interface MaskedAutoencoderOptions {
  /** Share of the patches that is hidden, in (0, 1). Default 0.75 (He et al. 2022, section 4.1). */
  readonly maskRatio?: number;
  /** Blocks, width and heads of the decoder, which is thrown away afterwards. Default 1, 64 and 4. */
  readonly decoder?: { readonly layers: number; readonly width: number; readonly heads: number };
  /** Whether each patch is shifted and scaled to mean 0 and variance 1 before it is predicted. Default true (section 4.1). */
  readonly normalizeTargets?: boolean;
  readonly seed?: number;
}

/** Which patches an encoder sees, as rows of the flattened [batch * patches]: int32 [batch * count] each. */
export interface PatchMask {
  readonly visible: tf.Tensor;
  readonly hidden: tf.Tensor;
}

/** A masked autoencoder: its decoder, its masks, and its loss. */
export interface MaskedAutoencoder {
  readonly name: 'maskedAutoencoder';
  parameters(): Parameters;
  /** Patches of each image that are hidden. */
  readonly hiddenCount: number;
  /** Draws which patches are hidden, evenly and for each image anew. */
  draw(batch: number, randomness: Randomness): PatchMask;
  /** Predicted pixels of the hidden patches, [batch * hiddenCount, patch pixels], and what they should be. */
  reconstruct(images: tf.Tensor, mask: PatchMask): { predicted: tf.Tensor; target: tf.Tensor };
  /** Mean square error over the hidden patches' pixels: a scalar. */
  loss(images: tf.Tensor, mask: PatchMask): tf.Tensor;
  forwardFlops(batch: number): number;
}

/** Added to a patch's variance, so that a patch of one colour stays finite. */
const epsilon = 1e-6;

/**
 * Masked autoencoding (He, Chen, Xie, Li, Dollár & Girshick 2022): the encoder sees the visible patches only; a light
 * decoder gets its states and a mask token for each hidden patch, and predicts the hidden pixels.
 * @throws LabError if `maskRatio` hides no patch or all
 */
export function maskedAutoencoder(
  encoder: VisionTransformer,
  options: MaskedAutoencoderOptions = {},
): MaskedAutoencoder {
  const { maskRatio = 0.75, normalizeTargets = true, seed = 1 } = options;
  const { layers, width, heads } = options.decoder ?? { layers: 1, width: 64, heads: 4 };
  const { patch, shape, pooling } = encoder.config;
  const hiddenCount = Math.round(encoder.patches * maskRatio);
  if (!(hiddenCount > 0 && hiddenCount < encoder.patches))
    throw new LabError(
      `maskRatio ${maskRatio} hides ${hiddenCount} of ${encoder.patches} patches; choose a share that hides some and leaves some.`,
    );
  const seenCount = encoder.patches - hiddenCount;
  const pixels = patch * patch * shape[2];
  const builder = new ParameterBuilder('decoder', seed);
  const linear = (name: string, from: number, to: number) =>
    [
      builder.add(`${name}.weight`, [from, to], { normal: Math.sqrt(1 / from) }),
      builder.add(`${name}.bias`, [to], 'zeros'),
    ] as const;
  const config: BlockConfig = { layers, width, heads, feedForwardWidth: 4 * width, dropoutRate: 0 };
  const enter = linear('enter', encoder.featureWidth, width);
  const maskToken = builder.add('maskToken', [1, width], { normal: 0.02 });
  const blocks = transformerBlocks(builder, config);
  const norm = addNorm(builder, 'norm', width);
  const leave = linear('leave', width, pixels);
  const through = (rows: tf.Tensor, [weight, bias]: readonly [tf.Variable, tf.Variable]) =>
    tf.matMul(rows as tf.Tensor2D, weight as unknown as tf.Tensor2D).add(bias);

  const objective: MaskedAutoencoder = {
    name: 'maskedAutoencoder',
    parameters: () => builder.build(),
    hiddenCount,
    draw(batch, randomness) {
      const { indices } = tf.topk(randomness.uniform([batch, encoder.patches]), encoder.patches);
      const first = tf
        .range(0, batch, 1, 'int32')
        .mul(tf.scalar(encoder.patches, 'int32'))
        .reshape([batch, 1]);
      const rows = indices.add(first);
      return {
        visible: rows.slice([0, 0], [batch, seenCount]).reshape([-1]),
        hidden: rows.slice([0, seenCount], [batch, hiddenCount]).reshape([-1]),
      };
    },
    reconstruct(images, { visible, hidden }) {
      const batch = images.shape[0] as number;
      const states = encoder.encode(images, visible);
      const ofPatches = pooling === 'classToken' ? states.slice([0, 1, 0], [-1, seenCount, -1]) : states;
      const positions = tf.tensor2d(sinePositions(shape[0] / patch, shape[1] / patch, width), [
        encoder.patches,
        width,
      ]);
      const placeOf = (rows: tf.Tensor) =>
        gatherRows(positions, tf.mod(rows, tf.scalar(encoder.patches, 'int32')));
      const known = through(ofPatches.reshape([batch * seenCount, encoder.featureWidth]), enter).add(
        placeOf(visible),
      );
      const asked = maskToken.add(placeOf(hidden));
      // Attention knows no order but the positions', so the visible ones may stand first.
      const joined = tf.concat(
        [known.reshape([batch, seenCount, width]), asked.reshape([batch, hiddenCount, width])],
        1,
      );
      let x = joined.reshape([batch * encoder.patches, width]);
      const mask = tf.zeros([batch, encoder.patches]);
      for (const block of blocks) x = block.apply(x, mask);
      const answers = layerNormalization(x, ...norm)
        .reshape([batch, encoder.patches, width])
        .slice([0, seenCount, 0], [-1, hiddenCount, -1])
        .reshape([batch * hiddenCount, width]);
      const rows = gatherRows(patchify(images, patch).reshape([batch * encoder.patches, pixels]), hidden);
      const centred = rows.sub(rows.mean(1, true));
      const target = normalizeTargets
        ? centred.mul(centred.square().mean(1, true).add(epsilon).rsqrt())
        : rows;
      return { predicted: through(answers, leave), target };
    },
    loss(images, mask) {
      const { predicted, target } = objective.reconstruct(images, mask);
      return predicted.sub(target).square().mean();
    },
    forwardFlops: (batch) =>
      encoder.forwardFlops(batch, seenCount) +
      2 * batch * (seenCount * encoder.featureWidth * width + hiddenCount * width * pixels) +
      blockFlops(config, batch, encoder.patches),
  };
  return objective;
}
