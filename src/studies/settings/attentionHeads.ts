/** Settings of the study of attention heads. */

/** What minutes on a laptop allow. */
export const laptop = {
  texts: { vocabularySize: 8192, testLimit: 3000, scaleOn: 2000 },
  // More and thinner heads than elsewhere: 32, so that a share of them is a whole number. A head is 16 wide.
  encoder: { layers: 4, width: 128, heads: 8, maxLength: 32, dropoutRate: 0.1 },
  coOccurrence: { dimensions: 128, window: 10, contextSmoothing: 0.75, singularValueExponent: 0.75 },
  tokenTable: { norm: 2 },
  // As in the study of pretraining versus scratch.
  maskedLanguageModel: {
    ...{ steps: 500, batchSize: 128, lengths: [12, 20, 32], learningRate: 2e-3, maskProbability: 0.15 },
    ...{ embeddingRateFactor: 1, weightDecay: 0.01, dropoutRate: 0 },
  },
  pooling: { sifConstant: 0.03 },
  // The budget at which, in that study, the encoder is furthest ahead of word vectors: attention has something to lose.
  labels: { perClass: 128 },
  finetuning: {
    ...{ steps: 320, learningRate: 1e-3, headRateDivisor: 10, freezeEmbeddings: false },
    ...{ batchSize: 32, lengths: [12, 16, 22, 32], weightDecay: 0.01 },
    validation: { examples: 400, points: 5 },
  },
  probe: { l2: [10, 30, 100, 300] },
  // Texts already paid for. The source, too, measures on data of training.
  importance: { measuredOn: 'train' as 'train' | 'dev', texts: 1000 },
  // The axis: 0 stands here as the whole network.
  removal: { share: 0, randomOrders: 3 },
  tfidf: { l2: [0.01, 0.03, 0.1, 0.3, 1, 3] },
};

/** Seconds instead of minutes: shows that all works, and nothing else. */
export const quick: typeof laptop = {
  ...laptop,
  texts: { vocabularySize: 2048, testLimit: 300, scaleOn: 300 },
  encoder: { ...laptop.encoder, layers: 2, width: 32, heads: 4, maxLength: 24 },
  coOccurrence: { ...laptop.coOccurrence, dimensions: 32 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 30, batchSize: 64, lengths: [24] },
  labels: { perClass: 8 },
  finetuning: {
    ...{ ...laptop.finetuning, steps: 15, headRateDivisor: 1, lengths: [24] },
    validation: { examples: 100, points: 2 },
  },
  probe: { l2: [100] },
  importance: { measuredOn: 'train', texts: 100 },
  removal: { share: 0, randomOrders: 2 },
  tfidf: { l2: [1] },
};

/** A night: nearer to the size of the source. */
export const full: typeof laptop = {
  ...laptop,
  encoder: { ...laptop.encoder, layers: 6, width: 256 },
  coOccurrence: { ...laptop.coOccurrence, dimensions: 256 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 8000, learningRate: 1e-3 },
};
