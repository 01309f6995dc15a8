/**
 * Most heads can go.
 *
 * Claim: heads that the loss depends on least cost less accuracy, when they are removed, than as many drawn at random.
 * Source: Michel, Levy & Neubig 2019, section 4. Nothing is trained after a head is gone.
 * Run: npx lab run attention-heads --tier quick|laptop|full
 */
import { settingAxis } from '../form/axis';
import { defineStudy } from '../form/study';
import { coOccurrence } from '../recipes/coOccurrence';
import { finetunedHeads } from '../recipes/finetunedHeads';
import { labelledTexts } from '../recipes/labelledTexts';
import { maskedLanguageModelling } from '../recipes/maskedLanguageModelling';
import { tfidfClassifier } from '../recipes/tfidfClassifier';
import { withAllHeads, withoutHeads } from '../recipes/withoutHeads';
import { wordVectorClassifier } from '../recipes/wordVectorClassifier';
import { classification } from '../tasks/classification';
import { full, laptop, quick } from './settings/attentionHeads';

const limits = (ofData: string) => [
  'Importance is measured once, at the whole network. The source, too, ranks once; measuring anew after every removal may rank better.',
  'Nothing is trained after the removal, as in the source. A network that may adapt loses less: what all removed costs here is not what attention is worth.',
  'Settings were set by hand and not tuned; all removals start from the same fine-tuned network of their seed.',
  'A trial at random is the mean of several drawn orders; the others have one order. A level at which nothing differs from the whole has not been shown to cost nothing.',
  'The full tier has not been run, and its minutes are an estimate.',
  ofData,
];

/** The study; see the head of this file. */
export const attentionHeads = defineStudy({
  id: 'attention-heads',
  title: 'Most heads can go',
  claim: {
    sentence:
      'Removing the attention heads that the loss depends on least costs less accuracy than removing as many at random.',
    source: {
      paper: 'Michel, Levy & Neubig, Are Sixteen Heads Really Better than One?',
      version: 'NeurIPS 2019',
      where: 'section 4 and figure 3',
      number:
        'in order of importance, 20 % of the heads of a translation model and 40 % of those of BERT go without a noticeable loss',
      protocol:
        'WMT English-French and BERT on MNLI, no training afterwards; compared with an order by measured loss, not with chance. Budhraja et al. (EMNLP 2020) find that many heads drawn at random can go, too',
    },
    expected:
      'After one shortened run, scored on dev: by importance ahead of at random by about a point at a half and at three quarters, at a quarter too close to tell; all removed costs about ten points.',
  },
  data: labelledTexts({ cards: { target: 'wordnet-glosses' } }),
  task: classification({ metrics: ['accuracy', 'macroF1'] }),
  axis: settingAxis({
    name: 'shareRemoved',
    title: 'share of heads removed',
    scale: 'linear',
    set: (share) => ({ removal: { share } }),
  }),
  stages: {
    coOccurrence: coOccurrence({ title: 'Co-occurrence word vectors', corpora: ['unlabelled'] }),
    maskedLanguageModel: maskedLanguageModelling({
      ...{ title: 'Masked language model', from: 'coOccurrence', corpus: 'unlabelled' },
    }),
    fineTuned: finetunedHeads({ title: 'Fine-tuned, heads measured', from: 'maskedLanguageModel' }),
  },
  arms: {
    whole: withAllHeads({ title: 'All heads', from: 'fineTuned' }),
    byImportance: withoutHeads({
      ...{ title: 'Least important first', from: 'fineTuned', order: 'leastImportant' },
    }),
    // Without the source's norm over layers, which makes layers alike that are not.
    acrossLayers: withoutHeads({
      ...{ title: 'Least important first, layers not normalised', from: 'fineTuned' },
      order: 'leastImportantOfAllLayers',
    }),
    byMagnitude: withoutHeads({ title: 'Smallest weights first', from: 'fineTuned', order: 'smallest' }),
    random: withoutHeads({ title: 'At random', kind: 'control', from: 'fineTuned', order: 'random' }),
    worstFirst: withoutHeads({
      ...{ title: 'Most important first', kind: 'control', from: 'fineTuned', order: 'mostImportant' },
    }),
    // What needs no attention at all: from the same labels, and from the vectors that pretraining starts from.
    tfidf: tfidfClassifier({ title: 'TF-IDF, logistic regression' }),
    wordVectors: wordVectorClassifier({ title: 'Word vectors, logistic regression', from: 'coOccurrence' }),
  },
  verdict: {
    ...{ treatment: 'byImportance', reference: 'random', expects: 'better' },
    // At both ends all orders leave the same network.
    levels: [0.25, 0.5, 0.75],
  },
  tiers: {
    quick: { minutes: 0.5, levels: [0, 0.25, 0.5, 0.75, 1], seeds: 2, amount: 8, settings: quick },
    laptop: {
      ...{ minutes: 12, levels: [0, 0.125, 0.25, 0.5, 0.75, 1], seeds: 5, amount: 128, settings: laptop },
    },
    full: {
      ...{ minutes: 600, levels: [0, 0.125, 0.25, 0.5, 0.75, 1], seeds: 10, amount: 128, settings: full },
    },
  },
  limits: limits('One dataset of short English definitions, one small model.'),
  onCards: () => ({ limits: limits('One dataset, one small model.') }),
});
