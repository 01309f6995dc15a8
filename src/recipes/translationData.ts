/** What the recipes for translation need of a study's data: all of it plain, hashed by content. */
import { CasedTokenizer } from '../data/casedTokenizer';
import { EncoderDecoder } from '../models/encoderDecoder';
import type { SentencePairs, TranslationData } from '../tasks/translation';
import type { SequencePairs } from '../training/sequencePairs';

/** Names of the special tokens beside padding, unknown and mask. */
export const specialTokens = {
  start: '[START]',
  end: '[END]',
  /** Stands before what the encoder reads, and says in which language the decoder writes (Johnson et al. 2017, section 3). */
  toSource: '[TO SOURCE]',
  toTarget: '[TO TARGET]',
} as const;

/** Sentence pairs with their token ids, side by side. */
export interface EncodedPairs extends SentencePairs {
  readonly sourceIds: readonly Int32Array[];
  readonly targetIds: readonly Int32Array[];
}

/** What stages and trials see of a tokenizer: plain data. */
export interface PairVocabulary {
  readonly pieces: readonly string[];
  readonly special: number;
}

/** Unpaired texts of either language, as token ids. */
export interface TwoLanguages {
  readonly vocabulary: PairVocabulary;
  readonly corpora: { readonly source: readonly Int32Array[]; readonly target: readonly Int32Array[] };
}

export interface TranslationTextData extends TranslationData<EncodedPairs>, TwoLanguages {}

/** A type, so that it counts as plain settings. */
export type TranslatorSizes = {
  /** Blocks of each side. */
  layers: number;
  width: number;
  heads: number;
  /** Tokens of a sequence at most. */
  maxLength: number;
  dropoutRate: number;
};

export function tokenizerOf({ pieces, special }: PairVocabulary): CasedTokenizer {
  return new CasedTokenizer(pieces, special);
}

/** A model with random weights. */
export function freshTranslator(
  sizes: TranslatorSizes,
  vocabulary: PairVocabulary,
  seed: number,
): EncoderDecoder {
  const tokenizer = tokenizerOf(vocabulary);
  return new EncoderDecoder(
    {
      ...sizes,
      vocabularySize: tokenizer.vocabularySize,
      paddingToken: tokenizer.token('[PAD]'),
      startToken: tokenizer.token(specialTokens.start),
      endToken: tokenizer.token(specialTokens.end),
    },
    seed,
  );
}

/** What the encoder reads: the token of a language, and a text. */
export function addressed(token: number, texts: readonly Int32Array[]): Int32Array[] {
  return texts.map((ids) => Int32Array.from([token, ...ids]));
}

/** Pairs as the model is trained on them. */
export function trainingPairs(
  { sourceIds, targetIds }: Pick<EncodedPairs, 'sourceIds' | 'targetIds'>,
  vocabulary: PairVocabulary,
): SequencePairs {
  const token = tokenizerOf(vocabulary).token(specialTokens.toTarget);
  return { sources: addressed(token, sourceIds), targets: targetIds };
}
