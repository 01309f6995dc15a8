/** What the arms of an image classification study are made of: a trainer that compiles once, and its frozen features. */
import type { LabelledImages } from '../data/images';
import type { Engine, Precision } from '../engine/program';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import type { FeatureScaling } from '../models/featureScaling';
import type { Augmentation } from '../objectives/augmentation';
import { ImageClassifierTrainer } from '../training/finetuneImages';
import type { LinearSets } from './classificationArms';
/** A trainer and the encoder it trains. */
export interface ReusableImageTrainer {
    readonly encoder: ImageEncoder;
    readonly trainer: ImageClassifierTrainer;
}
/** Returns the process's trainer for these settings, making it on first use: a study's trials compile once. */
export declare function reusableImageTrainer(key: Readonly<Record<string, unknown>>, build: () => {
    encoder: ImageEncoder;
    classes: readonly string[];
    batchSize: number;
    weightDecay: number;
    augmentation: Augmentation | undefined;
    engine: Engine;
    precision: Precision;
}): ReusableImageTrainer;
/** Features of the encoder as it stands, scaled as the classifier's head sees them (call `standardize` first). */
export declare function frozenImageSets(trainer: ImageClassifierTrainer, scaling: FeatureScaling, sets: {
    readonly [Name in 'train' | 'dev' | 'test']: LabelledImages;
}): LinearSets;
