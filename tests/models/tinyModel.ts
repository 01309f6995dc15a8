/** A model small enough for slow loops, with every parameter moved off its initial zeros and ones. */
import { seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import type { Parameters } from '../../src/models/parameters';
import { type TransformerConfig, transformerEncoder } from '../../src/models/transformerEncoder';

export const tinySizes = {
  vocabularySize: 17,
  layers: 2,
  width: 8,
  heads: 2,
  maxLength: 6,
  feedForwardWidth: 12,
  paddingToken: 0,
};

/** Ids of a vocabulary whose five special tokens come first. */
export const tinyVocabulary = {
  vocabularySize: tinySizes.vocabularySize,
  specialTokens: { padding: 0, unknown: 1, classification: 2, separator: 3, mask: 4 },
};

export function tinyEncoder(sizes: Partial<TransformerConfig> = {}, seed = 5) {
  return transformerEncoder({ ...tinySizes, ...sizes, seed });
}

/** Adds seeded normal numbers to every parameter, so that biases, scales and shifts matter. */
export function disturb(parameters: Parameters, deviation: number, seed: number): void {
  for (const [name, variable] of Object.entries(parameters)) {
    const random = seededRandom(`disturb/${seed}/${name}`);
    tf.tidy(() => {
      const noise = Float32Array.from({ length: variable.size }, () => random.normal() * deviation);
      variable.assign(variable.add(tf.tensor(noise, variable.shape)));
    });
  }
}

/** Values on the host, by name. */
export function valuesOf(parameters: Parameters): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, variable]) => [name, variable.dataSync().slice() as Float32Array]),
  );
}

/** Seeded ordinary token ids, `length` of them. */
export function tokenIds(
  length: number,
  seed: number | string,
  vocabularySize = tinySizes.vocabularySize,
): Int32Array {
  const random = seededRandom(`tokens/${seed}`);
  return Int32Array.from({ length }, () => 5 + random.integer(vocabularySize - 5));
}
