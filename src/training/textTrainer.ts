import type { TextClassifier } from '../models/textClassifier';
import { ClassifierTrainer, type ClassifierTrainerOptions } from './classifierTrainer';
import { type TextFeedOptions, type TokenSequences, textFeed } from './textFeed';

export type TextTrainer = ClassifierTrainer<TextClassifier, TokenSequences>;

/** A trainer of a classifier of texts, given as token ids. */
export function textTrainer(
  classifier: TextClassifier,
  options: ClassifierTrainerOptions & TextFeedOptions = {},
): TextTrainer {
  return new ClassifierTrainer(classifier, textFeed(classifier.encoder, options), options);
}
