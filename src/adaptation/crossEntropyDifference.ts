import { NgramLanguageModel } from '../models/ngramLanguageModel';
import { BudgetedTop } from './budgetedTop';
import { readPool, type TextPool } from './pool';
import { checkedTarget, type SelectionMethod } from './selectCorpus';
import { countWords, textKey, uniformOf, wordHashes } from './wordHashes';
import { WordVocabulary, wordCounts } from './wordVocabulary';

export interface CrossEntropyDifferenceOptions {
  /** Texts of the target domain, without labels. */
  readonly target: readonly string[];
  /** Seeds the sample of the pool that the general model learns from. */
  readonly seed: number;
  /** Discount of both models, see {@link NgramLanguageModel}. Default 0.75. */
  readonly discount?: number;
}

/**
 * Moore & Lewis 2010, "Intelligent Selection of Language Model Training Data": a text's score is H_N(s) - H_I(s), the
 * cross-entropy a word under a language model N of the pool minus that under a model I of the target (section 2). N is
 * learned from a random sample of the pool as large as the target, with the target's vocabulary of words seen twice or
 * more, all others being one unknown word (section 3). The models are bigrams; the paper's were of order four.
 * @throws LabError without target texts
 */
export function crossEntropyDifference(options: CrossEntropyDifferenceOptions): SelectionMethod {
  const { target, seed, discount } = options;
  checkedTarget(target, 'Cross-entropy difference');
  return {
    name: 'Moore-Lewis',
    async fit(pool) {
      const vocabulary = new WordVocabulary(wordCounts(target), { minimumCount: 2 });
      const model = (texts: readonly string[]) =>
        new NgramLanguageModel(
          texts.map((text) => vocabulary.encode(wordHashes(text))),
          { vocabularySize: vocabulary.size, ...(discount === undefined ? {} : { discount }) },
        );
      const size = target.reduce((sum, text) => sum + countWords(text), 0);
      const targetModel = model(target);
      const poolModel = model(await sampleOf(pool, size, seed));
      return ({ words }) => {
        const ids = vocabulary.encode(words);
        return (poolModel.negativeLogLikelihood(ids) - targetModel.negativeLogLikelihood(ids)) / ids.length;
      };
    },
  };
}

/** A random sample of a pool of about so many words, repetitions once, the same whatever the pool's order. */
async function sampleOf(pool: TextPool, words: number, seed: number): Promise<string[]> {
  const sample = new BudgetedTop(words);
  await readPool(pool, (text) => {
    const hashes = wordHashes(text);
    if (hashes.length === 0) return;
    const key = textKey(hashes);
    sample.offer({ text, tokens: hashes.length, score: uniformOf(key, seed ^ 0x2545f491), key });
  });
  const chosen = sample.selected().map(({ text }) => text);
  // A target of a few words may be smaller than every text of the pool.
  return chosen.length > 0 ? chosen : await firstOf(pool);
}

async function firstOf(pool: TextPool): Promise<string[]> {
  const texts = typeof pool === 'function' ? pool() : pool;
  for await (const text of texts) if (countWords(text) > 0) return [text];
  return [];
}
