import type { LabelledTexts, TextCorpus } from '../data/texts';
import type { Tokenizer } from '../data/tokenizer';
import type { Engine, Precision } from '../engine/program';
import { TextClassifier } from '../models/textClassifier';
import type { AttentionDirection, TransformerEncoder } from '../models/transformerEncoder';
import { sifWeights, tokenCounts } from '../models/wordVectors';
import { ClassifierTrainer, type LabelledSequences } from './finetune';
import { accuracy, macroF1 } from './metrics';
import type { CurvePoint } from './trainingLoop';

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

/** A classifier of texts over an encoder: pooled states and embeddings, standardised, and a linear head. */
export function textClassifier(
  encoder: TransformerEncoder<AttentionDirection>,
  settings: TextClassifierSettings,
): TextClassifier {
  const { classes, tokenizer, unlabelled, sifConstant = 1e-3, seed = 1 } = settings;
  const sequences = unlabelled.texts.map((text) => tokenizer.encode(text));
  const tokenWeights = sifWeights(tokenCounts(sequences, tokenizer.vocabularySize), sifConstant);
  tokenWeights[tokenizer.specialTokens.padding] = 0;
  const classifier = new TextClassifier(encoder, { classes, tokenWeights, seed });
  const trainer = new ClassifierTrainer(classifier);
  classifier.standardize(trainer.features(sequences.slice(0, 5000)));
  trainer.dispose();
  return classifier;
}

/** Settings of {@link finetune}. */
export interface FinetuneTextsOptions {
  readonly tokenizer: Tokenizer;
  readonly data: LabelledTexts;
  /** Held-out texts to score on; the loss on them is measured ten times on the way. */
  readonly evaluateOn: LabelledTexts;
  /** Default 200. */
  readonly steps?: number;
  /** Default 32. */
  readonly batchSize?: number;
  /** Default 3e-4. */
  readonly encoderLearningRate?: number;
  /** Default 5e-3. */
  readonly headLearningRate?: number;
  readonly seed: number;
  readonly engine?: Engine;
  readonly precision?: Precision;
}

export interface FinetunedTexts {
  readonly classifier: TextClassifier;
  /** On `evaluateOn`. */
  readonly accuracy: number;
  readonly macroF1: number;
  readonly validationLoss: readonly CurvePoint[];
  readonly seconds: number;
  /** Class name of each text. */
  predict(texts: readonly string[]): string[];
}

/**
 * Fine-tunes a classifier on labelled texts and scores it. The classifier's and its encoder's weights are changed.
 * @throws LabError if there is nothing to train on, or the loss stops being a number; StoppedError on request
 */
export async function finetune(
  classifier: TextClassifier,
  options: FinetuneTextsOptions,
): Promise<FinetunedTexts> {
  const { tokenizer, data, evaluateOn, seed, steps = 200 } = options;
  const encoded = (texts: LabelledTexts): LabelledSequences => ({
    sequences: texts.examples.map(({ text }) => tokenizer.encode(text)),
    labels: Int32Array.from(texts.examples, ({ label }) => label),
  });
  const trainer = new ClassifierTrainer(classifier, options);
  const held = encoded(evaluateOn);
  try {
    const { validationLoss, seconds } = await trainer.finetune({
      train: encoded(data),
      steps,
      encoderLearningRate: options.encoderLearningRate ?? 3e-4,
      headLearningRate: options.headLearningRate ?? 5e-3,
      seed,
      validation: { ...held, everySteps: Math.ceil(steps / 10) },
    });
    const predictions = trainer.predict(held.sequences);
    const { classes } = classifier.options;
    return {
      classifier,
      accuracy: accuracy.compute(predictions, held.labels, classes.length),
      macroF1: macroF1.compute(predictions, held.labels, classes.length),
      validationLoss,
      seconds,
      predict(texts) {
        const predictor = new ClassifierTrainer(classifier, options);
        const labels = predictor.predict(texts.map((text) => tokenizer.encode(text)));
        predictor.dispose();
        return Array.from(labels, (label) => classes[label]);
      },
    };
  } finally {
    trainer.dispose();
  }
}
