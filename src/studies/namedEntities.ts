/**
 * Finding names with few labelled sentences.
 *
 * Claim: a pretrained encoder finds names with fewer labelled sentences than one from random weights.
 * Source: Peters et al. 2018 (ELMo), section 5.4 and figure 1. Text is in lower case, since capitals give names away.
 * Run: npx lab run named-entities --tier quick|laptop|full
 */
import { labelledSentences } from '../form/axis';
import { defineStudy } from '../form/study';
import { coOccurrence } from '../recipes/coOccurrence';
import { finetunedTagger, probedTagger } from '../recipes/finetunedTagger';
import { linearTagger } from '../recipes/linearTagger';
import { maskedLanguageModelling } from '../recipes/maskedLanguageModelling';
import { probedPublishedTagger } from '../recipes/publishedTagger';
import { taggedTexts } from '../recipes/taggedTexts';
import { tagging } from '../tasks/tagging';
import { full, laptop, quick } from './settings/namedEntities';

const limits = (ofData: string) => [
  "The pretraining text contains the training pool's sentences (without tags); transfer from another domain is not measured here.",
  'Words beyond the 64th piece of a sentence are not seen by the transformers and count as outside every entity.',
  'Tags are chosen word by word; no arm has a layer that scores sequences of tags (a conditional random field).',
  'The published model is not fine-tuned: at this size it would take longer than all else.',
  'Settings were chosen on dev, which has more tagged sentences than the smallest budgets; both arms had the same grid. Those of pretraining were set by hand.',
  'The full tier has not been run, and its minutes are an estimate.',
  ofData,
];

/** The study; see the head of this file. */
export const namedEntities = defineStudy({
  id: 'named-entities',
  title: 'Named entities with few labelled sentences',
  claim: {
    sentence: 'Pretraining on untagged text lets a tagger find names with fewer labelled sentences.',
    source: {
      paper: 'Peters et al., Deep Contextualized Word Representations',
      version: 'NAACL 2018',
      where: 'section 5.4 and figure 1',
      number:
        'in semantic role labelling, the model with pretrained representations reaches with 1 % of the training set about the F1 of the baseline with 10 %',
      protocol:
        'F1 over the share of the training set on SRL and accuracy on SNLI; language model of 1 billion words',
    },
    expected:
      'Entity F1 ahead of scratch at every budget; at 100 sentences worth at least 4 times as many; ahead of the linear tagger from 100 sentences on; the published model ahead of all at 25.',
  },
  data: taggedTexts({ cards: { target: 'brown-names' } }),
  task: tagging({ metrics: ['entityF1', 'strictEntityF1', 'tokenAccuracy'] }),
  axis: labelledSentences,
  stages: {
    coOccurrence: coOccurrence({ title: 'Co-occurrence word vectors', corpora: ['unlabelled'] }),
    maskedLanguageModel: maskedLanguageModelling({
      ...{ title: 'Masked language model', from: 'coOccurrence', corpus: 'unlabelled' },
    }),
  },
  arms: {
    scratch: finetunedTagger({ title: 'From scratch', kind: 'baseline' }),
    pretrained: finetunedTagger({ title: 'Pretrained, fine-tuned', from: 'maskedLanguageModel' }),
    frozen: probedTagger({ title: 'Pretrained, frozen, linear probe', from: 'maskedLanguageModel' }),
    linear: linearTagger({ title: 'Words in context, logistic regression' }),
    published: probedPublishedTagger({ title: 'Published MiniLM, frozen, linear probe' }),
    scratchComputeMatched: finetunedTagger({
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
    // Fewer: half of the sentences at most.
    multiplier: { at: 100, atLeast: 2 },
  },
  tiers: {
    quick: {
      ...{ minutes: 0.5, levels: [25, 100], seeds: 2, settings: quick },
      omits: ['scratchComputeMatched', 'published'],
    },
    laptop: {
      ...{ minutes: 15, levels: [25, 100, 400, 1600], seeds: 5, settings: laptop, tuned: true },
      fewer: { scratchComputeMatched: { levels: [25, 1600] } },
    },
    full: { minutes: 600, levels: [25, 100, 400, 1600], seeds: 10, settings: full, tuned: true },
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
  limits: limits('One dataset of one kind of entity, in lower case; one small model.'),
  onCards: () => ({ limits: limits('One dataset, one small model.') }),
});
