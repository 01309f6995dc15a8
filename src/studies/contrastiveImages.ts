/**
 * Contrastive pretraining on images under limited labels.
 *
 * Claim: an encoder pretrained by contrasting augmented views, then fine-tuned on few labels, beats supervised training
 * from scratch on the same labels.
 * Source: Chen, Kornblith, Norouzi & Hinton 2020 (SimCLR), table 7.
 * Run: npx lab run contrastive-images --tier quick|laptop|full
 */
import { labelsPerClass } from '../form/axis';
import { defineStudy } from '../form/study';
import { contrastivePretraining } from '../recipes/contrastivePretraining';
import { convnet } from '../recipes/convnet';
import { finetunedImages, probedImages } from '../recipes/finetunedImages';
import { digitAugmentation } from '../recipes/imageAugmentation';
import { labelledImages } from '../recipes/imageData';
import { classification } from '../tasks/classification';
import { imageGrid, quicklyTrainedOnImages, trainedOnImages } from './settings/images';

const laptop = {
  ...trainedOnImages,
  convnet: { channels: [16, 32, 64], strides: [2, 2, 1] },
  augmentation: digitAugmentation,
  // The temperature of Chen et al., appendix B.9, for small images; the length is what minutes allow.
  contrastive: { steps: 600, batchSize: 128, learningRate: 2e-3, weightDecay: 0.01, temperature: 0.5 },
};

const quick: typeof laptop = {
  ...{ ...laptop, ...quicklyTrainedOnImages },
  convnet: { channels: [8, 16], strides: [2, 2] },
  contrastive: { ...laptop.contrastive, steps: 20, batchSize: 32 },
};

const full: typeof laptop = {
  ...laptop,
  convnet: { channels: [64, 128, 256], strides: [2, 2, 1] },
  contrastive: { ...laptop.contrastive, steps: 8000, batchSize: 256 },
};

const network = convnet;
const asScratch = { kind: 'control', tunedAs: 'scratch', network } as const;

/** The study; see the head of this file. */
export const contrastiveImages = defineStudy({
  id: 'contrastive-images',
  title: 'Contrastive pretraining on images under limited labels',
  claim: {
    sentence:
      'Pretraining by contrasting augmented views of unlabelled images, then fine-tuning on few labels, beats supervised training from scratch on the same labels.',
    source: {
      paper:
        'Chen, Kornblith, Norouzi & Hinton, A Simple Framework for Contrastive Learning of Visual Representations',
      version: 'ICML 2020',
      where: 'table 7',
      number: 'top-5 accuracy 75.5 against 48.4 with 1 % of the labels, 87.8 against 80.4 with 10 %',
      protocol:
        'ResNet-50 on ImageNet; 1 % and 10 % of the labels, balanced by class; fine-tuned without regularisation',
    },
    expected:
      'Accuracy on digits ahead of scratch with the same augmentation from 1 to 50 labels a class, the difference shrinking as labels grow; the frozen probe ahead of scratch only where labels are very few.',
  },
  data: labelledImages({ cards: { target: 'mnist-digits' } }),
  task: classification({ metrics: ['accuracy', 'macroF1'] }),
  axis: labelsPerClass,
  stages: {
    contrastive: contrastivePretraining({ title: 'Contrastive (SimCLR)', network }),
    lowTemperature: contrastivePretraining({
      ...{ title: 'Contrastive, low temperature', network },
      with: { contrastive: { temperature: 0.1 } },
    }),
    shiftsOnly: contrastivePretraining({
      ...{ title: 'Contrastive, shifts as the only change', network },
      with: { augmentation: { rotation: 0, scale: [1, 1], shear: 0, brightness: 0, noise: 0, cutout: 0 } },
    }),
  },
  arms: {
    scratch: finetunedImages({ title: 'From scratch', kind: 'baseline', network }),
    finetuned: finetunedImages({ title: 'Contrastive, fine-tuned', from: 'contrastive', network }),
    frozen: probedImages({ title: 'Contrastive, frozen, linear probe', from: 'contrastive', network }),
    randomFrozen: probedImages({ title: 'Random weights, frozen, linear probe', kind: 'control', network }),
    scratchPlain: finetunedImages({ title: 'From scratch, no augmentation', augmented: false, ...asScratch }),
    scratchComputeMatched: finetunedImages({
      ...{ title: "From scratch, with pretraining's compute", matches: 'contrastive' },
      ...{ kind: 'control', network },
    }),
    lowTemperatureFrozen: probedImages({
      ...{ title: 'Low temperature, frozen, linear probe', from: 'lowTemperature', network },
    }),
    shiftsOnlyFrozen: probedImages({
      ...{ title: 'Shifts only, frozen, linear probe', from: 'shiftsOnly', network },
    }),
    allLabels: finetunedImages({ title: 'Supervised on all labels of the pool', draws: 'all', ...asScratch }),
  },
  verdict: {
    ...{ treatment: 'finetuned', reference: 'scratch', expects: 'better', control: 'scratchComputeMatched' },
  },
  tiers: {
    quick: {
      ...{ minutes: 1, levels: [1, 10], seeds: 2, settings: quick },
      omits: [
        'scratchComputeMatched',
        'scratchPlain',
        'allLabels',
        'lowTemperatureFrozen',
        'shiftsOnlyFrozen',
      ],
    },
    laptop: {
      ...{ minutes: 10, levels: [1, 10, 100], seeds: 5, settings: laptop, tuned: true },
      fewer: { scratchComputeMatched: { levels: [1, 100] }, allLabels: { levels: [100] } },
    },
    full: {
      ...{ minutes: 400, levels: [1, 5, 10, 50, 100], seeds: 10, settings: full, tuned: true },
      fewer: { allLabels: { levels: [100] } },
    },
  },
  tuning: {
    arms: ['scratch', 'finetuned', 'scratchComputeMatched'],
    ...{ seeds: [101, 102], grid: imageGrid },
    // Its steps follow from pretraining's compute.
    only: { scratchComputeMatched: ['learningRate'] },
  },
  limits: [
    "The unlabelled images contain the training pool's digits, as in the source; transfer from other images is not measured here.",
    'Penalties of probes and settings of fine-tuning were chosen on 1,000 labelled dev digits, more labels than the smallest budgets have; every tuned arm had the same grid.',
    'The full tier has not been run, and its minutes are an estimate.',
    'Small grey digits and one small network; augmentation and pretraining were set by hand and not tuned.',
  ],
});
