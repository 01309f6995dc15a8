/** What a model of the next word writes: its proxy task, seen from outside. */

import { seededRandom } from '../data/seededRandom';
import { loadTokenizer } from '../data/tokenizer';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { Artefact } from '../form/result';
import { checkSampling, type SamplingOptions, sampled } from '../published/generation/sampling';
import { loadTensors } from '../training/checkpoint';
import { loadEncoder } from '../training/savedEncoder';

export interface WritingOptions extends SamplingOptions {
  /** How many pieces at most. Default 20; never more than the encoder reads. */
  readonly pieces?: number;
  readonly seed?: number;
}

/**
 * Goes on with a text, piece by piece, each drawn from what the model expects; padding and other special tokens are never
 * drawn. The whole text is read anew for every piece, which is quick for a model of this size.
 * @param stage a finished stage that predicted the next token, also a live one
 * @returns the text with what was written
 * @throws LabError for a stage of another proxy task, or a text without a piece or as long as the encoder reads
 */
export function writtenText(
  stage: Pick<Artefact, 'folder'>,
  text: string,
  { pieces = 20, seed = 1, ...sampling }: WritingOptions = {},
): string {
  checkSampling(sampling);
  const tokenizer = loadTokenizer(stage.folder);
  const encoder = loadEncoder(stage.folder, 'causal');
  try {
    const tokens = [...tokenizer.encode(text)];
    const { maxLength } = encoder.config;
    if (tokens.length === 0 || tokens.length >= maxLength)
      throw new LabError(
        `The text '${text}' has ${tokens.length} pieces: give at least one, and fewer than ${maxLength}.`,
      );
    const file = `${stage.folder}/output.safetensors`;
    const bias = Object.values(loadTensors(file).tensors)[0];
    if (!bias) throw new LabError(`${file} holds no output layer.`);
    const special = Object.values(tokenizer.specialTokens);
    const random = seededRandom(`written/${seed}`);
    for (let count = 0; count < pieces && tokens.length < maxLength; count++) {
      const logits = tf.tidy(() => {
        const { states } = encoder.encode(tf.tensor2d(tokens, [1, tokens.length], 'int32'));
        const state = states.slice([0, tokens.length - 1, 0], [1, 1, -1]).reshape([1, -1]) as tf.Tensor2D;
        const scores = tf.matMul(state, encoder.tokenEmbedding as unknown as tf.Tensor2D, false, true);
        return scores.add(tf.tensor1d(bias.values as Float32Array)).dataSync() as Float32Array;
      });
      for (const id of special) logits[id] = Number.NEGATIVE_INFINITY;
      tokens.push(sampled(logits, sampling, () => random.uniform()));
    }
    return tokenizer.decode(tokens);
  } finally {
    encoder.dispose();
  }
}
