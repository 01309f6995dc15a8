/**
 * Labels that nobody gave.
 *
 * Claim: pretraining on noisy labels that come for free makes a better classifier of few true labels.
 * Source: Mahajan et al. 2018 (hashtags of pictures), Felbo et al. 2017 (emoji of messages). Here a list of words labels.
 * Run: npx lab run weak-labels --tier quick|laptop|full
 */
import { labelsPerClass } from '../form/axis';
import { defineStudy } from '../form/study';
import { coOccurrence } from '../recipes/coOccurrence';
import { finetuned } from '../recipes/finetunedTexts';
import { lexiconClassifier } from '../recipes/lexiconClassifier';
import { maskedLanguageModelling } from '../recipes/maskedLanguageModelling';
import { tfidfClassifier } from '../recipes/tfidfClassifier';
import { weakLabelling } from '../recipes/weakLabelling';
import { weaklyLabelledTexts } from '../recipes/weaklyLabelledTexts';
import { classification } from '../tasks/classification';
import { full, laptop, quick } from './settings/weakLabels';

const limits = (ofData: string) => [
  'The labels come from one lexicon, and the classifier that uses it directly is the arm to beat.',
  "Most weakly labelled text is general text of 1961, not opinions. The pool's own sentences are among it, without their labels.",
  'How the result depends on the share of wrong labels is not measured here.',
  'Settings were chosen on dev, which has more labels than the smallest budgets; every tuned arm had the same grid. Those of pretraining were set by hand.',
  'The full tier has not been run, and its minutes are an estimate.',
  ofData,
];

/** The study; see the head of this file. */
export const weakLabels = defineStudy({
  id: 'weak-labels',
  title: 'Labels that nobody gave',
  claim: {
    sentence: 'Pretraining on noisy labels that come for free makes a better classifier of few true labels.',
    source: {
      paper: 'Mahajan et al., Exploring the Limits of Weakly Supervised Pretraining',
      version: 'ECCV 2018',
      where: 'abstract',
      number:
        'trained to predict hashtags of billions of pictures, then fine-tuned: 85.4 % top-1 accuracy on ImageNet-1k, the highest then',
      protocol:
        'pictures from a social network, a convnet of 829 million parameters; here texts and a lexicon',
    },
    expected:
      'Accuracy ahead of scratch at every budget, and ahead of masked pretraining up to 32 labels; level with the lexicon at 2 and ahead of it at 128.',
  },
  data: weaklyLabelledTexts({ cards: { target: 'sentiment-sentences', general: 'brown-names' } }),
  task: classification({ metrics: ['accuracy', 'macroF1'] }),
  axis: labelsPerClass,
  stages: {
    coOccurrence: coOccurrence({ title: 'Co-occurrence word vectors', corpora: ['both'] }),
    maskedLanguageModel: maskedLanguageModelling({
      ...{ title: 'Masked language model', from: 'coOccurrence', corpus: 'both' },
    }),
    weak: weakLabelling({ title: 'Weak labels', from: 'coOccurrence' }),
    maskedThenWeak: weakLabelling({
      ...{ title: 'Masked language model, then weak labels', from: 'maskedLanguageModel', starts: 'encoder' },
    }),
  },
  arms: {
    scratch: finetuned({ title: 'From scratch', kind: 'baseline' }),
    masked: finetuned({ title: 'Masked language model', from: 'maskedLanguageModel' }),
    weak: finetuned({ title: 'Weak labels', from: 'weak' }),
    maskedThenWeak: finetuned({
      ...{ title: 'Masked, then weak labels', from: 'maskedThenWeak', tunedAs: 'weak' },
    }),
    lexicon: lexiconClassifier({ title: 'Lexicon, no labels' }),
    tfidf: tfidfClassifier({ title: 'TF-IDF, logistic regression' }),
    scratchComputeMatched: finetuned({
      ...{ title: "From scratch, with pretraining's compute", kind: 'control', matches: 'weak' },
      // Pretraining's own batch.
      with: { finetuning: { batchSize: 64 } },
    }),
  },
  verdict: {
    ...{ treatment: 'weak', reference: 'scratch', expects: 'better', control: 'scratchComputeMatched' },
  },
  tiers: {
    quick: {
      ...{ minutes: 0.5, levels: [2, 8], seeds: 2, settings: quick },
      omits: ['scratchComputeMatched'],
    },
    laptop: {
      ...{ minutes: 20, levels: [2, 8, 32, 128], seeds: 5, settings: laptop, tuned: true },
      fewer: { scratchComputeMatched: { levels: [2, 128] } },
    },
    full: { minutes: 600, levels: [2, 8, 32, 128, 512], seeds: 10, settings: full, tuned: true },
  },
  tuning: {
    arms: ['scratch', 'masked', 'weak', 'scratchComputeMatched'],
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
  onCards: () => ({ limits: limits('One dataset, one small model.') }),
});
