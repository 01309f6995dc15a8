/** Classifying one's own texts: a classifier over an encoder, fine-tuned, asked, saved and loaded. */
import { LabelledTexts, type TextCorpus } from '../data/texts';
import type { Tokenizer } from '../data/tokenizer';
import { loadTokenizer } from '../data/tokenizer';
import { LabError } from '../errors';
import { TextClassifier, type TextClassifierOptions } from '../models/textClassifier';
import type { AttentionDirection, TransformerEncoder } from '../models/transformerEncoder';
import { sifWeights, tokenCounts } from '../models/wordVectors';
import type { Labelled } from '../training/feed';
import { loadEncoder, saveEncoder } from '../training/savedEncoder';
import { type TokenSequences, textFeed } from '../training/textFeed';
import { textTrainer } from '../training/textTrainer';
import { refuseOtherVocabulary, refuseUnknownTokens, tellCut } from '../training/tokenIds';
import { readClassifier, restoreHead, saveClassifier, savedHead } from './classifierFolder';
import { Finetuned } from './finetuned';
import { finetuning } from './finetuning';
import type { FinetuningOptions } from './finetuningOptions';
import { Predictor } from './predictor';

/** A classifier of texts that knows its tokenizer: it can be asked, saved and loaded. */
export class OwnTextClassifier extends TextClassifier {
  private predictor: Predictor<TokenSequences> | undefined;

  constructor(
    encoder: TransformerEncoder<AttentionDirection>,
    options: TextClassifierOptions,
    readonly tokenizer: Tokenizer,
  ) {
    super(encoder, options);
  }

  /** Name of the class of each text. Longer texts than maxLength are cut. */
  predict(texts: readonly string[]): string[] {
    return this.asked().classes(this.encoded(texts));
  }

  /** Probability of each class, by name, of each text. */
  probabilities(texts: readonly string[]): Record<string, number>[] {
    return this.asked().probabilities(this.encoded(texts));
  }

  /**
   * Saves encoder, head, tokenizer and labels in one folder, for {@link loadClassifier}.
   * @throws LabError if the folder cannot be written
   */
  save(folder: string): void {
    saveClassifier(folder, 'texts', this, () => saveEncoder(folder, this.encoder, this.tokenizer));
  }

  override dispose(): void {
    this.predictor?.dispose();
    super.dispose();
  }

  private encoded(texts: readonly string[]): TokenSequences {
    if (typeof texts === 'string') throw new LabError("Give a list of texts: ['…'], not one text.");
    return texts.map((text) => this.tokenizer.encode(text));
  }

  private asked(): Predictor<TokenSequences> {
    this.predictor ??= new Predictor(this, textFeed(this.encoder));
    return this.predictor;
  }
}

/** Settings of {@link textClassifier}. */
export interface TextClassifierSettings {
  /** Names of the classes, in label order: `dataset.labels`. */
  readonly classes: readonly string[];
  readonly tokenizer: Tokenizer;
  /** Texts without labels that say how frequent each token is: frequent ones count less in the pooled mean. */
  readonly unlabelled: TextCorpus;
  /** The constant a of a / (a + frequency). Default 1e-3 (Arora, Liang & Ma 2017). */
  readonly sifConstant?: number;
  readonly seed?: number;
}

/**
 * A classifier of texts over an encoder: pooled states and embeddings, standardised, and a linear head.
 * @throws LabError if the tokenizer and the encoder are not of one size, or there are fewer than two classes or texts
 */
export function textClassifier(
  encoder: TransformerEncoder<AttentionDirection>,
  settings: TextClassifierSettings,
): OwnTextClassifier {
  const { classes, tokenizer, unlabelled, sifConstant = 1e-3, seed = 1 } = settings;
  refuseOtherVocabulary(tokenizer, encoder.config);
  const sequences = unlabelled.texts.map((text) => tokenizer.encode(text));
  const tokenWeights = sifWeights(tokenCounts(sequences, tokenizer.vocabularySize), sifConstant);
  tokenWeights[tokenizer.specialTokens.padding] = 0;
  const classifier = new OwnTextClassifier(encoder, { classes, tokenWeights, seed }, tokenizer);
  const trainer = textTrainer(classifier);
  classifier.standardize(trainer.features(sequences.slice(0, 5000)));
  trainer.dispose();
  return classifier;
}

