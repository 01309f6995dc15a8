/**
 * What the arms of a text classification study are made of, each a few lines over the library: a fine-tuned
 * transformer, a linear probe on frozen features, and the classical baselines. Ablation files compose them.
 */
import { createHash } from 'node:crypto';
import type { LabelledTexts } from '../data/texts';
import type { Tokenizer } from '../data/tokenizer';
import type { Engine, Precision } from '../engine/program';
import { FeatureScaling } from '../models/featureScaling';
import type { Features } from '../models/logisticRegression';
import type { Parameters } from '../models/parameters';
import { chooseRegularisation } from '../models/regularisation';
import { TextClassifier } from '../models/textClassifier';
import type { Tfidf } from '../models/tfidf';
import type { TransformerEncoder } from '../models/transformerEncoder';
import { unitRows, weightedMeans } from '../models/wordVectors';
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

/** A fitted linear classifier: its trial, and its weights as a head to fine-tune from. */
export interface LinearProbe {
  readonly result: TrialResult;
  readonly head: { readonly weight: Float32Array; readonly bias: Float32Array };
}

/** Bias of a class that training never showed: never answered, yet finite. */
const absentClassBias = -10;

/**
 * Logistic regression with its penalty chosen on dev from `grid`: a linear probe, every classical baseline, and the
 * head that fine-tuning starts from.
 * @param preparationSeconds time spent on the features, added to the ledger
 */
export function linearProbe(
  sets: LinearSets,
  classes: number,
  grid: readonly number[],
  preparationSeconds: number,
): LinearProbe {
  const started = performance.now();
  const { model, l2 } = chooseRegularisation(sets.train, sets.dev, { classes, grid });
  const { metrics, facts } = scored(
    model.predictProbabilities(sets.test.features),
    sets.test.labels,
    classes,
  );
  const { features } = sets.train;
  const { columns } = features;
  const entries = features.kind === 'dense' ? features.rows * columns : features.values.length;
  const weight = new Float32Array(columns * classes);
  for (let c = 0; c < classes; c++) {
    for (let k = 0; k < columns; k++) weight[k * classes + c] = model.weights[c * columns + k];
  }
  return {
    result: {
      metrics,
      facts: { ...facts, l2 },
      ledger: {
        trainableParameters: (columns + 1) * classes,
        // Scores and gradient: two multiply-adds for each entry and class, an iteration. Of the chosen fit alone.
        trainingFlops: 4 * entries * classes * model.iterations,
        seconds: preparationSeconds + (performance.now() - started) / 1000,
        steps: model.iterations,
      },
    },
    head: { weight, bias: Float32Array.from(model.biases, (bias) => Math.max(bias, absentClassBias)) },
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

/** Features of dev and test by the hash of the weights that made them: twenty trials start from the same ones. */
const heldOutFeatures = new Map<string, Pick<LinearSets, 'dev' | 'test'>>();

/** Pooled features of an encoder as it stands, scaled as the classifier's head sees them (call `standardize` first). `weights` is the hash of its weights. */
export function frozenSets(
  trainer: ClassifierTrainer,
  scaling: FeatureScaling,
  weights: string,
  train: EncodedTexts,
  dev: EncodedTexts,
  test: EncodedTexts,
): LinearSets {
  const of = ({ sequences, labels }: EncodedTexts) => ({
    features: scaling.apply(trainer.features(sequences)),
    labels,
  });
  if (!heldOutFeatures.has(weights)) {
    // Trials that start from the same weights come one after another; a few sets suffice.
    if (heldOutFeatures.size >= 6) heldOutFeatures.delete([...heldOutFeatures.keys()][0]);
    heldOutFeatures.set(weights, { dev: of(dev), test: of(test) });
  }
  return { train: of(train), ...heldOutFeatures.get(weights)! };
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
