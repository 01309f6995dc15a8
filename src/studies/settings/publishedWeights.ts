/** Settings of the study of published weights. */
import { laptop as flagship } from './pretrainingVersusScratch';

/** What minutes on a laptop allow. */
export const laptop = {
  ...{ encoder: flagship.encoder, coOccurrence: flagship.coOccurrence, tokenTable: flagship.tokenTable },
  ...{ maskedLanguageModel: flagship.maskedLanguageModel, pooling: flagship.pooling },
  ...{ probe: flagship.probe, tfidf: flagship.tfidf },
  // The published model reads some hundred texts a second.
  texts: { ...flagship.texts, devLimit: 1000, testLimit: 2000 },
  finetuning: {
    ...flagship.finetuning,
    // Those of the published model, by hand; steps of one's own are tuned.
    steps: 60,
    // A convergence curve would cost as much again as training.
    validation: { examples: 0, points: 0 },
  },
  published: {
    model: 'all-minilm-l6-v2',
    sha256: 'b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54',
    ...{ maxLength: 32, scaleOn: 500 },
  },
  // Hu et al. 2021, table 6: of queries and values, ranks from 4 on are alike.
  adapters: { rank: 8 },
  // Few steps, a small rate: set by hand.
  continued: { steps: 150, batchSize: 32, learningRate: 1e-4, weightDecay: 0.01, maskProbability: 0.15 },
};

/** Seconds instead of minutes: shows that all works, and nothing else. */
export const quick: typeof laptop = {
  ...laptop,
  texts: { ...laptop.texts, vocabularySize: 2048, devLimit: 100, testLimit: 200, scaleOn: 300 },
  encoder: { ...laptop.encoder, layers: 1, width: 32, heads: 2, maxLength: 24 },
  coOccurrence: { ...laptop.coOccurrence, dimensions: 32 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 40, batchSize: 64, lengths: [24] },
  finetuning: { ...laptop.finetuning, steps: 4, headRateDivisor: 1, lengths: [24] },
  published: { ...laptop.published, maxLength: 16, scaleOn: 100 },
  continued: { ...laptop.continued, steps: 2 },
  probe: { l2: [100] },
  tfidf: { l2: [1] },
};

/** A night. */
export const full: typeof laptop = {
  ...laptop,
  texts: { ...laptop.texts, devLimit: 2000, testLimit: 5000 },
  encoder: { ...laptop.encoder, layers: 4, width: 256, heads: 8 },
  coOccurrence: { ...laptop.coOccurrence, dimensions: 256 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 8000, learningRate: 1e-3 },
  continued: { ...laptop.continued, steps: 4000 },
};