/**
 * Loads a classifier of texts that `classifier.save` wrote.
 * @throws LabError if the folder holds none, or a file of it was changed
 */
export function loadClassifier(folder: string): OwnTextClassifier {
  const { classes } = readClassifier(folder, 'texts');
  const encoder = loadEncoder(folder);
  const tokenizer = loadTokenizer(folder);
  const weights = savedHead(folder)['head.tokenWeights']?.values;
  if (!(weights instanceof Float32Array))
    throw new LabError(`${folder} holds no token weights of a classifier of texts: save it again.`);
  const classifier = new OwnTextClassifier(encoder, { classes, tokenWeights: weights, seed: 1 }, tokenizer);
  restoreHead(folder, classifier);
  return classifier;
}

/** Settings of {@link finetune}. */
export interface FinetuneTextsOptions extends FinetuningOptions {
  readonly tokenizer: Tokenizer;
  readonly data: LabelledTexts;
  /** Held-out texts to measure and score on; what is chosen (rate, best weights) is chosen by them. */
  readonly evaluateOn: LabelledTexts;
  /** Texts that nothing is chosen by, scored once at the end. */
  readonly testOn?: LabelledTexts;
  /** Texts in a batch. Default 32. */
  readonly batchSize?: number;
  /** Lengths that batches are padded to; the largest cuts. Default the encoder's maxLength alone. */
  readonly lengths?: readonly number[];
}

/** A fine-tuned classifier of texts. */
export type FinetunedTexts<Classifier extends TextClassifier = OwnTextClassifier> = Finetuned<
  Classifier,
  readonly string[]
>;

/**
 * Fine-tunes a classifier on labelled texts and scores it. The classifier's and its encoder's weights are changed; if
 * training fails they are what they were. It is said how many texts are cut.
 * @throws LabError for data or settings that make no sense, or if the loss stops being a number; StoppedError on request
 */
export async function finetune<Classifier extends TextClassifier>(
  classifier: Classifier,
  options: FinetuneTextsOptions,
): Promise<FinetunedTexts<Classifier>> {
  const { tokenizer, data, evaluateOn, testOn } = options;
  const { config } = classifier.encoder;
  refuseOtherVocabulary(tokenizer, config);
  const longest = Math.min(config.maxLength, Math.max(...(options.lengths ?? [config.maxLength])));
  const encoded = (texts: LabelledTexts, what: string): Labelled<TokenSequences> => {
    if (!(texts instanceof LabelledTexts))
      throw new LabError(`The texts ${what} have no labels: give LabelledTexts, such as dataset.train.`);
    const examples = texts.examples.map(({ text }) => tokenizer.encode(text));
    refuseUnknownTokens(examples, config);
    tellCut(examples, longest, what);
    return { examples, labels: Int32Array.from(texts.examples, ({ label }) => label) };
  };
  const feed = textFeed(classifier.encoder, options);
  const outcome = await finetuning(
    classifier,
    feed,
    {
      train: encoded(data, 'to train on'),
      held: encoded(evaluateOn, 'to evaluate on'),
      ...(testOn && { test: encoded(testOn, 'to test on') }),
      pick: (sequences, rows) => rows.map((row) => sequences[row]!),
    },
    options,
  );
  const predict =
    classifier instanceof OwnTextClassifier && classifier.tokenizer.hash === tokenizer.hash
      ? (texts: readonly string[]) => classifier.predict(texts)
      : (texts: readonly string[]) => {
          const predictor = new Predictor(classifier, feed);
          try {
            return predictor.classes(texts.map((text) => tokenizer.encode(text)));
          } finally {
            predictor.dispose();
          }
        };
  return new Finetuned(classifier, outcome, predict);
}
