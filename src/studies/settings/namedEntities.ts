/** Settings of the study of named entities. */

/** What minutes on a laptop allow. */
export const laptop = {
  sentences: { vocabularySize: 8192, devLimit: 500, testLimit: 1500, scaleOn: 500 },
  // As in the study of pretraining versus scratch, with room for longer sentences: one in fifty has more than 64 pieces.
  encoder: { layers: 3, width: 128, heads: 4, maxLength: 64, dropoutRate: 0.1 },
  // A narrow window, since a word's own neighbours tell whether it is a name.
  coOccurrence: { dimensions: 128, window: 4, contextSmoothing: 0.75, singularValueExponent: 0.75 },
  tokenTable: { norm: 2 },
  maskedLanguageModel: {
    ...{ steps: 800, batchSize: 64, lengths: [16, 32, 64], learningRate: 2e-3, maskProbability: 0.15 },
    ...{ embeddingRateFactor: 1, weightDecay: 0.01, dropoutRate: 0 },
  },
  finetuning: {
    ...{ steps: 160, learningRate: 1e-3, headRateDivisor: 1, freezeEmbeddings: false },
    ...{ batchSize: 32, lengths: [16, 32, 64], weightDecay: 0.01 },
    validation: { examples: 200, points: 4 },
  },
  probe: { l2: [1, 10, 100] },
  wordContexts: { l2: [0.03, 0.1, 0.3, 1] },
  published: {
    model: 'all-minilm-l6-v2',
    sha256: 'b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54',
    ...{ maxLength: 66, scaleOn: 500 },
  },
};

/** Seconds instead of minutes: shows that all works, and nothing else. */
export const quick: typeof laptop = {
  ...laptop,
  sentences: { vocabularySize: 2048, devLimit: 100, testLimit: 200, scaleOn: 100 },
  encoder: { ...laptop.encoder, layers: 1, width: 32, heads: 2, maxLength: 32 },
  coOccurrence: { ...laptop.coOccurrence, dimensions: 32 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 40, lengths: [32] },
  finetuning: {
    ...{ ...laptop.finetuning, steps: 20, lengths: [32] },
    validation: { examples: 50, points: 2 },
  },
  probe: { l2: [10] },
  wordContexts: { l2: [0.3] },
};

/** A night. */
export const full: typeof laptop = {
  ...laptop,
  encoder: { ...laptop.encoder, layers: 4, width: 256, heads: 8 },
  coOccurrence: { ...laptop.coOccurrence, dimensions: 256 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 8000, learningRate: 1e-3 },
};
