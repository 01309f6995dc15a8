/**
 * One budget of compute: how much of it should go to pretraining?
 *
 * Claim: half of the budget for pretraining makes a better classifier of few labels than all of it for training on labels.
 * Source: He, Girshick & Dollár 2019, who found the contrary of pretraining on ImageNet: scratch catches up, if trained longer.
 * Run: npx lab run compute-balance --tier quick|laptop|full
 */
import { labelsPerClass } from '../form/axis';
import { defineStudy } from '../form/study';
import { budgetedFinetuning, budgetedPretraining, budgetedProbe } from '../recipes/computeBudget';
import { convnet } from '../recipes/convnet';
import { labelledImages } from '../recipes/imageData';
import { classification } from '../tasks/classification';
import { full, grid, laptop, quick } from './settings/computeBalance';

const network = convnet;
const stage = (title: string, share: number) => budgetedPretraining({ title, share, network });

/** The study; see the head of this file. */
export const computeBalance = defineStudy({
  id: 'compute-balance',
  title: 'When pretraining repays its cost',
  claim: {
    sentence:
      'Of one budget of compute, giving half to pretraining makes a better classifier of few labels than giving all of it to training on the labels.',
    source: {
      paper: 'He, Girshick & Dollár, Rethinking ImageNet Pre-training',
      version: 'ICCV 2019',
      where: 'abstract',
      number:
        'the paper says the contrary: with more training iterations, networks from random weights are no worse than pretrained ones, also with 10 % of the training data, and pretraining speeds up convergence early in training; a budget that both share is this study’s own',
      protocol: 'Mask R-CNN on COCO; pretraining on the labels of ImageNet',
    },
    expected:
      'Half pretraining level with scratch or behind at 1 and 10 labels a class, for augmentation already teaches scratch what contrast teaches; without augmentation of the labelled images, half pretraining far ahead at 10. Nine tenths for pretraining behind half.',
  },
  data: labelledImages({ cards: { target: 'mnist-digits' } }),
  task: classification({ metrics: ['accuracy', 'macroF1'] }),
  axis: labelsPerClass,
  stages: {
    quarter: stage('Contrastive, a quarter of the compute', 0.25),
    half: stage('Contrastive, half of the compute', 0.5),
    threeQuarters: stage('Contrastive, three quarters of the compute', 0.75),
    nineTenths: stage('Contrastive, nine tenths of the compute', 0.9),
    all: stage('Contrastive, all of the compute', 1),
  },
  arms: {
    scratch: budgetedFinetuning({ title: 'From scratch, all of the compute', kind: 'baseline', network }),
    quarter: budgetedFinetuning({ title: 'A quarter for pretraining', from: 'quarter', network }),
    half: budgetedFinetuning({ title: 'Half for pretraining', from: 'half', network }),
    threeQuarters: budgetedFinetuning({
      ...{ title: 'Three quarters for pretraining', from: 'threeQuarters', network },
    }),
    nineTenths: budgetedFinetuning({ title: 'Nine tenths for pretraining', from: 'nineTenths', network }),
    allFrozen: budgetedProbe({ title: 'All for pretraining, frozen, linear probe', from: 'all', network }),
    // What the other half is worth: spent on labels, or on pretraining.
    scratchHalf: budgetedFinetuning({
      ...{ title: 'From scratch, half of the compute', kind: 'control', share: 0.5, network },
    }),
    // Whether augmentation is why scratch keeps up.
    scratchPlain: budgetedFinetuning({
      ...{ title: 'From scratch, no augmentation', kind: 'control', augmented: false, network },
    }),
    halfPlain: budgetedFinetuning({
      ...{ title: 'Half for pretraining, no augmentation of labelled images', from: 'half' },
      ...{ augmented: false, network },
    }),
  },
  verdict: { treatment: 'half', reference: 'scratch', expects: 'better', levels: [1, 10] },
  tiers: {
    quick: { minutes: 0.5, levels: [1, 10], seeds: 2, settings: quick },
    laptop: {
      ...{ minutes: 15, levels: [1, 10, 100], seeds: 5, settings: laptop, tuned: true },
      fewer: { scratchPlain: { levels: [10] }, halfPlain: { levels: [10] } },
    },
    full: {
      ...{ minutes: 2500, levels: [1, 10, 100], seeds: 10, settings: full, tuned: true },
      fewer: { scratchPlain: { levels: [10] }, halfPlain: { levels: [10] } },
    },
  },
  tuning: {
    arms: [
      ...(['scratch', 'quarter', 'half', 'threeQuarters', 'nineTenths'] as const),
      ...(['scratchHalf', 'scratchPlain', 'halfPlain'] as const),
    ],
    ...{ seeds: [101, 102], grid },
  },
  limits: [
    'One budget, one small network, small grey digits. A larger budget lets both ways go on; where they end is not measured.',
    'Compute is counted as operations of training: linear probes, evaluation and the search for settings are not counted, for no arm.',
    'Half was chosen as the treatment before the run. The best of five shares, picked afterwards, would look better than it is.',
    'Every arm has learning rates of its own, chosen on dev; what belongs to pretraining was set by hand and is the same at every share.',
    'The unlabelled images contain the images that labels are drawn from (without labels).',
    'The full tier has not been run, and its minutes are an estimate.',
  ],
});
