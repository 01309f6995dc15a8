import type { ImageCollection } from '../data/images';
import type { ImageClassifier } from '../models/imageClassifier';
import { ClassifierTrainer, type ClassifierTrainerOptions } from './classifierTrainer';
import { type ImageFeedOptions, imageFeed } from './imageFeed';

export type ImageTrainer = ClassifierTrainer<ImageClassifier, ImageCollection>;

/** A trainer of a classifier of images. */
export function imageTrainer(
  classifier: ImageClassifier,
  options: ClassifierTrainerOptions & ImageFeedOptions = {},
): ImageTrainer {
  return new ClassifierTrainer(classifier, imageFeed(classifier.encoder, options), options);
}
