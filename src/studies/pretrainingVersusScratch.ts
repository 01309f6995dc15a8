/**
 * Pretraining versus scratch under limited labels.
 *
 * Claim: starting from pretrained weights needs fewer labels than starting from random ones.
 * Source: Howard & Ruder 2018 (ULMFiT), figure 3: with 100 labelled reviews the pretrained model matches training from
 * scratch on 10 to 20 times as many.
 * Run: npx lab run pretraining-versus-scratch --tier quick|laptop|full
 */
import { labelsPerClass } from '../form/axis';
import { defineStudy } from '../form/study';
import { coOccurrence } from '../recipes/coOccurrence';
import { encoderOverVectors } from '../recipes/encoderOverVectors';
import { finetuned, probed } from '../recipes/finetunedTexts';
import { labelledTexts } from '../recipes/labelledTexts';
import { maskedLanguageModelling } from '../recipes/maskedLanguageModelling';
import { tfidfClassifier } from '../recipes/tfidfClassifier';
import { wordVectorClassifier } from '../recipes/wordVectorClassifier';
import { classification } from '../tasks/classification';
import { full, laptop, quick } from './settings/pretrainingVersusScratch';

const limits = (ofData: string) => [
  "The pretraining text contains the training pool's texts (without labels), as in-domain pretraining usually does; transfer from another domain is not measured here.",
  'Settings were chosen on dev, which has more labels than the smallest budgets; every tuned arm had the same grid. Those of pretraining were set by hand.',
  'The full tier has not been run, and its minutes are an estimate.',
  ofData,
];

/** The study; see the head of this file. */
export const pretrainingVersusScratch = defineStudy({
  id: 'pretraining-versus-scratch',
  title: 'Pretraining versus scratch under limited labels',
  claim: {
    sentence:
      'Pretraining on unlabelled text lets a classifier reach a given accuracy with far fewer labels than training from scratch.',
    source: {
      paper: 'Howard & Ruder, Universal Language Model Fine-tuning for Text Classification',
      version: 'ACL 2018',
      where: 'figure 3 and section 5',
      number:
        'with 100 labelled examples it matches training from scratch on 10 times (IMDb, AG) to 20 times (TREC-6) as many',
      protocol:
        'validation error over training set size on IMDb, TREC-6 and AG; language model pretrained on Wikitext-103',
    },
    expected:
      'Accuracy on gloss supersenses ahead of scratch at every budget; a label multiplier of at least 10 at 8 labels a class; ahead of the classical baselines from 8 labels on.',
  },
  data: labelledTexts({ cards: { target: 'wordnet-glosses' } }),
  task: classification({ metrics: ['accuracy', 'macroF1'] }),
  axis: labelsPerClass,
  stages: {
    coOccurrence: coOccurrence({ title: 'Co-occurrence word vectors', corpora: ['unlabelled'] }),
    overVectors: encoderOverVectors({ title: 'Encoder over word vectors', from: 'coOccurrence' }),
    maskedLanguageModel: maskedLanguageModelling({
      ...{ title: 'Masked language model', from: 'coOccurrence', corpus: 'unlabelled' },
    }),
  },
  arms: {
    scratch: finetuned({ title: 'From scratch', kind: 'baseline' }),
    pretrained: finetuned({ title: 'Pretrained, fine-tuned', from: 'maskedLanguageModel' }),
    // What masked language modelling adds to the word vectors that it starts from.
    overVectors: finetuned({ title: 'Word vectors alone, fine-tuned', from: 'overVectors' }),
    frozen: probed({ title: 'Pretrained, frozen, linear probe', from: 'maskedLanguageModel' }),
    tfidf: tfidfClassifier({ title: 'TF-IDF, logistic regression' }),
    wordVectors: wordVectorClassifier({ title: 'Word vectors, logistic regression', from: 'coOccurrence' }),
    scratchComputeMatched: finetuned({
      ...{
        title: "From scratch, with pretraining's compute",
        kind: 'control',
        matches: 'maskedLanguageModel',
      },
      // Pretraining's own batch, which costs the least time for the same operations.
      with: { finetuning: { batchSize: 128 } },
    }),
  },
  verdict: {
    ...{ treatment: 'pretrained', reference: 'scratch', expects: 'better', control: 'scratchComputeMatched' },
    // Far fewer: a quarter of the labels at most.
    multiplier: { at: 8, atLeast: 4 },
  },
  tiers: {
    quick: { minutes: 1, levels: [2, 8], seeds: 2, settings: quick, omits: ['scratchComputeMatched'] },
    laptop: {
      ...{ minutes: 16, levels: [2, 8, 32, 128], seeds: 5, settings: laptop, tuned: true },
      fewer: { scratchComputeMatched: { levels: [2, 128] } },
    },
    full: { minutes: 600, levels: [2, 8, 32, 128], seeds: 10, settings: full, tuned: true },
  },
  tuning: {
    arms: ['scratch', 'pretrained', 'overVectors', 'scratchComputeMatched'],
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
      freezeEmbeddings: [false, true],
    },
    // Its steps follow from pretraining's compute.
    only: { scratchComputeMatched: ['learningRate'] },
  },
  limits: limits('One dataset of short English definitions, one small model.'),
  onCards: () => ({
    limits: limits(
      'One dataset, one small model; a class with fewer labels than a budget asks for gives all it has.',
    ),
  }),
});
