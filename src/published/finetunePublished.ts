/** Fine-tuning a published model on one's own labelled texts. */
import { LabelledTexts } from '../data/texts';
import { LabError } from '../errors';
import { Finetuned } from '../finetuning/finetuned';
import { finetuning } from '../finetuning/finetuning';
import type { FinetuningOptions } from '../finetuning/finetuningOptions';
import { ClassifierTrainer } from '../training/classifierTrainer';
import type { Labelled } from '../training/feed';
import type { TokenSequences } from '../training/textFeed';
import type { PublishedTextClassifier } from './publishedClassifier';
import { type PublishedFeedOptions, publishedFeed } from './publishedFeed';

export interface FinetunePublishedOptions extends FinetuningOptions, PublishedFeedOptions {
  readonly data: LabelledTexts;
  /** Held-out texts to measure and score on; what is chosen (rate, best weights) is chosen by them. */
  readonly evaluateOn: LabelledTexts;
  /** Texts that nothing is chosen by, scored once at the end. */
  readonly testOn?: LabelledTexts;
}

/**
 * Fine-tunes a classifier over a published model and scores it: what the classifier trains (`trains`) is changed, and if
 * training fails it is what it was. There is no dropout.
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
  const feed = publishedFeed(classifier, options);
  const train = encoded(options.data, 'to train on');
  scaleFeatures(classifier, train.examples, feed);
  const rates =
    options.encoderLearningRate === undefined && options.learningRates === undefined
      ? { encoderLearningRate: classifier.usualRate }
      : {};
  const outcome = await finetuning(
    classifier,
    feed,
    {
      train,
      held: encoded(options.evaluateOn, 'to evaluate on'),
      ...(options.testOn && { test: encoded(options.testOn, 'to test on') }),
      pick: (sequences, rows) => rows.map((row) => sequences[row]!),
    },
    { ...options, ...rates },
  );
  return new Finetuned(classifier, outcome, (texts) => classifier.predict(texts));
}

/** From at most so many of the texts to train on; their labels are not looked at. */
const scaledBy = 1000;

function scaleFeatures(
  classifier: PublishedTextClassifier,
  examples: TokenSequences,
  feed: ReturnType<typeof publishedFeed>,
): void {
  const trainer = new ClassifierTrainer(classifier, feed);
  try {
    classifier.standardize(trainer.features(examples.slice(0, scaledBy)));
  } finally {
    trainer.dispose();
  }
}
