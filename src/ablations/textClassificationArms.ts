/**
 * What the arms of a text classification study are made of, each a few lines over the library: a fine-tuned
 * transformer, a linear probe on frozen features, and the classical baselines. Ablation files compose them.
 */
import { createHash } from 'node:crypto';
import type { DenseMatrix } from '../data/sparseMatrix';
import type { LabelledTexts } from '../data/texts';
import type { Tokenizer } from '../data/tokenizer';
import type { Engine, Precision } from '../engine/program';
import type { Features } from '../models/logisticRegression';
import type { Parameters } from '../models/parameters';
import { chooseRegularisation } from '../models/regularisation';
import { TextClassifier } from '../models/textClassifier';
import type { Tfidf } from '../models/tfidf';
import type { TransformerEncoder } from '../models/transformerEncoder';
import { Standardisation, weightedMeans } from '../models/wordVectors';
import { ClassifierTrainer, type LabelledSequences } from '../training/finetune';
import { accuracy, labelShares, macroF1, tieRate } from '../training/metrics';
import type { TrialResult } from './ablation';

/** Labelled texts with their token ids. */
export interface EncodedTexts extends LabelledSequences {
  readonly texts: readonly string[];
}

/** Tokenizes labelled texts, keeping their order. */
export function encodeTexts({ examples }: LabelledTexts, tokenizer: Tokenizer): EncodedTexts {
  return {
    texts: examples.map(({ text }) => text),
    sequences: examples.map(({ text }) => tokenizer.encode(text)),
    labels: Int32Array.from(examples, ({ label }) => label),
  };
}

/** Metrics and facts of answers given by scores [texts, classes]; the highest score answers, the first of equals. */
export function scored(
  scores: ArrayLike<number>,
  labels: Int32Array,
  classes: number,
): Pick<TrialResult, 'metrics'> & { facts: Record<string, number | string> } {
  const predictions = Int32Array.from(labels, (_, row) => {
    let best = 0;
    for (let k = 1; k < classes; k++) if (scores[row * classes + k] > scores[row * classes + best]) best = k;
    return best;
  });
  return {
    metrics: {
      accuracy: accuracy.compute(predictions, labels, classes),
      macroF1: macroF1.compute(predictions, labels, classes),
    },
    facts: {
      chanceLevel: accuracy.chanceLevel(labelShares(labels, classes)),
      tieRate: tieRate(scores, classes),
    },
  };
}

/** Features of the three sets of a linear trial. */
export interface LinearSets {
  readonly train: { readonly features: Features; readonly labels: Int32Array };
  readonly dev: { readonly features: Features; readonly labels: Int32Array };
  readonly test: { readonly features: Features; readonly labels: Int32Array };
}

/**
 * Logistic regression with its penalty chosen on dev from `grid`: the last step of a linear probe and of every classical
 * baseline.
 * @param preparationSeconds time spent on the features, added to the ledger
 */
export function linearTrial(
  sets: LinearSets,
  classes: number,
  grid: readonly number[],
  preparationSeconds: number,
): TrialResult {
  const started = performance.now();
  const { model, l2 } = chooseRegularisation(sets.train, sets.dev, { classes, grid });
  const { metrics, facts } = scored(
    model.predictProbabilities(sets.test.features),
    sets.test.labels,
    classes,
  );
  const { features } = sets.train;
  const entries = features.kind === 'dense' ? features.rows * features.columns : features.values.length;
  return {
    metrics,
    facts: { ...facts, l2 },
    ledger: {
      trainableParameters: (features.columns + 1) * classes,
      // Scores and gradient: two multiply-adds for each entry and class, an iteration. Of the chosen fit alone.
      trainingFlops: 4 * entries * classes * model.iterations,
      seconds: preparationSeconds + (performance.now() - started) / 1000,
      steps: model.iterations,
    },
  };
}

/** TF-IDF of words and pairs of words, its vocabulary and frequencies from unlabelled texts. */
export function tfidfSets(
  tfidf: Tfidf,
  train: EncodedTexts,
  dev: EncodedTexts,
  test: EncodedTexts,
): LinearSets {
  const of = ({ texts, labels }: EncodedTexts) => ({ features: tfidf.features(texts), labels });
  return { train: of(train), dev: of(dev), test: of(test) };
}

/** Frequency-weighted means of word vectors, standardised on unlabelled texts. */
export function wordVectorSets(
  vectors: Float32Array,
  weights: Float32Array,
  unlabelled: readonly Int32Array[],
  train: EncodedTexts,
  dev: EncodedTexts,
  test: EncodedTexts,
): LinearSets {
  const dimensions = vectors.length / weights.length;
  const means = (sequences: readonly Int32Array[]) =>
    weightedMeans(sequences, { vectors, dimensions, weights });
  const standardisation = Standardisation.fit(means(unlabelled));
  const of = ({ sequences, labels }: EncodedTexts) => ({
    features: standardisation.apply(means(sequences)),
    labels,
  });
  return { train: of(train), dev: of(dev), test: of(test) };
}

/** Pooled features of a frozen encoder, standardised on unlabelled texts. */
export function frozenSets(
  trainer: ClassifierTrainer,
  unlabelled: readonly Int32Array[],
  train: EncodedTexts,
  dev: EncodedTexts,
  test: EncodedTexts,
): LinearSets {
  const columns = trainer.classifier.featureWidth;
  const dense = (sequences: readonly Int32Array[]): DenseMatrix => ({
    kind: 'dense',
    rows: sequences.length,
    columns,
    values: Float64Array.from(trainer.features(sequences)),
  });
  const standardisation = Standardisation.fit(dense(unlabelled));
  const of = ({ sequences, labels }: EncodedTexts) => ({
    features: standardisation.apply(dense(sequences)),
    labels,
  });
  return { train: of(train), dev: of(dev), test: of(test) };
}

/** SHA-256 over names, shapes and bytes of parameters: equal hashes mean unchanged weights. */
export function weightsHash(parameters: Parameters): string {
  const hash = createHash('sha256');
  for (const [name, variable] of Object.entries(parameters)) {
    const values = variable.dataSync();
    hash
      .update(`${name}[${variable.shape.join()}]`)
      .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}

/** A trainer and the encoder it trains, made once for each set of sizes and used by every trial of a process. */
export interface ReusableTrainer {
  readonly encoder: TransformerEncoder;
  readonly trainer: ClassifierTrainer;
}

const trainers = new Map<string, ReusableTrainer>();

/** Returns the process's trainer for these settings, making it on first use: a study's trials compile once. */
export function reusableTrainer(
  key: Readonly<Record<string, unknown>>,
  build: () => {
    encoder: TransformerEncoder;
    classes: readonly string[];
    tokenWeights: Float32Array;
    batchSize: number;
    weightDecay: number;
    engine: Engine;
    precision: Precision;
  },
): ReusableTrainer {
  const name = JSON.stringify(key);
  let found = trainers.get(name);
  if (!found) {
    const { encoder, classes, tokenWeights, ...options } = build();
    const classifier = new TextClassifier(encoder, { classes, tokenWeights, seed: 1 });
    found = { encoder, trainer: new ClassifierTrainer(classifier, options) };
    trainers.set(name, found);
  }
  return found;
}
