/**
 * Sentiment with few labels.
 *
 * Claim: a pretrained classifier tells praise from complaint with fewer labels than one from random weights.
 * Source: Howard & Ruder 2018 (ULMFiT), figure 3. The arm to beat needs no label at all: a list of words.
 * Run: npx lab run sentiment --tier quick|laptop|full
 */
import { readCard } from '../data/cards';
import { labelsPerClass } from '../form/axis';
import { defineStudy } from '../form/study';
import { clozeClassifier } from '../recipes/clozeClassifier';
import { coOccurrence } from '../recipes/coOccurrence';
import { finetuned } from '../recipes/finetunedTexts';
import { lexiconClassifier } from '../recipes/lexiconClassifier';
import { maskedLanguageModelling } from '../recipes/maskedLanguageModelling';
import { finetunedPublished, probedPublished } from '../recipes/publishedTexts';
import { sentimentTexts } from '../recipes/sentimentTexts';
import { tfidfClassifier } from '../recipes/tfidfClassifier';
import { wordVectorClassifier } from '../recipes/wordVectorClassifier';
import { classification } from '../tasks/classification';
import { full, laptop, quick } from './settings/sentiment';

const limits = (ofData: string) => [
  "The pretraining text contains the training pool's sentences (without labels) beside general text.",
  'Settings were chosen on dev, which has more labels than the smallest budgets; every tuned arm had the same grid. Those of pretraining and of the published model were set by hand.',
  'The published model is fine-tuned at one budget alone, since each such trial takes most of a minute.',
  'The cloze has one pattern and one word a class, chosen by hand before any run.',
  'The full tier has not been run, and its minutes are an estimate.',
  ofData,
];

/** The study; see the head of this file. */
export const sentiment = defineStudy({
  id: 'sentiment',
  title: 'Sentiment with few labels',
  claim: {
    sentence: 'Pretraining on unlabelled text makes a better sentiment classifier of few labels.',
    source: {
      paper: 'Howard & Ruder, Universal Language Model Fine-tuning for Text Classification',
      version: 'ACL 2018',
      where: 'figure 3 and section 5',
      number: 'on IMDb, with 100 labelled examples it matches training from scratch on 10 times as many',
      protocol: 'validation error over training set size; language model pretrained on Wikitext-103',
    },
    expected:
      'Accuracy ahead of scratch at every budget; the lexicon ahead of all arms that learn up to 8 labels a class; the published model ahead of the lexicon at 128; the cloze ahead of the fine-tuned classifier at 2.',
  },
  data: sentimentTexts({ cards: { target: 'sentiment-sentences', general: 'brown-names' } }),
  task: classification({ metrics: ['accuracy', 'macroF1'] }),
  axis: labelsPerClass,
  stages: {
    coOccurrence: coOccurrence({ title: 'Co-occurrence word vectors', corpora: ['both'] }),
    maskedLanguageModel: maskedLanguageModelling({
      ...{ title: 'Masked language model', from: 'coOccurrence', corpus: 'both' },
    }),
  },
  arms: {
    scratch: finetuned({ title: 'From scratch', kind: 'baseline' }),
    pretrained: finetuned({ title: 'Pretrained, fine-tuned', from: 'maskedLanguageModel' }),
    cloze: clozeClassifier({
      ...{ title: 'Pretrained, cloze with label words', from: 'maskedLanguageModel', tunedAs: 'pretrained' },
      ...{ pattern: 'it was [MASK] .', words: { negative: 'bad', positive: 'good' } },
    }),
    tfidf: tfidfClassifier({ title: 'TF-IDF, logistic regression' }),
    wordVectors: wordVectorClassifier({ title: 'Word vectors, logistic regression', from: 'coOccurrence' }),
    lexicon: lexiconClassifier({ title: 'Lexicon, no labels' }),
    published: probedPublished({ title: 'Published MiniLM, frozen, linear probe' }),
    publishedFinetuned: finetunedPublished({ title: 'Published MiniLM, fine-tuned' }),
    scratchComputeMatched: finetuned({
      ...{
        title: "From scratch, with pretraining's compute",
        kind: 'control',
        matches: 'maskedLanguageModel',
      },
      // Pretraining's own batch.
      with: { finetuning: { batchSize: 64 } },
    }),
  },
  verdict: {
    ...{ treatment: 'pretrained', reference: 'scratch', expects: 'better', control: 'scratchComputeMatched' },
  },
  tiers: {
    quick: {
      ...{ minutes: 0.5, levels: [2, 8], seeds: 2, settings: quick },
      omits: ['scratchComputeMatched', 'published', 'publishedFinetuned'],
    },
    laptop: {
      ...{ minutes: 20, levels: [2, 8, 32, 128], seeds: 5, settings: laptop, tuned: true },
      fewer: {
        scratchComputeMatched: { levels: [2, 128] },
        publishedFinetuned: { levels: [128] },
      },
    },
    full: { minutes: 600, levels: [2, 8, 32, 128, 512], seeds: 10, settings: full, tuned: true },
  },
  tuning: {
    arms: ['scratch', 'pretrained', 'scratchComputeMatched'],
    seeds: [101, 102],
    grid: {
      steps: {
        ...{ values: [80, 320], within: [20, 640] },
        because: 'at more steps the laptop tier would take over half an hour',
      },
      learningRate: {
        ...{ values: [1e-3, 3e-3], within: [1e-4, 3e-2] },
        because: 'rates beyond are outside what AdamW is used with',
      },
    },
    // Its steps follow from pretraining's compute.
    only: { scratchComputeMatched: ['learningRate'] },
  },
  limits: limits('One dataset of short opinions from three sites, one small model.'),
  onCards({ target }) {
    const told = limits('One dataset, one small model.');
    const { labels } = readCard(target!).card;
    if (labels.length === 2 && labels.includes('negative') && labels.includes('positive'))
      return { limits: told };
    // Without those two classes a list of good and bad words has nothing to say.
    const unnamed = ['lexicon', 'cloze'] as const;
    return {
      limits: told,
      tiers: {
        quick: { omits: ['scratchComputeMatched', 'published', 'publishedFinetuned', ...unnamed] },
        laptop: { omits: [...unnamed] },
        full: { omits: [...unnamed] },
      },
    };
  },
});
