/** The data of a study of one card of tagged sentences: its splits, and all its training sentences without tags. */
import { loadDataset, type TaggedSentence } from '../data/dataset';
import { sampledRows } from '../data/sampledRows';
import { type Tokenizer, trainWordPiece } from '../data/tokenizer';
import { LabError } from '../errors';
import { dataRecipe } from '../form/dataRecipe';
import { interruptible } from '../interruptible';
import { toBio } from '../metrics/recogniseScheme';
import { encodeAll } from './encodedTexts';
import { type EncodedSentences, pickSentences, type SentenceTaggingData } from './taggingData';
import { vocabularyOf } from './textData';

export interface TaggedTextsSettings {
  readonly sentences: {
    readonly vocabularySize: number;
    /** Dev and test sentences that trials are chosen and scored on. */
    readonly devLimit: number;
    readonly testLimit: number;
    /** Sentences, tags unseen, that scale the features. */
    readonly scaleOn: number;
  };
}

/**
 * Tags of any scheme become BIO. The vocabulary is learned from the card's sentences outside dev and test; corpus
 * 'unlabelled'.
 * @throws LabError for a card without tags, or tags that break their scheme
 */
export const taggedTexts = dataRecipe({
  name: 'taggedTexts',
  uses: ['sentences'],
  async prepare({
    cards,
    settings,
  }: {
    cards: { readonly target: string };
    settings: TaggedTextsSettings;
  }): Promise<SentenceTaggingData> {
    const { vocabularySize, devLimit, testLimit, scaleOn } = settings.sentences;
    const target = await loadDataset(cards.target);
    if (!target.tagged)
      throw new LabError(
        `${target.name} is a dataset for '${target.card.task}', and its sentences have no tags: choose one for 'tagging'.`,
      );
    const tokenizer = trainWordPiece(target.pretraining, { vocabularySize });
    // All splits at once, so that one scheme is found for them.
    const { train, dev, test } = target.tagged;
    const all = [...train, ...dev, ...test];
    const { tags } = toBio(
      all.map((sentence) => sentence.tags.map((tag) => target.labels[tag]!)),
      { broken: 'refuse' },
    );
    const encoded = interruptible(() => encodedSentences(all, tags, tokenizer));
    const from = (start: number, count: number) =>
      pickSentences(
        encoded,
        Array.from({ length: count }, (_, index) => start + index),
      );
    const sampled = (set: EncodedSentences, limit: number, seed: string) =>
      pickSentences(set, sampledRows(set.words.length, limit, seed));
    const pool = from(0, train.length);
    return {
      tagNames: [...new Set(['O', ...tags.flat().sort()])],
      vocabulary: vocabularyOf(tokenizer),
      corpora: { unlabelled: encodeAll(target.pretraining.texts, tokenizer) },
      heldOut: {},
      scaleOn: sampled(pool, scaleOn, 'scale'),
      pool,
      dev: sampled(from(train.length, dev.length), devLimit, 'dev'),
      test: sampled(from(train.length + dev.length, test.length), testLimit, 'test'),
    };
  },
});

/** Each word is cut by itself: what a tokenizer of words does with sentences whose words are parted by spaces. */
function encodedSentences(
  sentences: readonly TaggedSentence[],
  tags: readonly string[][],
  tokenizer: Tokenizer,
): EncodedSentences {
  const known = new Map<string, Int32Array>();
  const piecesOf = (word: string): Int32Array => {
    const made = known.get(word) ?? tokenizer.encode(word);
    known.set(word, made);
    // A word of which nothing is left (a control character) still needs a place.
    return made.length > 0 ? made : Int32Array.of(tokenizer.specialTokens.unknown);
  };
  const rows = sentences.map(({ tokens }) => {
    const pieces = tokens.map(piecesOf);
    let at = 0;
    const firsts = Int32Array.from(pieces, ({ length }) => {
      at += length;
      return at - length;
    });
    return { examples: Int32Array.from(pieces.flatMap((own) => [...own])), firsts };
  });
  return {
    words: sentences.map(({ tokens }) => tokens),
    tags,
    examples: rows.map(({ examples }) => examples),
    firsts: rows.map(({ firsts }) => firsts),
  };
}
