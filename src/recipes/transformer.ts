/** The transformer encoder as the settings of a study say. */
import { type TransformerEncoder, transformerEncoder } from '../models/transformerEncoder';
import type { Vocabulary } from './textData';

/** A type, so that it counts as plain settings. */
export type EncoderSizes = {
  layers: number;
  width: number;
  heads: number;
  /** Tokens of a text at most. */
  maxLength: number;
  /** While fine-tuning. */
  dropoutRate: number;
};

/** Where the token table starts from word vectors. A type, so that it counts as plain settings. */
export type TokenTable = {
  /** Mean length of its vectors, to which they are scaled. */
  norm: number;
};

/** An encoder with random weights. */
export function freshEncoder(sizes: EncoderSizes, vocabulary: Vocabulary, seed: number): TransformerEncoder {
  return transformerEncoder({
    vocabularySize: vocabulary.vocabularySize,
    ...sizes,
    paddingToken: vocabulary.specialTokens.padding,
    seed,
  });
}
