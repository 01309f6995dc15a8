/** What the settings of image studies have in common: data alone, which enters each run's id by its values. */
import type { Augmentation } from '../objectives/augmentation';

/** How an encoder is pretrained; a type, as the others here, so that it is plain JSON. */
export type ImagePretraining = {
  steps: number;
  batchSize: number;
  learningRate: number;
  weightDecay: number;
};

/** How a network is trained on labels at one budget. */
export type ImageFinetuning = { steps: number; encoderLearningRate: number; headLearningRate: number };

/** By labels per class. */
export type ImageFinetunings = Record<string, ImageFinetuning>;

/** What fine-tuning has alike in every arm and at every budget. */
export type ImageTrainingSizes = {
  batchSize: number;
  weightDecay: number;
  /** Dev images that the convergence curves are measured on, and how many points they have. */
  validationImages: number;
  validationPoints: number;
};

/** Penalties of linear probes to choose from on dev, and how many unlabelled images scale the features. */
export type ImageProbing = { l2: number[]; scaleOn: number };

type Grey = Omit<Augmentation, 'colour' | 'outside'>;

/** Changes of grey images. */
export type GreyAugmentation = {
  [Key in keyof Grey]: Grey[Key] extends number ? number : [number, number];
};

/** Of handwritten digits: what leaves a digit readable. */
export const digitAugmentation: GreyAugmentation = {
  ...{ rotation: 20, shift: 0.1, scale: [0.8, 1.25], shear: 0.2, brightness: 0.2, noise: 0.05 },
  cutout: 0.25,
};

/** A training too short to learn, to try things out with. */
export const briefFinetuning: ImageFinetuning = {
  ...{ steps: 10, encoderLearningRate: 1e-3, headLearningRate: 1e-3 },
};

/** The same training at every one of these budgets. */
export function atEach(budgets: readonly number[], finetuning: ImageFinetuning): ImageFinetunings {
  return Object.fromEntries(budgets.map((budget) => [budget, finetuning]));
}
