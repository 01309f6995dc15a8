/** A vector for each text, as contrast of texts trains them. */
import { loadTokenizer } from '../data/tokenizer';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { Artefact } from '../form/result';
import type { AttentionDirection } from '../models/transformerEncoder';
import { meanStates } from '../training/pretrainTextContrast';
import { loadEncoder } from '../training/savedEncoder';

/**
 * Means of the final states [texts, width], row-major.
 * @param stage a finished stage with an encoder, also a live one
 * @param attention how the encoder reads. Default 'bidirectional'
 * @throws LabError for a text without a piece, or a stage whose encoder reads otherwise
 */
export function textVectors(
  stage: Pick<Artefact, 'folder'>,
  texts: readonly string[],
  attention: AttentionDirection = 'bidirectional',
): { readonly values: Float32Array; readonly width: number } {
  const tokenizer = loadTokenizer(stage.folder);
  const encoder = loadEncoder<AttentionDirection>(stage.folder, attention);
  const { width, maxLength, paddingToken } = encoder.config;
  try {
    const values = new Float32Array(texts.length * width);
    const batch = 64;
    for (let start = 0; start < texts.length; start += batch) {
      const rows = texts.slice(start, start + batch).map((text) => {
        const tokens = tokenizer.encode(text).subarray(0, maxLength);
        if (tokens.length === 0) throw new LabError(`The text '${text}' has no piece: give one with words.`);
        return tokens;
      });
      const tokens = new Int32Array(rows.length * maxLength).fill(paddingToken);
      rows.forEach((row, k) => {
        tokens.set(row, k * maxLength);
      });
      const part = tf.tidy(() =>
        meanStates(encoder, tf.tensor2d(tokens, [rows.length, maxLength], 'int32')).dataSync(),
      );
      values.set(part as Float32Array, start * width);
    }
    return { values, width };
  } finally {
    encoder.dispose();
  }
}

/**
 * The texts nearest to one of them, by the angle between their vectors, best first.
 * @param of its place in the list
 */
export function nearestTexts(
  { values, width }: { readonly values: Float32Array; readonly width: number },
  of: number,
  count = 5,
): { readonly text: number; readonly cosine: number }[] {
  const row = (text: number) => values.subarray(text * width, (text + 1) * width);
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  const own = row(of);
  return Array.from({ length: values.length / width }, (_, text) => ({
    text,
    cosine: dot(own, row(text)) / (Math.sqrt(dot(own, own) * dot(row(text), row(text))) || 1),
  }))
    .filter(({ text }) => text !== of)
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, count);
}
