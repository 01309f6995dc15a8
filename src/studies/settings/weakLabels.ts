/** Settings of the study of weak labels: those of the study of sentiment, and the lexicon's votes. */
import { full as sentimentFull, laptop as sentimentLaptop, quick as sentimentQuick } from './sentiment';

const { published: _model, publishedFinetuning: _finetuning, ...shared } = sentimentLaptop;

/** What minutes on a laptop allow. */
export const laptop = {
  ...shared,
  // Two words of praise more than of blame, say: of a sentence with one such word the lexicon is wrong more often.
  votes: { atLeast: 2, perClass: 8000 },
  weakLabels: {
    ...{ steps: 400, learningRate: 1e-3, batchSize: 64, lengths: [16, 32, 48], weightDecay: 0.01 },
    flippedShare: 0,
  },
};

/** Seconds instead of minutes: shows that all works, and nothing else. */
export const quick: typeof laptop = {
  ...laptop,
  texts: sentimentQuick.texts,
  encoder: sentimentQuick.encoder,
  coOccurrence: sentimentQuick.coOccurrence,
  maskedLanguageModel: sentimentQuick.maskedLanguageModel,
  finetuning: sentimentQuick.finetuning,
  probe: sentimentQuick.probe,
  tfidf: sentimentQuick.tfidf,
  votes: { atLeast: 2, perClass: 1000 },
  weakLabels: { ...laptop.weakLabels, steps: 40, lengths: [32] },
};

/** A night. */
export const full: typeof laptop = {
  ...laptop,
  encoder: sentimentFull.encoder,
  coOccurrence: sentimentFull.coOccurrence,
  maskedLanguageModel: sentimentFull.maskedLanguageModel,
  weakLabels: { ...laptop.weakLabels, steps: 4000 },
};
