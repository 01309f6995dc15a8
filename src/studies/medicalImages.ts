/**
 * Pretraining for medical images: on other images, or on the medical images themselves without labels.
 *
 * Claim: with few labels, an encoder pretrained by contrast on the unlabelled medical images and then fine-tuned beats
 * training from scratch.
 * Source: Raghu, Zhang, Kleinberg & Bengio 2019 (Transfusion), who asked it of pretraining on natural images and found
 * little benefit, table 1; pretraining on the target's own images was not part of it.
 * Run: npx lab run medical-images --tier quick|laptop|full
 * On real cells: npx lab data get bccd, then the same with --cards target=bccd; other images: --cards other=omniglot
 */
import { labelsPerClass } from '../form/axis';
import { defineStudy } from '../form/study';
import { contrastivePretraining } from '../recipes/contrastivePretraining';
import { convnet } from '../recipes/convnet';
import { finetunedImages, probedImages } from '../recipes/finetunedImages';
import { cellAugmentation } from '../recipes/imageAugmentation';
import { imagesBesideOthers } from '../recipes/imageData';
import { supervisedPretraining } from '../recipes/supervisedPretraining';
import { classification } from '../tasks/classification';
import { imageGrid, quicklyTrainedOnImages, trainedOnImages } from './settings/images';

const training = { steps: 800, batchSize: 128, learningRate: 2e-3, weightDecay: 0.01 };

const laptop = {
  ...trainedOnImages,
  convnet: { channels: [16, 32, 64, 64], strides: [2, 2, 2, 1] },
  augmentation: cellAugmentation,
  contrastive: { ...training, temperature: 0.5 },
  supervised: training,
};

const quick: typeof laptop = {
  ...{ ...laptop, ...quicklyTrainedOnImages },
  convnet: { channels: [8, 16], strides: [2, 2] },
  contrastive: { ...laptop.contrastive, steps: 10, batchSize: 32 },
  supervised: { ...laptop.supervised, steps: 10, batchSize: 32 },
};

const full: typeof laptop = {
  ...laptop,
  convnet: { channels: [32, 64, 128, 128], strides: [1, 2, 2, 1] },
  contrastive: { ...laptop.contrastive, steps: 5000, batchSize: 256 },
  supervised: { ...laptop.supervised, steps: 5000, batchSize: 256 },
};

const network = convnet;
const asMedical = { network, tunedAs: 'medicalFinetuned' } as const;

/** The study; see the head of this file. */
export const medicalImages = defineStudy({
  id: 'medical-images',
  title: 'Pretraining for medical images',
  claim: {
    sentence:
      'Contrastive pretraining on the unlabelled medical images, then fine-tuning on few labels, beats training from scratch on the same labels.',
    source: {
      paper:
        'Raghu, Zhang, Kleinberg & Bengio, Transfusion: Understanding Transfer Learning for Medical Imaging',
      version: 'NeurIPS 2019',
      where: 'section 3 and table 1',
      number:
        'pretraining on ImageNet offers little benefit to performance on retinal photographs and chest X-rays, and small networks from scratch do as well; the paper gives no number for pretraining on the medical images themselves, the claim about them is this study’s own',
      protocol:
        'ResNet-50, Inception-v3 and small convolutional networks on about 250,000 retinal photographs, and on CheXpert; AUC',
    },
    expected:
      'Macro-F1 after pretraining on the medical images ahead of scratch with the same augmentation at 2 to 32 labels a class; after pretraining on other images, with or without their labels, little or nothing gained.',
  },
  // The augmentation changes colours, which grey images have not.
  data: imagesBesideOthers({ cards: { target: 'stained-cells', other: 'mnist-digits' }, channels: 3 }),
  task: classification({ metrics: ['macroF1', 'accuracy'], recallOfEachClass: true }),
  axis: labelsPerClass,
  stages: {
    medical: contrastivePretraining({ title: 'Contrastive on the medical images', network }),
    other: contrastivePretraining({ title: 'Contrastive on other images', network, images: 'other' }),
    otherSupervised: supervisedPretraining({ title: 'Supervised on other images', network }),
  },
  arms: {
    scratch: finetunedImages({ title: 'From scratch', kind: 'baseline', network }),
    medicalFinetuned: finetunedImages({ title: 'Medical images, fine-tuned', from: 'medical', network }),
    otherFinetuned: finetunedImages({ title: 'Other images, fine-tuned', from: 'other', ...asMedical }),
    otherSupervisedFinetuned: finetunedImages({
      ...{ title: 'Other images with labels, fine-tuned', from: 'otherSupervised', ...asMedical },
    }),
    medicalFrozen: probedImages({ title: 'Medical images, frozen, linear probe', from: 'medical', network }),
    otherFrozen: probedImages({ title: 'Other images, frozen, linear probe', from: 'other', network }),
    otherSupervisedFrozen: probedImages({
      ...{ title: 'Other images with labels, frozen, linear probe', from: 'otherSupervised', network },
    }),
    randomFrozen: probedImages({ title: 'Random weights, frozen, linear probe', kind: 'control', network }),
    scratchComputeMatched: finetunedImages({
      ...{ title: "From scratch, with pretraining's compute", kind: 'control', matches: 'medical', network },
    }),
  },
  verdict: {
    ...{ treatment: 'medicalFinetuned', reference: 'scratch', expects: 'better' },
    control: 'scratchComputeMatched',
  },
  tiers: {
    quick: { minutes: 1, levels: [2, 8], seeds: 2, settings: quick, omits: ['scratchComputeMatched'] },
    laptop: {
      ...{ minutes: 20, levels: [2, 8, 32], seeds: 5, settings: laptop, tuned: true },
      fewer: { scratchComputeMatched: { levels: [2, 32] } },
    },
    full: { minutes: 600, levels: [2, 8, 32], seeds: 10, settings: full, tuned: true },
  },
  tuning: {
    arms: ['scratch', 'medicalFinetuned', 'scratchComputeMatched'],
    ...{ seeds: [101, 102], grid: imageGrid },
    // Its steps follow from pretraining's compute.
    only: { scratchComputeMatched: ['learningRate'] },
  },
  limits: [
    "Handwritten characters stand for other images: a far smaller and poorer source than the paper's ImageNet, so that little transfer here is no evidence about natural photographs.",
    'The unlabelled medical images contain the pool that labels are drawn from; the test images come from other slides (other photographs in bccd).',
    'The stained cells are drawn by a program: their order of arms need not be that of real cells, which is why the study is run on bccd too.',
    "The augmentation was set by hand for cells (turned all round) and is the same for every pretraining and every arm, handwriting included; pretraining's length was set by the time it may take.",
    'Settings of fine-tuning are one for scratch and one for all pretrained arms, chosen by the arm of the medical images; penalties of probes were chosen on a dev set with more labels than the budgets have.',
    'The full tier has not been run, and its minutes are an estimate.',
    'Small images and one small network.',
  ],
});
