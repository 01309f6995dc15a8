/**
 * What the arms of a text classification study are made of, each a few lines over the library: a fine-tuned
 * transformer, features of a frozen one, and the classical baselines' features. Ablation files compose them.
 */
import { seededRandom } from '../data/seededRandom';
import type { DenseMatrix } from '../data/sparseMatrix';
import type { LabelledTexts } from '../data/texts';
import type { Tokenizer } from '../data/tokenizer';
import type { Engine, Precision } from '../engine/program';
import { FeatureScaling } from '../models/featureScaling';
import { TextClassifier } from '../models/textClassifier';
import type { Tfidf } from '../models/tfidf';
import type { TransformerEncoder } from '../models/transformerEncoder';
import { unitRows, weightedMeans } from '../models/wordVectors';
import { ClassifierTrainer, type LabelledSequences } from '../training/finetune';
import type { LinearSets } from './classificationArms';

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

/** A random sample fixed by its seed, or all in order if the limit is not below the whole. */
export function sampleTexts(
  { texts, sequences, labels }: EncodedTexts,
  limit: number,
  seed: string,
): EncodedTexts {
  if (limit >= texts.length) return { texts, sequences, labels };
  const rows = seededRandom(seed)
    .shuffle([...texts.keys()])
    .slice(0, limit);
  return {
    texts: rows.map((row) => texts[row]),
    sequences: rows.map((row) => sequences[row]),
    labels: Int32Array.from(rows, (row) => labels[row]),
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

/** Frequency-weighted means of word vectors, scaled by statistics of unlabelled texts. */
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
    unitRows(weightedMeans(sequences, { vectors, dimensions, weights }));
  const scaling = FeatureScaling.fit(means(unlabelled), 1);
  const of = ({ sequences, labels }: EncodedTexts) => ({ features: scaling.apply(means(sequences)), labels });
  return { train: of(train), dev: of(dev), test: of(test) };
}

/** Pooled features of the texts that every trial looks at, by the hash of the weights that made them and the texts' name. */
const knownFeatures = new Map<string, DenseMatrix>();

/** How many feature sets are kept: trials that start from the same weights come one after another. */
const keptFeatures = 12;

/**
 * Raw pooled features of a fixed set of texts, computed once for each set of weights in a process.
 * @param weights hash of the encoder's weights
 * @param name of the set of texts
 */
export function fixedFeatures(
  trainer: ClassifierTrainer,
  weights: string,
  name: string,
  sequences: readonly Int32Array[],
): DenseMatrix {
  const key = `${weights} ${name} ${sequences.length}`;
  const known = knownFeatures.get(key);
  if (known) return known;
  if (knownFeatures.size >= keptFeatures) knownFeatures.delete([...knownFeatures.keys()][0]);
  const features = trainer.features(sequences);
  knownFeatures.set(key, features);
  return features;
}

/** Pooled features of an encoder as it stands, scaled as the classifier's head sees them (call `standardize` first). `weights` is the hash of its weights. */
export function frozenSets(
  trainer: ClassifierTrainer,
  scaling: FeatureScaling,
  weights: string,
  train: EncodedTexts,
  dev: EncodedTexts,
  test: EncodedTexts,
): LinearSets {
  const fixed = (name: string, { sequences, labels }: EncodedTexts) => ({
    features: scaling.apply(fixedFeatures(trainer, weights, name, sequences)),
    labels,
  });
  return {
    train: { features: scaling.apply(trainer.features(train.sequences)), labels: train.labels },
    dev: fixed('dev', dev),
    test: fixed(test === dev ? 'dev' : 'test', test),
  };
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
    lengths: readonly number[];
    weightDecay: number;
    freezeEmbeddings: boolean;
    engine: Engine;
    precision: Precision;
  },
): ReusableTrainer {
  const name = JSON.stringify(key);
  let found = trainers.get(name);
  if (!found) {
    const { encoder, classes, tokenWeights, freezeEmbeddings, ...options } = build();
    const trains = (parameter: string) =>
      !(freezeEmbeddings && /^encoder\.(token|position)Embedding$/.test(parameter));
    const classifier = new TextClassifier(encoder, { classes, tokenWeights, seed: 1 });
    found = { encoder, trainer: new ClassifierTrainer(classifier, { ...options, trains }) };
    trainers.set(name, found);
  }
  return found;
}
