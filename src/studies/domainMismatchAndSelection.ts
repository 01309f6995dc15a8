/**
 * Domain mismatch and corpus selection.
 *
 * Claim: of a large mixed pool, text selected to be like the target is better to pretrain on than as much drawn at random.
 * Source: Xie et al. 2023 (DSIR). Pretraining is counting co-occurrences, seconds a corpus, so that many corpora can be
 * compared; the classifier is a logistic regression on means of the vectors.
 * Run: npx lab run domain-mismatch-and-selection --tier quick|laptop|full
 * On other data: npx lab run domain-mismatch-and-selection --cards target=./task.json second=sst2 third=ag-news
 */
import { labelsPerClass } from '../form/axis';
import { defineStudy } from '../form/study';
import { selectedText } from '../recipes/selectedText';
import { atRandom } from '../recipes/selections/atRandom';
import { byCrossEntropyDifference } from '../recipes/selections/byCrossEntropyDifference';
import { byImportanceResampling } from '../recipes/selections/byImportanceResampling';
import { byNearestNeighbours } from '../recipes/selections/byNearestNeighbours';
import { wholeDomain } from '../recipes/selections/wholeDomain';
import { tfidfClassifier } from '../recipes/tfidfClassifier';
import { threeDomains } from '../recipes/threeDomains';
import { untrainedVectorClassifier, wordVectorClassifier } from '../recipes/wordVectorClassifier';
import { classification } from '../tasks/classification';

const laptop = {
  texts: {
    ...{ vocabularySize: 4096, vocabularyWords: 200_000, poolPerClass: 64 },
    ...{ chunkWords: 64, domainChunks: 20_000, devLimit: 600, testLimit: 1000 },
  },
  // About a fifth of the pool, so that what is chosen matters.
  selection: { tokens: 200_000, neighbours: 50 },
  coOccurrence: { dimensions: 64, window: 10, contextSmoothing: 0.75, singularValueExponent: 0.75 },
  pooling: { sifConstant: 0.03 },
  probe: { l2: [3, 10, 30, 100, 300] },
  tfidf: { l2: [0.01, 0.03, 0.1, 0.3, 1, 3] },
};

const quick: typeof laptop = {
  ...laptop,
  texts: {
    ...{ vocabularySize: 1024, vocabularyWords: 40_000, poolPerClass: 16 },
    ...{ chunkWords: 64, domainChunks: 500, devLimit: 150, testLimit: 250 },
  },
  selection: { tokens: 30_000, neighbours: 20 },
  coOccurrence: { ...laptop.coOccurrence, dimensions: 32 },
  probe: { l2: [30] },
  tfidf: { l2: [1] },
};

const full: typeof laptop = {
  ...laptop,
  texts: { ...laptop.texts, vocabularySize: 8192, devLimit: 2000, testLimit: 5000 },
  coOccurrence: { ...laptop.coOccurrence, dimensions: 128 },
};

/** What is selected is selected for the target; whole domains are tried on the other tasks, too. */
const everywhere = { alsoOn: ['second', 'third'] };

/** The study; see the head of this file. */
export const domainMismatchAndSelection = defineStudy({
  id: 'domain-mismatch-and-selection',
  title: 'Domain mismatch and corpus selection',
  claim: {
    sentence:
      'Of a large mixed pool, text selected to be like the target is better to pretrain on than as many tokens drawn at random.',
    source: {
      paper: 'Xie, Santurkar, Ma & Liang, Data Selection for Language Models via Importance Resampling',
      version: 'NeurIPS 2023',
      where: 'abstract and section 6',
      number: 'DSIR is 2 to 2.5 points ahead of random selection and heuristic filters on GLUE',
      protocol: 'masked language models of BERT-base size pretrained on text selected from The Pile',
    },
    expected:
      'Macro-F1 on the target after text selected by DSIR ahead of random selection at every budget; near domains help more than distant ones.',
  },
  data: threeDomains({
    cards: { target: 'spam-assassin', second: 'wordnet-glosses', third: 'state-of-the-union' },
  }),
  task: classification({ metrics: ['macroF1', 'accuracy'] }),
  axis: labelsPerClass,
  stages: {
    target: selectedText({ title: "Text of the target's domain", by: wholeDomain('target') }),
    second: selectedText({ title: 'Text of the second domain', by: wholeDomain('second') }),
    third: selectedText({ title: 'Text of the third domain', by: wholeDomain('third') }),
    random: selectedText({ title: 'Drawn at random from the pool', by: atRandom }),
    mooreLewis: selectedText({
      title: 'Selected by cross-entropy difference',
      by: byCrossEntropyDifference,
    }),
    importance: selectedText({ title: 'Selected by importance resampling', by: byImportanceResampling }),
    nearest: selectedText({
      ...{ title: 'Selected as nearest neighbours', from: 'random' },
      by: byNearestNeighbours,
    }),
  },
  arms: {
    untrained: untrainedVectorClassifier({ title: 'Untrained vectors', kind: 'baseline', ...everywhere }),
    tfidf: tfidfClassifier({ title: 'TF-IDF, logistic regression', ...everywhere }),
    target: wordVectorClassifier({
      ...{ title: "The target's domain", kind: 'pretrained', from: 'target', ...everywhere },
    }),
    second: wordVectorClassifier({
      ...{ title: 'The second domain', kind: 'control', from: 'second', ...everywhere },
    }),
    third: wordVectorClassifier({
      ...{ title: 'The third domain', kind: 'control', from: 'third', ...everywhere },
    }),
    random: wordVectorClassifier({ title: 'Pool, at random', kind: 'control', from: 'random' }),
    mooreLewis: wordVectorClassifier({
      ...{ title: 'Pool, by Moore-Lewis', kind: 'pretrained', from: 'mooreLewis' },
    }),
    importance: wordVectorClassifier({ title: 'Pool, by DSIR', kind: 'pretrained', from: 'importance' }),
    nearest: wordVectorClassifier({
      ...{ title: 'Pool, nearest neighbours', kind: 'pretrained', from: 'nearest' },
    }),
  },
  verdict: { treatment: 'importance', reference: 'random', expects: 'better' },
  tiers: {
    quick: { minutes: 1, levels: [2, 8], seeds: 2, settings: quick },
    laptop: { minutes: 3, levels: [2, 8, 32], seeds: 10, settings: laptop },
    full: { minutes: 60, levels: [2, 8, 32], seeds: 20, settings: full },
  },
  limits: [
    'Pretraining is counting co-occurrences, not a transformer: seconds a corpus, so that all corpora could be compared with ten seeds; domain-adaptation has the transformer.',
    'The pool holds three very different domains, one of them the target; a pool of the web is harder to select from.',
    'Nine pairs of source and target leave the rank correlation with a wide interval.',
    'The full tier has not been run, and its minutes are an estimate.',
    'Settings were taken from the pilots and from dev scores of the domain adaptation study, the same for every arm; only the penalty of the regression is chosen for each trial, on dev.',
  ],
});
