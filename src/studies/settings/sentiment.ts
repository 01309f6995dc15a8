/** Settings of the study of sentiment. */

/** What minutes on a laptop allow. */
export const laptop = {
  texts: { vocabularySize: 8192, devLimit: 400, testLimit: 1500, scaleOn: 1000 },
  encoder: { layers: 3, width: 128, heads: 4, maxLength: 48, dropoutRate: 0.1 },
  coOccurrence: { dimensions: 128, window: 8, contextSmoothing: 0.75, singularValueExponent: 0.75 },
  tokenTable: { norm: 2 },
  maskedLanguageModel: {
    ...{ steps: 800, batchSize: 64, lengths: [16, 32, 48], learningRate: 2e-3, maskProbability: 0.15 },
    ...{ embeddingRateFactor: 1, weightDecay: 0.01, dropoutRate: 0 },
  },
  pooling: { sifConstant: 0.03 },
  finetuning: {
    ...{ steps: 160, learningRate: 1e-3, headRateDivisor: 10, freezeEmbeddings: false },
    ...{ batchSize: 32, lengths: [16, 32, 48], weightDecay: 0.01 },
    validation: { examples: 200, points: 4 },
  },
  probe: { l2: [3, 10, 30, 100, 300] },
  tfidf: { l2: [0.01, 0.03, 0.1, 0.3, 1, 3] },
  published: {
    model: 'all-minilm-l6-v2',
    sha256: 'b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54',
    ...{ maxLength: 32, scaleOn: 500 },
  },
  // By hand: a search at some 40 s a trial would take longer than all else.
  publishedFinetuning: {
    ...{ steps: 60, learningRate: 2e-4, headRateDivisor: 1, batchSize: 16, weightDecay: 0.01 },
    validation: { examples: 0, points: 0 },
  },
};

/** Seconds instead of minutes: shows that all works, and nothing else. */
export const quick: typeof laptop = {
  ...laptop,
  texts: { vocabularySize: 2048, devLimit: 100, testLimit: 300, scaleOn: 300 },
  encoder: { ...laptop.encoder, layers: 1, width: 32, heads: 2, maxLength: 32 },
  coOccurrence: { ...laptop.coOccurrence, dimensions: 32 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 40, lengths: [32] },
  finetuning: {
    ...{ ...laptop.finetuning, steps: 20, lengths: [32] },
    validation: { examples: 50, points: 2 },
  },
  probe: { l2: [30] },
  tfidf: { l2: [0.3] },
};

/** A night. */
export const full: typeof laptop = {
  ...laptop,
  encoder: { ...laptop.encoder, layers: 4, width: 256, heads: 8 },
  coOccurrence: { ...laptop.coOccurrence, dimensions: 256 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 8000, learningRate: 1e-3 },
};
