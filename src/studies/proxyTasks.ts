/**
 * Which proxy task?
 *
 * Claim: at equal compute, naming hidden words makes better features than naming the next one.
 * Source: Devlin et al. 2019 (BERT), table 5. Beside them contrast of texts, and counting.
 * Run: npx lab run proxy-tasks --tier quick|laptop|full
 */
import { labelsPerClass } from '../form/axis';
import { defineStudy } from '../form/study';
import { coOccurrence } from '../recipes/coOccurrence';
import { encoderOverVectors } from '../recipes/encoderOverVectors';
import { labelledTexts } from '../recipes/labelledTexts';
import { probedEncoder } from '../recipes/probedEncoder';
import { proxyTask } from '../recipes/proxyTask';
import { tfidfClassifier } from '../recipes/tfidfClassifier';
import { wordVectorClassifier } from '../recipes/wordVectorClassifier';
import { classification } from '../tasks/classification';
import { full, laptop, quick } from './settings/proxyTasks';

const limits = (ofData: string) => [
  'Features are compared under a frozen linear probe, where the source fine-tuned; no rate or step of fine-tuning can decide.',
  'Settings of pretraining were set by hand, alike for all tasks but for what one task alone has; none was tuned.',
  'A text is the weighted mean of its states in every arm. A model of the next word might be read better at its last word.',
  'The pretraining text contains the texts that labels are drawn from (without labels).',
  'The full tier has not been run, and its minutes are an estimate.',
  ofData,
];

const corpus = 'unlabelled';

/** The study; see the head of this file. */
export const proxyTasks = defineStudy({
  id: 'proxy-tasks',
  title: 'Which proxy task',
  claim: {
    sentence:
      'At equal compute, a model that names hidden words makes better features than one that names the next word.',
    source: {
      paper: 'Devlin, Chang, Lee & Toutanova, BERT: Pre-training of Deep Bidirectional Transformers',
      version: 'NAACL 2019',
      where: 'table 5',
      number: 'on MNLI, 83.9 with masked words and 82.1 left to right, both without next-sentence prediction',
      protocol: 'fine-tuned, dev accuracy; equal text and steps, not equal compute',
    },
    expected:
      'Hidden words ahead of the next word at every budget; contrast of halves ahead of contrast of dropouts; no task that starts from word vectors ahead of them at 2 labels.',
  },
  data: labelledTexts({ cards: { target: 'wordnet-glosses' } }),
  task: classification({ metrics: ['accuracy', 'macroF1'] }),
  axis: labelsPerClass,
  stages: {
    coOccurrence: coOccurrence({ title: 'Co-occurrence word vectors', corpora: [corpus] }),
    overVectors: encoderOverVectors({ title: 'Encoder over word vectors', from: 'coOccurrence' }),
    hiddenWords: proxyTask({ title: 'Hidden words', from: 'coOccurrence', task: 'maskedTokens', corpus }),
    nextWord: proxyTask({ title: 'The next word', from: 'coOccurrence', task: 'nextToken', corpus }),
    dropouts: proxyTask({
      ...{ title: 'Contrast of two dropouts', from: 'coOccurrence', task: 'contrastOfDropouts', corpus },
    }),
    halves: proxyTask({
      ...{ title: 'Contrast of two halves', from: 'coOccurrence', task: 'contrastOfHalves', corpus },
    }),
    mostHidden: proxyTask({
      ...{ title: 'Hidden words, four fifths of the compute', from: 'coOccurrence', task: 'maskedTokens' },
      ...{ corpus, share: 0.8 },
    }),
    both: proxyTask({
      ...{ title: 'Hidden words, then contrast of halves', from: 'mostHidden', task: 'contrastOfHalves' },
      ...{ corpus, share: 0.2, starts: 'encoder' },
    }),
  },
  arms: {
    untrained: probedEncoder({ title: 'Word vectors, no proxy task', kind: 'baseline', from: 'overVectors' }),
    hiddenWords: probedEncoder({ title: 'Hidden words', from: 'hiddenWords' }),
    nextWord: probedEncoder({ title: 'The next word', from: 'nextWord', attention: 'causal' }),
    dropouts: probedEncoder({ title: 'Contrast of two dropouts', from: 'dropouts' }),
    halves: probedEncoder({ title: 'Contrast of two halves', from: 'halves' }),
    both: probedEncoder({ title: 'Hidden words, then contrast of halves', from: 'both' }),
    tfidf: tfidfClassifier({ title: 'TF-IDF, logistic regression' }),
    wordVectors: wordVectorClassifier({ title: 'Word vectors, logistic regression', from: 'coOccurrence' }),
  },
  verdict: { treatment: 'hiddenWords', reference: 'nextWord', expects: 'better' },
  tiers: {
    quick: { minutes: 0.5, levels: [2, 8], seeds: 2, settings: quick },
    laptop: { minutes: 20, levels: [2, 8, 32, 128], seeds: 5, settings: laptop },
    full: { minutes: 600, levels: [2, 8, 32, 128], seeds: 10, settings: full },
  },
  limits: limits('One dataset of short English definitions, one small model.'),
  onCards: () => ({ limits: limits('One dataset, one small model.') }),
});
