/** The data of a study of one card of labelled texts: its splits, and all its training texts without labels. */
import { loadDataset } from '../data/dataset';
import { trainWordPiece } from '../data/tokenizer';
import { dataRecipe } from '../form/dataRecipe';
import { tokenCounts } from '../models/wordVectors';
import { encodeAll, encodeTexts, sampleTexts } from './encodedTexts';
import { type TextClassificationData, vocabularyOf } from './textData';

export interface LabelledTextsSettings {
  readonly texts: {
    readonly vocabularySize: number;
    /** Dev texts that tuning scores on. Default: all. */
    readonly devLimit?: number;
    /** Test texts that trials are scored on. */
    readonly testLimit: number;
    /** Unlabelled texts that scale the features. */
    readonly scaleOn: number;
  };
}

/** The vocabulary is learned from the card's texts outside dev and test; corpus 'unlabelled'. */
export const labelledTexts = dataRecipe({
  name: 'labelledTexts',
  uses: ['texts'],
  async prepare({
    cards,
    settings,
  }: {
    cards: { readonly target: string };
    settings: LabelledTextsSettings;
  }): Promise<TextClassificationData> {
    const { vocabularySize, devLimit, testLimit, scaleOn } = settings.texts;
    const target = await loadDataset(cards.target);
    const tokenizer = trainWordPiece(target.pretraining, { vocabularySize });
    const unlabelled = encodeAll(target.pretraining.texts, tokenizer);
    const dev = encodeTexts(target.dev, tokenizer);
    return {
      labels: target.labels,
      vocabulary: vocabularyOf(tokenizer),
      corpora: { unlabelled },
      heldOut: {},
      counts: tokenCounts(unlabelled, tokenizer.vocabularySize),
      scaleOn: unlabelled.slice(0, scaleOn),
      pool: encodeTexts(target.train, tokenizer),
      scarce: 'given whole',
      dev: devLimit === undefined ? dev : sampleTexts(dev, devLimit, 'dev'),
      test: sampleTexts(encodeTexts(target.test, tokenizer), testLimit, 'test'),
    };
  },
});
