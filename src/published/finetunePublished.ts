/** Fine-tuning a published model on one's own labelled texts or images. */
import { type ImageCollection, LabelledImages } from '../data/images';
import { LabelledTexts } from '../data/texts';
import { LabError } from '../errors';
import { Finetuned } from '../finetuning/finetuned';
import { type FinetuningData, finetuning } from '../finetuning/finetuning';
import type { FinetuningOptions } from '../finetuning/finetuningOptions';
import { ClassifierTrainer } from '../training/classifierTrainer';
import type { Examples, Feed, Labelled } from '../training/feed';
import type { TokenSequences } from '../training/textFeed';
import type { PublishedClassifier } from './publishedClassifier';
import { type PublishedFeedOptions, publishedFeed } from './publishedFeed';
import type { PublishedImageClassifier } from './publishedImageClassifier';
import type { PublishedTextClassifier } from './publishedTextClassifier';

interface FinetuneOptions<Given> extends FinetuningOptions, PublishedFeedOptions {
  readonly data: Given;
  /** Held-out examples to measure and score on; what is chosen (rate, best weights) is chosen by them. */
  readonly evaluateOn: Given;
  /** Examples that nothing is chosen by, scored once at the end. */
  readonly testOn?: Given;
}

export type FinetunePublishedOptions = FinetuneOptions<LabelledTexts>;
export type FinetunePublishedImagesOptions = FinetuneOptions<LabelledImages>;

/**
 * Fine-tunes a classifier over a published model of texts and scores it: what the classifier trains (`trains`) is changed, and
 * if training fails it is what it was. There is no dropout.
 * @param options defaults as of `finetune`, but for a peak rate of 5e-5 for a whole model (Devlin et al. 2019, appendix A.3)
 * @throws LabError for data or settings that make no sense, or if the loss stops being a number; StoppedError on request
 */
export async function finetunePublished(
  classifier: PublishedTextClassifier,
  options: FinetunePublishedOptions,
): Promise<Finetuned<PublishedTextClassifier, readonly string[]>> {
  const encoded = (texts: LabelledTexts, what: string): Labelled<TokenSequences> => {
    if (!(texts instanceof LabelledTexts))
      throw new LabError(`The texts ${what} have no labels: give LabelledTexts, such as dataset.train.`);
    return {
      examples: classifier.encoded(texts.examples.map(({ text }) => text)),
      labels: Int32Array.from(texts.examples, ({ label }) => label),
    };
  };
  const outcome = await finetuned(
    classifier,
    publishedFeed(classifier, options),
    options,
    encoded,
    (set, rows) => rows.map((row) => set[row]!),
  );
  return new Finetuned(classifier, outcome, (texts) => classifier.predict(texts));
}

/**
 * The same over a published model of images, which are prepared as its folder says.
 * @throws LabError as there
 */
export async function finetunePublishedImages(
  classifier: PublishedImageClassifier,
  options: FinetunePublishedImagesOptions,
): Promise<Finetuned<PublishedImageClassifier, ImageCollection>> {
  const labelled = (images: LabelledImages, what: string): Labelled<ImageCollection> => {
    if (!(images instanceof LabelledImages))
      throw new LabError(`The images ${what} have no labels: give LabelledImages, such as dataset.train.`);
    return { examples: images, labels: images.labels };
  };
  const feed = classifier.feed(options.batchSize ?? 32);
  const outcome = await finetuned(classifier, feed, options, labelled, (set, rows) => set.select(rows));
  return new Finetuned(classifier, outcome, (images) => classifier.predict(images));
}

async function finetuned<Given, Set extends Examples>(
  classifier: PublishedClassifier<Set>,
  feed: Feed<Set>,
  options: FinetuneOptions<Given>,
  labelled: (given: Given, what: string) => Labelled<Set>,
  pick: FinetuningData<Set>['pick'],
) {
  const train = labelled(options.data, 'to train on');
  scaleFeatures(classifier, pick(train.examples, firstRows(train.examples)), feed);
  const rates =
    options.encoderLearningRate === undefined && options.learningRates === undefined
      ? { encoderLearningRate: classifier.usualRate }
      : {};
  return finetuning(
    classifier,
    feed,
    {
      ...{ train, held: labelled(options.evaluateOn, 'to evaluate on'), pick },
      ...(options.testOn && { test: labelled(options.testOn, 'to test on') }),
    },
    { ...options, ...rates },
  );
}

/** From at most so many of the examples to train on; their labels are not looked at. */
const scaledBy = 1000;
const firstRows = ({ length }: Examples) =>
  Array.from({ length: Math.min(length, scaledBy) }, (_, row) => row);

function scaleFeatures<Set extends Examples>(
  classifier: PublishedClassifier<Set>,
  examples: Set,
  feed: Feed<Set>,
): void {
  const trainer = new ClassifierTrainer(classifier, feed);
  try {
    classifier.standardize(trainer.features(examples));
  } finally {
    trainer.dispose();
  }
}
