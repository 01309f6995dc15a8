/** What every head of an encoder looks at, over words and over patches of an image. */
import { type ImageCollection, pixelValues } from '../data/images';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { TransformerEncoder } from '../models/transformerEncoder';
import type { VisionTransformer } from '../models/visionTransformer';
import { textAttention } from './textAttention';

/** Weights of every head, [layers][heads][asking][asked]: rows sum to 1. */
export type HeadWeights = readonly (readonly (readonly (readonly number[])[])[])[];

/**
 * Attention of every head over one text, dropout off.
 * @param tokens ids without padding, at most the encoder's maxLength
 * @throws LabError for no token, or too many
 */
export function textHeads(encoder: TransformerEncoder, tokens: Int32Array): HeadWeights {
  return Array.from({ length: encoder.config.layers }, (_, layer) => textAttention(encoder, tokens, layer));
}

/**
 * How much of each head's attention each patch of one image gets, as the mean over the patches that ask.
 * @param image index in the collection
 * @returns [layers][heads][rows of patches][columns of patches]; each head's sum is 1, or less what a class token gets
 * @throws LabError for an image that there is not
 */
export function imageHeads(encoder: VisionTransformer, images: ImageCollection, image: number): HeadWeights {
  if (!(Number.isInteger(image) && image >= 0 && image < images.length))
    throw new LabError(`There is no image ${image}: there are ${images.length}, numbered from 0.`);
  const { patch, shape, layers } = encoder.config;
  const across = shape[1] / patch;
  const values = pixelValues(images, [image]);
  return tf.tidy(() => {
    const input = tf.tensor4d(values, [1, ...shape]);
    return Array.from({ length: layers }, (_, layer) => {
      const asked = (encoder.attentionMaps(input, layer) as tf.Tensor4D).mean(2) as tf.Tensor3D;
      return (asked.arraySync() as number[][][])[0]!.map((ofHead) =>
        Array.from({ length: shape[0] / patch }, (_, row) => ofHead.slice(row * across, (row + 1) * across)),
      );
    });
  });
}
