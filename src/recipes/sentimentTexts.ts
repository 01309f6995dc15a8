/** The data of a study of sentiment: labelled opinions, general text to pretrain on, and a lexicon's vote on each opinion. */
import Sentiment from 'sentiment';
import { loadDataset } from '../data/dataset';
import { nearDuplicatesAcross } from '../data/nearDuplicates';
import { trainWordPiece } from '../data/tokenizer';
import { dataRecipe } from '../form/dataRecipe';
import { tokenCounts } from '../models/wordVectors';
import { type EncodedTexts, encodeAll, encodeTexts, sampleTexts } from './encodedTexts';
import { type TextClassificationData, vocabularyOf } from './textData';

export interface SentimentTextsSettings {
  readonly texts: {
    readonly vocabularySize: number;
    readonly devLimit: number;
    /** Test texts that trials are scored on. */
    readonly testLimit: number;
    /** Unlabelled texts that scale the features. */
    readonly scaleOn: number;
  };
}

/** Texts with what the lexicon says of each: the sum of its words' valences, above 0 for praise. */
export interface VotedTexts extends EncodedTexts {
  readonly votes: Float64Array;
}

export interface SentimentData extends TextClassificationData {
  readonly dev: VotedTexts;
  readonly test: VotedTexts;
}

/** A type, so that the roles are inferred. */
type SentimentCards = { readonly target: string; readonly general: string };

/**
 * Corpora: 'task', the target's texts outside dev and test, and 'both', with the general text, of which what nearly repeats
 * a text of dev or test is left out. Votes are those of the package `sentiment` (AFINN, with negation).
 */
export const sentimentTexts = dataRecipe({
  name: 'sentimentTexts',
  uses: ['texts'],
  async prepare({
    cards,
    settings,
  }: {
    cards: SentimentCards;
    settings: SentimentTextsSettings;
  }): Promise<SentimentData> {
    const { vocabularySize, devLimit, testLimit, scaleOn } = settings.texts;
    const [target, general] = await Promise.all([loadDataset(cards.target), loadDataset(cards.general)]);
    const heldOut = [...target.dev.examples, ...target.test.examples].map(({ text }) => text);
    const { texts } = general.pretraining;
    const leaking = new Set(nearDuplicatesAcross(texts, heldOut).map(([index]) => index));
    const both = [...texts.filter((_, index) => !leaking.has(index)), ...target.pretraining.texts];
    const tokenizer = trainWordPiece(both, { vocabularySize });
    const task = encodeAll(target.pretraining.texts, tokenizer);
    return {
      labels: target.labels,
      vocabulary: vocabularyOf(tokenizer),
      corpora: { both: encodeAll(both, tokenizer), task },
      heldOut: {},
      counts: tokenCounts(task, tokenizer.vocabularySize),
      scaleOn: task.slice(0, scaleOn),
      pool: encodeTexts(target.train, tokenizer),
      scarce: 'given whole',
      dev: voted(sampleTexts(encodeTexts(target.dev, tokenizer), devLimit, 'dev')),
      test: voted(sampleTexts(encodeTexts(target.test, tokenizer), testLimit, 'test')),
    };
  },
});

function voted(texts: EncodedTexts): VotedTexts {
  const lexicon = new Sentiment();
  return { ...texts, votes: Float64Array.from(texts.texts, (text) => lexicon.analyze(text).score) };
}
