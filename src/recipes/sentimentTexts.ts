/** The data of a study of sentiment: labelled opinions, general text to pretrain on, and a lexicon's vote on each opinion. */
import Sentiment from 'sentiment';
import { loadDataset } from '../data/dataset';
import { nearDuplicatesAcross } from '../data/nearDuplicates';
import { type Tokenizer, trainWordPiece } from '../data/tokenizer';
import { dataRecipe } from '../form/dataRecipe';
import { interruptible } from '../interruptible';
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
export type SentimentCards = { readonly target: string; readonly general: string };

/**
 * Corpora: 'task', the target's texts outside dev and test, and 'both', with the general text, of which what nearly repeats
 * a text of dev or test is left out. Votes are those of the package `sentiment` (AFINN, with negation).
 */
export const sentimentTexts = dataRecipe({
  name: 'sentimentTexts',
  uses: ['texts'],
  prepare: async ({
    cards,
    settings,
  }: {
    cards: SentimentCards;
    settings: SentimentTextsSettings;
  }): Promise<SentimentData> => (await preparedSentiment(cards, settings)).data,
});

/** The data of {@link sentimentTexts}, and the texts and the tokenizer that 'both' was made with. */
export async function preparedSentiment(
  cards: SentimentCards,
  settings: SentimentTextsSettings,
): Promise<{ data: SentimentData; texts: readonly string[]; tokenizer: Tokenizer }> {
  const { vocabularySize, devLimit, testLimit, scaleOn } = settings.texts;
  const [target, general] = await Promise.all([loadDataset(cards.target), loadDataset(cards.general)]);
  const heldOut = [...target.dev.examples, ...target.test.examples].map(({ text }) => text);
  const { texts } = general.pretraining;
  const leaking = new Set(nearDuplicatesAcross(texts, heldOut).map(([index]) => index));
  const both = [...texts.filter((_, index) => !leaking.has(index)), ...target.pretraining.texts];
  const tokenizer = trainWordPiece(both, { vocabularySize });
  const task = encodeAll(target.pretraining.texts, tokenizer);
  const data: SentimentData = {
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
  return { data, texts: both, tokenizer };
}

/** What the lexicon says of each text: the sum of its words' valences. */
export function votesOn(texts: readonly string[]): Float64Array {
  const lexicon = new Sentiment();
  return interruptible(() => Float64Array.from(texts, (text) => lexicon.analyze(text).score));
}

function voted(texts: EncodedTexts): VotedTexts {
  return { ...texts, votes: votesOn(texts.texts) };
}
