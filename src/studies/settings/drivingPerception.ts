/** Settings of the study of driving perception. */
import { cellAugmentation } from '../../recipes/imageAugmentation';

/** What minutes on a laptop allow. */
export const laptop = {
  scenes: { seed: 1, framesOfDrive: 8, drives: { unlabelled: 300, pool: 30, dev: 15, test: 45 } },
  convnet: { channels: [24, 48, 96], strides: [1, 2, 2] },
  decoder: { width: 24 },
  // A road has an upright way; light and weather differ from drive to drive. Set by hand, not tuned.
  augmentation: { ...cellAugmentation, rotation: 10, shear: 0.05 },
  contrastive: { steps: 300, batchSize: 64, learningRate: 2e-3, weightDecay: 0.01, temperature: 0.5 },
  segmentation: { steps: 150, learningRate: 3e-3, weightDecay: 0.01, batchSize: 8 },
  pixelClassifier: { pixels: 4000, l2: 0.1 },
};

/** Seconds instead of minutes: shows that all works, and nothing else. */
export const quick: typeof laptop = {
  ...laptop,
  scenes: { ...laptop.scenes, framesOfDrive: 4, drives: { unlabelled: 24, pool: 9, dev: 3, test: 6 } },
  convnet: { channels: [8, 16], strides: [1, 2] },
  decoder: { width: 8 },
  contrastive: { ...laptop.contrastive, steps: 10, batchSize: 16 },
  segmentation: { ...laptop.segmentation, steps: 10, batchSize: 4 },
  pixelClassifier: { ...laptop.pixelClassifier, pixels: 500 },
};

/** A night. */
export const full: typeof laptop = {
  ...laptop,
  scenes: { ...laptop.scenes, drives: { unlabelled: 1500, pool: 100, dev: 30, test: 90 } },
  convnet: { channels: [32, 64, 128, 256], strides: [1, 2, 2, 2] },
  decoder: { width: 48 },
  contrastive: { ...laptop.contrastive, steps: 6000, batchSize: 128 },
  segmentation: { ...laptop.segmentation, steps: 2000 },
};
