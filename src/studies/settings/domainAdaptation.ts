/** Settings of the study of domain-adaptive pretraining. */

/** What minutes on a laptop allow. */
export const laptop = {
  texts: { vocabularySize: 4096, taskTexts: 1000, devLimit: 600, testLimit: 1000, heldOut: 500 },
  encoder: { layers: 2, width: 64, heads: 4, maxLength: 128, dropoutRate: 0.1 },
  coOccurrence: { dimensions: 64, window: 10, contextSmoothing: 0.75, singularValueExponent: 0.75 },
  tokenTable: { norm: 2 },
  maskedLanguageModel: {
    ...{ steps: 200, batchSize: 16, lengths: [128], learningRate: 2e-3, maskProbability: 0.15 },
    ...{ embeddingRateFactor: 1, weightDecay: 0.01, dropoutRate: 0.1 },
  },
  // As many tokens as general pretraining had, for every continuation.
  continuation: { steps: 200 },
  pooling: { sifConstant: 0.03 },
  finetuning: {
    ...{ steps: 40, learningRate: 2e-3, headRateDivisor: 10, freezeEmbeddings: false },
    ...{ batchSize: 16, lengths: [64, 128], weightDecay: 0.01 },
    validation: { examples: 0, points: 0 },
  },
  probe: { l2: [10, 30, 100, 300] },
  tfidf: { l2: [0.01, 0.03, 0.1, 0.3, 1, 3] },
};

/** Seconds instead of minutes: shows that all works, and nothing else. */
export const quick: typeof laptop = {
  ...laptop,
  texts: { vocabularySize: 1024, taskTexts: 400, devLimit: 150, testLimit: 250, heldOut: 100 },
  encoder: { ...laptop.encoder, layers: 1, width: 32, heads: 2, maxLength: 48 },
  coOccurrence: { ...laptop.coOccurrence, dimensions: 32 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 30, lengths: [48] },
  continuation: { steps: 30 },
  finetuning: { ...laptop.finetuning, steps: 10, learningRate: 1e-3, headRateDivisor: 1, lengths: [48] },
  probe: { l2: [100] },
  tfidf: { l2: [1] },
};

/** A night: nearer to the size of the source. */
export const full: typeof laptop = {
  ...laptop,
  texts: { ...laptop.texts, vocabularySize: 8192 },
  encoder: { ...laptop.encoder, layers: 4, width: 256, heads: 8 },
  coOccurrence: { ...laptop.coOccurrence, dimensions: 256 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 6000, learningRate: 1e-3 },
  continuation: { steps: 3000 },
};
