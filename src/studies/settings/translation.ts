/** Settings of the study of translation. */

/** What minutes on a laptop allow. */
export const laptop = {
  pairs: { vocabularySize: 4000, devLimit: 300, testLimit: 1000 },
  // 2.5 million parameters, half a million of them the table of both languages.
  translator: { layers: 2, width: 128, heads: 4, maxLength: 32, dropoutRate: 0.1 },
  denoising: {
    ...{ steps: 1000, batchSize: 64, lengths: [8, 12, 18, 32], learningRate: 3e-3, weightDecay: 0.01 },
    // Liu et al. 2020, section 2.2: 35 % of the words in spans of 3.5 on average; labels smoothed as in section 2.3.
    ...{ labelSmoothing: 0.1, share: 0.35, meanSpan: 3.5 },
  },
  training: {
    ...{ steps: 600, learningRate: 3e-3, batchSize: 64, lengths: [8, 12, 18, 32], weightDecay: 0.01 },
    ...{ labelSmoothing: 0.1, beams: 1 },
    validation: { examples: 200, points: 4 },
  },
};

/** Seconds instead of minutes: shows that all works, and nothing else. */
export const quick: typeof laptop = {
  ...laptop,
  pairs: { vocabularySize: 1500, devLimit: 50, testLimit: 60 },
  translator: { ...laptop.translator, layers: 1, width: 32, heads: 2, maxLength: 24 },
  denoising: { ...laptop.denoising, steps: 40, lengths: [24] },
  training: {
    ...{ ...laptop.training, steps: 40, lengths: [24] },
    validation: { examples: 30, points: 2 },
  },
};

/** A night. */
export const full: typeof laptop = {
  ...laptop,
  translator: { ...laptop.translator, layers: 3, width: 256, heads: 8, dropoutRate: 0.2 },
  denoising: { ...laptop.denoising, steps: 20000, learningRate: 1e-3 },
  training: { ...laptop.training, steps: 6000, learningRate: 1e-3, beams: 4 },
};
