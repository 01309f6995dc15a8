/** Settings of the study of pretraining versus scratch. */

/** What minutes on a laptop allow. */
export const laptop = {
  texts: { vocabularySize: 8192, testLimit: 5000, scaleOn: 2000 },
  // Small enough that every arm has five seeds in minutes; most of its 1.6 million parameters are the token table.
  encoder: { layers: 3, width: 128, heads: 4, maxLength: 32, dropoutRate: 0.1 },
  // Smoothing and exponent as Levy, Goldberg & Dagan (2015) recommend; a wide window, since glosses are short.
  coOccurrence: { dimensions: 128, window: 10, contextSmoothing: 0.75, singularValueExponent: 0.75 },
  tokenTable: { norm: 2 },
  maskedLanguageModel: {
    ...{ steps: 500, batchSize: 128, lengths: [12, 20, 32], learningRate: 2e-3, maskProbability: 0.15 },
    // The table learns at the rate of all: held back to a tenth, dev accuracy was no better.
    ...{ embeddingRateFactor: 1, weightDecay: 0.01 },
    // Off: one pass over few epochs of text underfits.
    dropoutRate: 0,
  },
  pooling: { sifConstant: 0.03 },
  finetuning: {
    ...{ steps: 200, learningRate: 1e-3, headRateDivisor: 10, freezeEmbeddings: false },
    ...{ batchSize: 32, lengths: [12, 16, 22, 32], weightDecay: 0.01 },
    validation: { examples: 400, points: 5 },
  },
  probe: { l2: [10, 30, 100, 300] },
  tfidf: { l2: [0.01, 0.03, 0.1, 0.3, 1, 3] },
};

/** Seconds instead of minutes: shows that all works, and nothing else. */
export const quick: typeof laptop = {
  ...laptop,
  texts: { vocabularySize: 2048, testLimit: 500, scaleOn: 500 },
  encoder: { ...laptop.encoder, layers: 1, width: 32, heads: 2, maxLength: 24 },
  coOccurrence: { ...laptop.coOccurrence, dimensions: 32 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 40, batchSize: 64, lengths: [24] },
  finetuning: {
    ...{ ...laptop.finetuning, steps: 20, headRateDivisor: 1, lengths: [24] },
    validation: { examples: 100, points: 2 },
  },
  probe: { l2: [100] },
  tfidf: { l2: [1] },
};

/** A night: nearer to the size of the source. */
export const full: typeof laptop = {
  ...laptop,
  encoder: { ...laptop.encoder, layers: 4, width: 256, heads: 8 },
  coOccurrence: { ...laptop.coOccurrence, dimensions: 256 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 8000, learningRate: 1e-3 },
};
