/** The settings of `compute-balance`, and why they are so. */
import { digitAugmentation } from '../../recipes/imageAugmentation';
import { trainedOnImages } from './images';

const { steps: _, ...finetuning } = trainedOnImages.finetuning;

export const laptop = {
  // Two thirds of what `contrastive-images` gives an arm (pretraining and fine-tuning), so that seven arms take minutes.
  computeBudget: { trainingFlops: 8e11 },
  convnet: { channels: [16, 32, 64], strides: [2, 2, 1] },
  augmentation: digitAugmentation,
  // As in `contrastive-images`, where its length is a number of steps.
  contrastive: { batchSize: 128, learningRate: 2e-3, weightDecay: 0.01, temperature: 0.5 },
  finetuning,
  probe: trainedOnImages.probe,
};

export const quick: typeof laptop = {
  ...laptop,
  computeBudget: { trainingFlops: 5e9 },
  convnet: { channels: [8, 16], strides: [2, 2] },
  contrastive: { ...laptop.contrastive, batchSize: 32 },
  finetuning: { ...finetuning, validation: { examples: 100, points: 2 } },
  probe: { l2: [10], scaleOn: 200 },
};

export const full: typeof laptop = {
  ...laptop,
  computeBudget: { trainingFlops: 2e14 },
  convnet: { channels: [64, 128, 256], strides: [2, 2, 1] },
  contrastive: { ...laptop.contrastive, batchSize: 256 },
};

/** Of the rate alone: steps follow from the budget. */
export const grid = {
  learningRate: {
    values: [1e-3, 4e-3],
    within: [2.5e-4, 6.4e-2],
    because: 'rates beyond are outside what AdamW is used with',
  },
} as const;
