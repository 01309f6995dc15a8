/** What the recipes for classifying texts need of a study's data: all of it plain, hashed by content. */
import type { ScarceClasses } from '../data/labelBudget';
import type { SpecialTokens, Tokenizer } from '../data/tokenizer';
import type { ClassificationData } from '../tasks/classification';
import type { EncodedTexts } from './encodedTexts';

/** What stages and trials see of a tokenizer: plain data. */
export interface Vocabulary {
  readonly vocabularySize: number;
  readonly specialTokens: SpecialTokens;
  /** The tokenizer as a tokenizer.json, to be kept beside a pretrained encoder. */
  readonly json: string;
}

export function vocabularyOf({ vocabularySize, specialTokens, json }: Tokenizer): Vocabulary {
  return { vocabularySize, specialTokens, json };
}

/** Unlabelled texts by name, as token ids: what stages pretrain on. */
export interface TextCorpora {
  readonly vocabulary: Vocabulary;
  readonly corpora: Readonly<Record<string, readonly Int32Array[]>>;
  /** By name, texts that a language model's loss is measured on afterwards: 'generalLoss' becomes a metric of the stage. */
  readonly heldOut: Readonly<Record<string, readonly Int32Array[]>>;
}

export interface TextClassificationData extends ClassificationData<EncodedTexts, EncodedTexts>, TextCorpora {
  /** What a class with fewer texts than a label budget asks for does. */
  readonly scarce: ScarceClasses;
  /** How often each token occurs in the unlabelled texts of the task: [vocabulary]. */
  readonly counts: Float64Array;
  /** Further tasks that a trial may be scored on. */
  readonly otherTasks?: Readonly<Record<string, TextClassificationData>>;
  /** Unlabelled texts that scale the features. */
  readonly scaleOn: readonly Int32Array[];
}
