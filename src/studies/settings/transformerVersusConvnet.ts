/** Settings of the study of transformers and convolutional networks. */
import { digitAugmentation } from '../../recipes/imageAugmentation';
import { quicklyTrainedOnImages, trainedOnImages } from './images';

/** What minutes on a laptop allow. */
export const laptop = {
  ...trainedOnImages,
  transformer: { patch: 7, layers: 3, width: 64, heads: 4 },
  // Of about as many parameters as the transformer.
  convnet: { channels: [32, 80, 178], strides: [2, 2, 2] },
  augmentation: digitAugmentation,
  contrastive: { steps: 400, batchSize: 128, learningRate: 2e-3, weightDecay: 0.01, temperature: 0.5 },
  maskedAutoencoder: {
    ...{ steps: 1500, batchSize: 128, learningRate: 2e-3, weightDecay: 0.01 },
    // As He et al. (2022, figure 5) found best.
    maskRatio: 0.75,
    decoder: { layers: 1, width: 64, heads: 4 },
  },
};

/** Seconds instead of minutes: shows that all works, and nothing else. */
export const quick: typeof laptop = {
  ...{ ...laptop, ...quicklyTrainedOnImages },
  transformer: { ...laptop.transformer, layers: 1, width: 32, heads: 2 },
  convnet: { channels: [16, 48], strides: [2, 2] },
  contrastive: { ...laptop.contrastive, steps: 15, batchSize: 32 },
  maskedAutoencoder: { ...laptop.maskedAutoencoder, steps: 20, batchSize: 32 },
};

/** A night: nearer to the size of the source. */
export const full: typeof laptop = {
  ...laptop,
  transformer: { patch: 7, layers: 6, width: 192, heads: 6 },
  convnet: { channels: [96, 288, 904], strides: [2, 2, 2] },
  contrastive: { ...laptop.contrastive, steps: 8000, batchSize: 256 },
  maskedAutoencoder: { ...laptop.maskedAutoencoder, steps: 20_000, batchSize: 256 },
};
