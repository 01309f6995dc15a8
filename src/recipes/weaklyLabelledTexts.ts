/** The data of a study of weak labels: sentiment, and texts that a lexicon has labelled without anybody reading them. */
import { seededRandom } from '../data/seededRandom';
import { LabError } from '../errors';
import { dataRecipe } from '../form/dataRecipe';
import { type EncodedTexts, encodeAll } from './encodedTexts';
import {
  preparedSentiment,
  type SentimentCards,
  type SentimentData,
  type SentimentTextsSettings,
  votesOn,
} from './sentimentTexts';

export interface WeaklyLabelledSettings extends SentimentTextsSettings {
  readonly votes: {
    /** Sum of valences from which on a text counts as labelled, in either direction. */
    readonly atLeast: number;
    /** Of each class at most. */
    readonly perClass: number;
  };
}

export interface WeaklyLabelledData extends SentimentData {
  /** Unlabelled texts with the lexicon's votes as labels, as many of each class. */
  readonly weak: EncodedTexts;
}

/**
 * Texts outside dev and test whose votes reach a threshold get the label that the votes say.
 * @throws LabError for classes that are not 'negative' and 'positive', or too few votes for one of them
 */
export const weaklyLabelledTexts = dataRecipe({
  name: 'weaklyLabelledTexts',
  uses: ['texts', 'votes'],
  async prepare({
    cards,
    settings,
  }: {
    cards: SentimentCards;
    settings: WeaklyLabelledSettings;
  }): Promise<WeaklyLabelledData> {
    const { data, texts, tokenizer } = await preparedSentiment(cards, settings);
    const [negative, positive] = ['negative', 'positive'].map((name) => data.labels.indexOf(name));
    if (negative! < 0 || positive! < 0 || data.labels.length !== 2)
      throw new LabError(
        `A lexicon labels 'negative' and 'positive', and the classes are ${data.labels.join(', ')}: rename them in the card.`,
      );
    const { atLeast, perClass } = settings.votes;
    const votes = votesOn(texts);
    const of = (sign: 1 | -1) =>
      seededRandom(`weak ${sign}`).shuffle([...votes.keys()].filter((row) => sign * votes[row]! >= atLeast));
    const [bad, good] = [of(-1), of(1)];
    const count = Math.min(perClass, bad.length, good.length);
    if (count === 0)
      throw new LabError(
        `No text has votes of ${atLeast} or more for one of the classes: lower 'votes.atLeast', or give more text.`,
      );
    const rows = [...bad.slice(0, count), ...good.slice(0, count)];
    const chosen = rows.map((row) => texts[row]!);
    return {
      ...data,
      weak: {
        texts: chosen,
        examples: encodeAll(chosen, tokenizer),
        labels: Int32Array.from(rows, (_, at) => (at < count ? negative! : positive!)),
      },
    };
  },
});
