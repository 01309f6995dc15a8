/** How far apart two corpora are, by measures that need no neural network. Each is symmetric unless it says otherwise. */
import { seededRandom } from '../data/seededRandom';
import { LabError } from '../errors';
import { LogisticRegression } from '../models/logisticRegression';
import { NgramLanguageModel } from '../models/ngramLanguageModel';
import { Tfidf } from '../models/tfidf';
import { checkedBuckets, visitBuckets } from './hashedNgrams';
import { wordHashes } from './wordHashes';
import { refuseEmpty, WordVocabulary, wordCounts } from './wordVocabulary';

/** A corpus: texts without labels. */
export type Corpus = readonly string[];

/**
 * Share of the most frequent words of two corpora that both have, 0 to 1 (Gururangan et al. 2020, section 3.1 and figure
 * 2, there with the 10,000 most frequent words without stop words).
 * @param words how many of the most frequent words of each; fewer where a corpus has fewer. Default 10,000
 * @throws LabError when a corpus has no words
 */
export function vocabularyOverlap(first: Corpus, second: Corpus, words = 10_000): number {
  const [a, b] = [first, second].map((corpus) => {
    const counts = wordCounts(corpus);
    refuseEmpty(counts, 'A corpus');
    const sorted = [...counts].sort(([wordA, m], [wordB, n]) => n - m || wordA - wordB);
    return new Set(sorted.slice(0, words).map(([word]) => word));
  });
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / Math.min(words, Math.max(a.size, b.size));
}

export interface DivergenceOptions {
  /** Whether pairs of neighbouring words count beside words. Default false. */
  readonly pairs?: boolean;
  /** Buckets that n-grams are hashed into. Default 2^18. */
  readonly buckets?: number;
}

/**
 * Jensen-Shannon divergence of the corpora's distributions of n-grams, in bits: 0 for equal ones, 1 for corpora that share
 * no n-gram (Lin 1991, equation 4.1 with equal weights; Ruder & Plank 2017 use it to measure domains).
 * @throws LabError when a corpus has no words
 */
export function jensenShannonDivergence(
  first: Corpus,
  second: Corpus,
  options: DivergenceOptions = {},
): number {
  const { pairs = false } = options;
  const buckets = checkedBuckets(options.buckets ?? 2 ** 18);
  const [p, q] = [first, second].map((corpus) => {
    const counts = new Float64Array(buckets);
    let total = 0;
    for (const text of corpus) {
      visitBuckets(wordHashes(text), buckets, pairs, (bucket) => {
        counts[bucket]++;
        total++;
      });
    }
    if (total === 0) throw new LabError('A corpus has no words; give it texts.');
    return counts.map((count) => count / total);
  });
  let divergence = 0;
  for (let k = 0; k < buckets; k++) {
    const middle = (p[k] + q[k]) / 2;
    if (p[k] > 0) divergence += (p[k] / 2) * Math.log2(p[k] / middle);
    if (q[k] > 0) divergence += (q[k] / 2) * Math.log2(q[k] / middle);
  }
  return Math.max(0, divergence);
}

export interface ProxyDistanceOptions {
  /** Seeds which texts are taken and which half of them trains the classifier. */
  readonly seed: number;
  /** Texts taken of each corpus. Default 1,000. */
  readonly texts?: number;
  /** Penalty of the classifier, see {@link LogisticRegression}. Default 1. */
  readonly l2?: number;
}

/**
 * Proxy A-distance, 2 (1 - 2 e), e being the held-out error of a classifier that tells the corpora apart: 2 where it always
 * can, about 0 where it cannot (Ben-David et al. 2007, section 5; Glorot, Bordes & Bengio 2011). The classifier is a
 * logistic regression on TF-IDF of words, fitted to one half of the texts and scored on the other.
 * @throws LabError when a corpus has fewer than four texts
 */
export function proxyADistance(first: Corpus, second: Corpus, options: ProxyDistanceOptions): number {
  const { seed, l2 = 1 } = options;
  const count = Math.min(options.texts ?? 1000, first.length, second.length);
  if (count < 4)
    throw new LabError(`Proxy A-distance needs at least four texts of each corpus; one has ${count}.`);
  const drawn = [first, second].map((corpus, label) =>
    seededRandom(`proxy distance/${seed}/${label}`)
      .shuffle([...corpus])
      .slice(0, count),
  );
  const half = Math.floor(count / 2);
  const part = (from: number, to: number) => ({
    texts: drawn.flatMap((texts) => texts.slice(from, to)),
    labels: Int32Array.from({ length: 2 * (to - from) }, (_, k) => (k < to - from ? 0 : 1)),
  });
  const [train, test] = [part(0, half), part(half, count)];
  const tfidf = Tfidf.fit(train.texts, { maximumWords: 1 });
  const model = LogisticRegression.fit(tfidf.features(train.texts), train.labels, { classes: 2, l2 });
  const answers = model.predict(tfidf.features(test.texts));
  const errors = answers.reduce((sum, answer, row) => sum + (answer === test.labels[row] ? 0 : 1), 0);
  return 2 * (1 - (2 * errors) / answers.length);
}

/**
 * Cross-entropy of each corpus under a bigram model of each other one, in nats a word: rows are the corpora that the models
 * learned from, columns those that they are scored on, in the order given. Not symmetric. All models share one vocabulary,
 * the words that all corpora together have five times or more, so that numbers compare; each learns from every text but
 * the tenth, and is scored on the tenths, so that the diagonal is held out too.
 * @throws LabError when a corpus has fewer than ten texts
 */
export function crossEntropyMatrix(corpora: readonly Corpus[]): number[][] {
  const counts = wordCounts(corpora.flat());
  const vocabulary = new WordVocabulary(counts, { minimumCount: 5 });
  const encoded = corpora.map((corpus) => {
    if (corpus.length < 10)
      throw new LabError(`A corpus has ${corpus.length} texts; a language model of it needs at least ten.`);
    return corpus.map((text) => vocabulary.encode(wordHashes(text)));
  });
  const isHeldOut = (_: unknown, index: number) => index % 10 === 9;
  const held = encoded.map((texts) => texts.filter(isHeldOut));
  return encoded.map((texts) => {
    const learned = texts.filter((text, index) => !isHeldOut(text, index));
    const model = new NgramLanguageModel(learned, { vocabularySize: vocabulary.size });
    return held.map((sequences) => model.crossEntropy(sequences));
  });
}

/** A measure between every two corpora: [source][target], in the order of the names. */
export interface DistanceMatrix {
  readonly measure: string;
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  readonly values: readonly (readonly number[])[];
}

/** A measure of two corpora, for every source and target. */
export function distanceMatrix(
  measure: string,
  sources: Readonly<Record<string, Corpus>>,
  targets: Readonly<Record<string, Corpus>>,
  distance: (source: Corpus, target: Corpus) => number,
): DistanceMatrix {
  return {
    measure,
    sources: Object.keys(sources),
    targets: Object.keys(targets),
    values: Object.values(sources).map((source) =>
      Object.values(targets).map((target) => distance(source, target)),
    ),
  };
}
