/** Settings of the study of proxy tasks. */

/** What minutes on a laptop allow. */
export const laptop = {
  texts: { vocabularySize: 8192, testLimit: 5000, scaleOn: 2000 },
  encoder: { layers: 3, width: 128, heads: 4, maxLength: 32, dropoutRate: 0.1 },
  coOccurrence: { dimensions: 128, window: 10, contextSmoothing: 0.75, singularValueExponent: 0.75 },
  tokenTable: { norm: 2 },
  proxyTask: {
    // As many as 500 steps of masked language modelling in the study of pretraining versus scratch: about half a minute.
    trainingFlops: 6e12,
    ...{ batchSize: 128, lengths: [12, 20, 32], learningRate: 2e-3, weightDecay: 0.01 },
    // The usual values of their sources: Devlin et al. 2019, section 3.1; Gao et al. 2021, section 3 and appendix A.
    ...{ maskProbability: 0.15, contrastDropout: 0.1, temperature: 0.05 },
  },
  pooling: { sifConstant: 0.03 },
  probe: { l2: [10, 30, 100, 300] },
  tfidf: { l2: [0.01, 0.03, 0.1, 0.3, 1, 3] },
};

/** Seconds instead of minutes: shows that all works, and nothing else. */
export const quick: typeof laptop = {
  ...laptop,
  texts: { vocabularySize: 2048, testLimit: 500, scaleOn: 500 },
  encoder: { ...laptop.encoder, layers: 1, width: 32, heads: 2, maxLength: 24 },
  coOccurrence: { ...laptop.coOccurrence, dimensions: 32 },
  proxyTask: { ...laptop.proxyTask, trainingFlops: 1e10, batchSize: 64, lengths: [24] },
  probe: { l2: [100] },
  tfidf: { l2: [1] },
};

/** A night. */
export const full: typeof laptop = {
  ...laptop,
  encoder: { ...laptop.encoder, layers: 4, width: 256, heads: 8 },
  coOccurrence: { ...laptop.coOccurrence, dimensions: 256 },
  proxyTask: { ...laptop.proxyTask, trainingFlops: 4e14, learningRate: 1e-3 },
};
