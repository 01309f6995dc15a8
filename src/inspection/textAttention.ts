/** What the tokens of a text attend to in one block of an encoder, for looking at. */
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { TransformerEncoder } from '../models/transformerEncoder';

/**
 * Attention weights (Vaswani et al. 2017, eq. 1) of one text, dropout off.
 * @param tokens ids without padding, at most the encoder's maxLength
 * @param layer 0-based; default the last
 * @returns [heads][time][time]: row i says how much token i takes from each token; rows sum to 1
 * @throws LabError for no token, too many, or a layer that there is not
 */
export function textAttention(
  encoder: TransformerEncoder,
  tokens: Int32Array,
  layer = encoder.config.layers - 1,
): number[][][] {
  const { layers, maxLength, width } = encoder.config;
  if (!Number.isInteger(layer) || layer < 0 || layer >= layers)
    throw new LabError(`There is no layer ${layer}: the encoder has ${layers}, numbered from 0.`);
  const time = tokens.length;
  if (time === 0 || time > maxLength)
    throw new LabError(`The text has ${time} tokens; the encoder reads 1 to ${maxLength}.`);
  return tf.tidy(() => {
    // Private parts, read and not changed: what trainings execute stays as it is.
    // biome-ignore lint/complexity/useLiteralKeys: a private part
    const positions = encoder['positionEmbedding'].slice([0, 0], [time, width]);
    const ids = tf.tensor1d(tokens, 'int32');
    let states: tf.Tensor = tf.gather(encoder.tokenEmbedding, ids).add(positions);
    const mask = tf.zeros([1, time]);
    // biome-ignore lint/complexity/useLiteralKeys: a private part
    const blocks = encoder['blocks'];
    for (const block of blocks.slice(0, layer)) states = block.apply(states, mask);
    const weights = blocks[layer]!.attentionWeights(states, mask) as tf.Tensor4D;
    return (weights.arraySync() as number[][][][])[0]!;
  });
}
