import type { DenseMatrix } from '../data/sparseMatrix';
import type { LabelledTexts } from '../data/texts';
import type { Tokenizer } from '../data/tokenizer';
import type { Engine, Precision } from '../engine/program';
import { FeatureScaling } from '../models/featureScaling';
import type { Tfidf } from '../models/tfidf';
import type { TransformerEncoder } from '../models/transformerEncoder';
import { ClassifierTrainer, type LabelledSequences } from '../training/finetune';
import type { LinearSets } from './classificationArms';
/** Labelled texts with their token ids. */
export interface EncodedTexts extends LabelledSequences {
    readonly texts: readonly string[];
}
/** Tokenizes labelled texts, keeping their order. */
export declare function encodeTexts({ examples }: LabelledTexts, tokenizer: Tokenizer): EncodedTexts;
/** A random sample fixed by its seed, or all in order if the limit is not below the whole. */
export declare function sampleTexts({ texts, sequences, labels }: EncodedTexts, limit: number, seed: string): EncodedTexts;
/** TF-IDF of words and pairs of words, its vocabulary and frequencies from unlabelled texts. */
export declare function tfidfSets(tfidf: Tfidf, train: EncodedTexts, dev: EncodedTexts, test: EncodedTexts): LinearSets;
/** Frequency-weighted means of word vectors, scaled by statistics of unlabelled texts. */
export declare function wordVectorSets(vectors: Float32Array, weights: Float32Array, unlabelled: readonly Int32Array[], train: EncodedTexts, dev: EncodedTexts, test: EncodedTexts): LinearSets;
/**
 * Raw pooled features of a fixed set of texts, computed once for each set of weights in a process.
 * @param weights hash of the encoder's weights
 * @param name of the set of texts
 */
export declare function fixedFeatures(trainer: ClassifierTrainer, weights: string, name: string, sequences: readonly Int32Array[]): DenseMatrix;
/** Pooled features of an encoder as it stands, scaled as the classifier's head sees them (call `standardize` first). `weights` is the hash of its weights. */
export declare function frozenSets(trainer: ClassifierTrainer, scaling: FeatureScaling, weights: string, train: EncodedTexts, dev: EncodedTexts, test: EncodedTexts): LinearSets;
/** A trainer and the encoder it trains, made once for each set of sizes and used by every trial of a process. */
export interface ReusableTrainer {
    readonly encoder: TransformerEncoder;
    readonly trainer: ClassifierTrainer;
}
/** Returns the process's trainer for these settings, making it on first use: a study's trials compile once. */
export declare function reusableTrainer(key: Readonly<Record<string, unknown>>, build: () => {
    encoder: TransformerEncoder;
    classes: readonly string[];
    tokenWeights: Float32Array;
    batchSize: number;
    lengths: readonly number[];
    weightDecay: number;
    freezeEmbeddings: boolean;
    engine: Engine;
    precision: Precision;
}): ReusableTrainer;
