/** The data of a study of domain mismatch: three tasks, each with the domain that its texts come from. */
import { fixedLengthChunks } from '../adaptation/fixedLengthChunks';
import { randomSelection } from '../adaptation/randomSelection';
import { selectCorpus } from '../adaptation/selectCorpus';
import { loadDataset } from '../data/dataset';
import { seededRandom } from '../data/seededRandom';
import { trainWordPiece } from '../data/tokenizer';
import { dataRecipe } from '../form/dataRecipe';
import { tokenCounts } from '../models/wordVectors';
import { encodeAll, encodeTexts, sampleTexts } from './encodedTexts';
import type { SelectionData } from './selectedText';
import { type TextClassificationData, vocabularyOf } from './textData';

export interface ThreeDomainsSettings {
  readonly texts: {
    readonly vocabularySize: number;
    /** Words of each domain that the vocabulary is learned from, so that it favours none. */
    readonly vocabularyWords: number;
    /** Of each class, for the texts that labels are drawn from. */
    readonly poolPerClass: number;
    /** Words of a chunk that is selected or not. */
    readonly chunkWords: number;
    /** Chunks of each domain at most, drawn at random. */
    readonly domainChunks: number;
    readonly devLimit: number;
    readonly testLimit: number;
  };
}

/** A type, so that the roles are inferred. */
type ThreeCards = { readonly target: string; readonly second: string; readonly third: string };

const roles = ['target', 'second', 'third'] as const;

/** The target's data, with the other two as further tasks; domains by the part that their card plays. */
export const threeDomains = dataRecipe({
  name: 'threeDomains',
  uses: ['texts'],
  async prepare({
    cards,
    settings,
  }: {
    cards: ThreeCards;
    settings: ThreeDomainsSettings;
  }): Promise<TextClassificationData & SelectionData> {
    const sizes = settings.texts;
    const datasets = await Promise.all(roles.map((role) => loadDataset(cards[role])));
    const parts = datasets.map(({ train, pretraining }) => {
      const pool = train.labelled({ perClass: sizes.poolPerClass, seed: 1000 });
      const labelled = pool.examples.map(({ text }) => text);
      const known = new Set(labelled);
      const rest = pretraining.texts.filter((text) => !known.has(text));
      const domain = seededRandom('domain')
        .shuffle(fixedLengthChunks(rest, sizes.chunkWords))
        .slice(0, sizes.domainChunks);
      return { pool, domain, inHand: fixedLengthChunks(labelled, sizes.chunkWords) };
    });
    const samples = await Promise.all(
      parts.map(({ domain }) =>
        selectCorpus(domain, randomSelection({ seed: 1000 }), { tokens: sizes.vocabularyWords }),
      ),
    );
    const tokenizer = trainWordPiece(
      samples.flatMap(({ texts }) => texts),
      { vocabularySize: sizes.vocabularySize },
    );
    const encoded = (texts: readonly string[]) => ({
      texts,
      sequences: encodeAll(texts, tokenizer),
    });
    const [target, ...others] = datasets.map((dataset, index): TextClassificationData => {
      const pool = encodeTexts(parts[index]!.pool, tokenizer);
      return {
        labels: dataset.labels,
        ...{ vocabulary: vocabularyOf(tokenizer), corpora: {}, heldOut: {}, scarce: 'refused' },
        counts: tokenCounts(pool.examples, tokenizer.vocabularySize),
        ...{ pool, scaleOn: pool.examples },
        dev: sampleTexts(encodeTexts(dataset.dev, tokenizer), sizes.devLimit, 'sample'),
        test: sampleTexts(encodeTexts(dataset.test, tokenizer), sizes.testLimit, 'sample'),
      };
    });
    return {
      ...target!,
      otherTasks: { second: others[0]!, third: others[1]! },
      domains: Object.fromEntries(roles.map((role, index) => [role, encoded(parts[index]!.domain)])),
      inHand: encoded(parts[0]!.inHand),
    };
  },
});
