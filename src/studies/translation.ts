/**
 * Translation with few sentence pairs.
 *
 * Claim: a model that has learned to write damaged text whole, in both languages, translates better from few pairs.
 * Source: Liu et al. 2020 (mBART). Sentences are those of a program's interface: short, and full of names of things.
 * Run: npx lab run translation --tier quick|laptop|full
 */
import { sentencePairs } from '../form/axis';
import { defineStudy } from '../form/study';
import { translationMemory, wordByWord } from '../recipes/classicalTranslators';
import { denoisedTranslator } from '../recipes/denoisedTranslator';
import { trainedTranslator } from '../recipes/trainedTranslator';
import { translationTexts } from '../recipes/translationTexts';
import { translation } from '../tasks/translation';
import { full, laptop, quick } from './settings/translation';

const limits = (ofData: string) => [
  'The unpaired text of both languages holds the sentences of the pairs, without telling which belong together.',
  'At these sizes no arm translates well; chrF tells more than BLEU where few whole words are right.',
  'Sequences longer than 32 pieces are cut. Written is always the likeliest piece, without beams.',
  'Settings of denoising were set by hand. Back-translation and a pretrained encoder alone are not among the arms.',
  'The full tier has not been run, and its minutes are an estimate.',
  ofData,
];

/** The study; see the head of this file. */
export const translationStudy = defineStudy({
  id: 'translation',
  title: 'Translation with few sentence pairs',
  claim: {
    sentence:
      'Denoising text of both languages first makes a better translation model of few sentence pairs.',
    source: {
      paper: 'Liu et al., Multilingual Denoising Pre-training for Neural Machine Translation',
      version: 'TACL 2020',
      where: 'abstract',
      number: 'gains in all but the highest-resource settings, up to 12 BLEU with few pairs',
      protocol: 'BLEU on 24 language pairs; pretrained on 25 languages of Common Crawl',
    },
    expected:
      'chrF ahead of scratch at every number of pairs; word by word ahead of both networks at 500 and 2,000; ahead of the memory of pairs at 8,000.',
  },
  data: translationTexts({ cards: { target: 'interface-strings-de' } }),
  task: translation({ metrics: ['chrF', 'bleu'] }),
  axis: sentencePairs,
  stages: {
    denoised: denoisedTranslator({ title: 'Denoising of both languages' }),
  },
  arms: {
    scratch: trainedTranslator({ title: 'From scratch', kind: 'baseline' }),
    pretrained: trainedTranslator({ title: 'Denoising first', from: 'denoised' }),
    wordByWord: wordByWord({ title: 'Word by word (IBM model 1)' }),
    memory: translationMemory({ title: 'Nearest known sentence' }),
    scratchComputeMatched: trainedTranslator({
      ...{ title: "From scratch, with pretraining's compute", kind: 'control', matches: 'denoised' },
    }),
  },
  verdict: {
    ...{ treatment: 'pretrained', reference: 'scratch', expects: 'better', control: 'scratchComputeMatched' },
  },
  tiers: {
    quick: {
      ...{ minutes: 1, levels: [500, 2000], seeds: 2, settings: quick },
      omits: ['scratchComputeMatched'],
    },
    laptop: {
      ...{ minutes: 45, levels: [500, 2000, 8000], seeds: 5, settings: laptop, tuned: true },
      fewer: { scratchComputeMatched: { levels: [500, 8000] } },
    },
    full: { minutes: 900, levels: [500, 2000, 8000], seeds: 10, settings: full, tuned: true },
  },
  tuning: {
    arms: ['scratch', 'pretrained', 'scratchComputeMatched'],
    section: 'training',
    seeds: [101, 102],
    grid: {
      learningRate: {
        ...{ values: [1e-3, 3e-3], within: [1e-4, 3e-2] },
        because: 'rates beyond are outside what AdamW is used with',
      },
    },
  },
  limits: limits('One dataset of short interface texts, one direction, one small model.'),
  onCards: () => ({ limits: limits('One dataset, one direction, one small model.') }),
});
