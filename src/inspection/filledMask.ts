/** What a masked language model writes where something is hidden: its proxy task, seen from outside. */
import { loadTokenizer } from '../data/tokenizer';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { Artefact } from '../form/result';
import { loadTensors } from '../training/checkpoint';
import { loadEncoder } from '../training/savedEncoder';

/** A piece of the vocabulary and the probability that the model gives it. */
export interface MaskAnswer {
  readonly piece: string;
  /** In [0, 1]; over all pieces the sum is 1. */
  readonly probability: number;
}

const blank = '[MASK]';

/**
 * The likeliest pieces at the one [MASK] of a text, best first, special tokens left out.
 * @param stage a finished stage of masked language modelling, also a live one
 * @param count how many. Default 5
 * @throws LabError for a text without exactly one [MASK] or longer than the encoder reads, or a stage that kept no encoder
 *   or no output layer
 */
export function fillMask(stage: Pick<Artefact, 'folder'>, text: string, count = 5): MaskAnswer[] {
  const parts = text.split(blank);
  if (parts.length !== 2)
    throw new LabError(`The text '${text}' has ${parts.length - 1} times ${blank}; write it exactly once.`);
  const tokenizer = loadTokenizer(stage.folder);
  const [before, after] = parts.map((part) => tokenizer.encode(part)) as [Int32Array, Int32Array];
  const tokens = [...before, tokenizer.specialTokens.mask, ...after];
  const file = `${stage.folder}/output.safetensors`;
  const bias = Object.values(loadTensors(file).tensors)[0];
  if (!bias) throw new LabError(`${file} holds no output layer.`);
  const encoder = loadEncoder(stage.folder);
  try {
    const probabilities = tf.tidy(() => {
      const { states } = encoder.encode(tf.tensor2d(tokens, [1, tokens.length], 'int32'));
      const state = states.slice([0, before.length, 0], [1, 1, -1]).reshape([1, -1]) as tf.Tensor2D;
      const scores = tf.matMul(state, encoder.tokenEmbedding as unknown as tf.Tensor2D, false, true);
      return tf.softmax(scores.add(tf.tensor1d(bias.values as Float32Array))).dataSync() as Float32Array;
    });
    const special = new Set(Object.values(tokenizer.specialTokens));
    return [...probabilities.keys()]
      .filter((id) => !special.has(id))
      .sort((a, b) => probabilities[b]! - probabilities[a]!)
      .slice(0, count)
      .map((id) => ({ piece: tokenizer.tokenOf(id), probability: probabilities[id]! }));
  } finally {
    encoder.dispose();
  }
}
