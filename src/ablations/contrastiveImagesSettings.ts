/** Settings of the contrastive study of images: data alone, which enters each run's id by its values. */
import {
  atEach,
  briefFinetuning,
  digitAugmentation,
  type GreyAugmentation,
  type ImageFinetuning,
  type ImageFinetunings,
  type ImagePretraining,
  type ImageProbing,
  type ImageTrainingSizes,
} from './imageStudySettings';

/** A type, not an interface, so that it counts as a configuration of plain JSON. */
export type Config = {
  encoder: { channels: number[]; strides: number[] };
  augmentation: GreyAugmentation;
  contrastive: ImagePretraining & {
    temperature: number;
    /** Of the stage that asks what the temperature does. */
    lowTemperature: number;
  };
  finetuning: ImageTrainingSizes & {
    scratch: ImageFinetunings;
    finetuned: ImageFinetunings;
    allLabels: ImageFinetuning;
  };
  linear: ImageProbing;
};

/** The grid of `lab tune`, for scratch and fine-tuned alike. */
export const candidates: Readonly<Record<string, ImageFinetuning>> = {
  '50 steps at 1e-3': { steps: 50, encoderLearningRate: 1e-3, headLearningRate: 1e-3 },
  '200 steps at 1e-3': { steps: 200, encoderLearningRate: 1e-3, headLearningRate: 1e-3 },
  '200 steps at 4e-3': { steps: 200, encoderLearningRate: 4e-3, headLearningRate: 4e-3 },
  '400 steps at 4e-3': { steps: 400, encoderLearningRate: 4e-3, headLearningRate: 4e-3 },
};

/** As 'lab tune' chose on dev with seeds 101 and 102 everywhere: notebooks/contrastive-images.tuning.json has all scores. */
const chosen = atEach([1, 5, 10, 50, 100], candidates['400 steps at 4e-3']!);

export const laptop: Config = {
  encoder: { channels: [16, 32, 64], strides: [2, 2, 1] },
  augmentation: digitAugmentation,
  contrastive: {
    ...{ steps: 600, batchSize: 128, learningRate: 2e-3, weightDecay: 0.01 },
    temperature: 0.5,
    lowTemperature: 0.1,
  },
  finetuning: {
    ...{ batchSize: 64, weightDecay: 0.01, validationImages: 300, validationPoints: 5 },
    scratch: chosen,
    finetuned: chosen,
    allLabels: { steps: 1000, encoderLearningRate: 4e-3, headLearningRate: 4e-3 },
  },
  linear: { l2: [0.1, 1, 10, 100], scaleOn: 1000 },
};

export const quick: Config = {
  ...laptop,
  encoder: { channels: [8, 16], strides: [2, 2] },
  contrastive: { ...laptop.contrastive, steps: 20, batchSize: 32 },
  finetuning: {
    ...laptop.finetuning,
    validationImages: 100,
    validationPoints: 2,
    scratch: atEach([1, 10], briefFinetuning),
    finetuned: atEach([1, 10], briefFinetuning),
    allLabels: briefFinetuning,
  },
  linear: { l2: [10], scaleOn: 200 },
};

export const full: Config = {
  ...laptop,
  encoder: { channels: [64, 128, 256], strides: [2, 2, 1] },
  contrastive: { ...laptop.contrastive, steps: 8000, batchSize: 256 },
};
