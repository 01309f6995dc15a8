/** The data of a study of translation: pairs by splits, and the texts of both languages without their partners. */
import { type CasedTokenizer, trainCasedTokenizer } from '../data/casedTokenizer';
import { loadDataset, type TranslatedSentence } from '../data/dataset';
import { sampledRows } from '../data/sampledRows';
import { seededRandom } from '../data/seededRandom';
import { LabError } from '../errors';
import { dataRecipe } from '../form/dataRecipe';
import { interruptible } from '../interruptible';
import { type EncodedPairs, specialTokens, type TranslationTextData } from './translationData';

export interface TranslationTextsSettings {
  readonly pairs: {
    /** Of both languages together. */
    readonly vocabularySize: number;
    /** Dev and test pairs that trials are chosen and scored on. */
    readonly devLimit: number;
    readonly testLimit: number;
  };
}

/**
 * The vocabulary is learned from both sides of the card's training pairs. Corpora 'source' and 'target' are those sides, each
 * in an order of its own, so that nothing tells which belong together.
 * @throws LabError for a card without translations
 */
export const translationTexts = dataRecipe({
  name: 'translationTexts',
  uses: ['pairs'],
  async prepare({
    cards,
    settings,
  }: {
    cards: { readonly target: string };
    settings: TranslationTextsSettings;
  }): Promise<TranslationTextData> {
    const { vocabularySize, devLimit, testLimit } = settings.pairs;
    const dataset = await loadDataset(cards.target);
    if (!dataset.pairs)
      throw new LabError(
        `${dataset.name} is a dataset for '${dataset.card.task}', and its texts have no translations: choose one for 'translation'.`,
      );
    const { train, dev, test } = dataset.pairs;
    const tokenizer = trainCasedTokenizer(
      train.flatMap(({ source, target }) => [source, target]),
      { vocabularySize, special: Object.values(specialTokens) },
    );
    const sample = (pairs: readonly TranslatedSentence[], limit: number, seed: string) =>
      sampledRows(pairs.length, limit, seed).map((row) => pairs[row]!);
    const encode = (pairs: readonly TranslatedSentence[]) =>
      interruptible(() => encodedPairs(pairs, tokenizer));
    const pool = encode(train);
    const shuffled = (rows: readonly Int32Array[], name: string) => seededRandom(name).shuffle([...rows]);
    return {
      vocabulary: { pieces: tokenizer.pieces, special: tokenizer.special },
      corpora: { source: shuffled(pool.sourceIds, 'source'), target: shuffled(pool.targetIds, 'target') },
      pool,
      dev: encode(sample(dev, devLimit, 'dev')),
      test: encode(sample(test, testLimit, 'test')),
    };
  },
});

function encodedPairs(pairs: readonly TranslatedSentence[], tokenizer: CasedTokenizer): EncodedPairs {
  return {
    sources: pairs.map(({ source }) => source),
    targets: pairs.map(({ target }) => [target]),
    sourceIds: pairs.map(({ source }) => tokenizer.encode(source)),
    targetIds: pairs.map(({ target }) => tokenizer.encode(target)),
  };
}
