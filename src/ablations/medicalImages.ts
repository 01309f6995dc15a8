/**
 * Pretraining for medical images: on other images, or on the medical images themselves without labels.
 *
 * Claim: with few labels, an encoder pretrained by contrast on the unlabelled medical images and then fine-tuned beats
 * training from scratch.
 * Source: Raghu, Zhang, Kleinberg & Bengio 2019 (Transfusion), who asked it of pretraining on natural images and found
 * little benefit, table 1; pretraining on the target's own images was not part of it. Expected here: the cells' own images help at 2
 * to 32 labels a class, handwriting much less or not at all, whether its labels are used or not.
 * Run: npx lab run medical-images --tier quick|laptop|full
 * On real cells: npx lab data get bccd, then the same with --cards target=bccd; other images: --cards other=omniglot
 */
import { evenlyChosen } from '../data/imageSelection';
import { convolutionalEncoder } from '../models/convolutionalEncoder';
import { contrastive } from '../objectives/contrastive';
import { pretrainContrastive } from '../training/pretrainContrastive';
import { pretrainSupervisedImages } from '../training/pretrainSupervisedImages';
import { type Ablation, defineAblation, type PretrainingContext, type TrialContext } from './ablation';
import { withCandidate } from './candidateSettings';
import { cardsOf, idOn } from './cardRoles';
import { keptEncoder } from './imageStages';
import type { ImageFinetuning } from './imageStudySettings';
import { type MedicalData, medicalData } from './medicalImagesData';
import { type Config, candidates, configurations } from './medicalImagesSettings';
import { scoredByClass } from './perClassScores';
import { probeThenFinetuneImages } from './probeThenFinetuneImages';
import { classification } from './task';

/** Which card plays which part. */
const roles = {
  /** The medical images. */
  target: 'stained-cells',
  /** Labelled images of something else. */
  other: 'mnist-digits',
};

type Stages = 'medical' | 'other' | 'otherSupervised';
type Arms =
  | 'scratch'
  | 'medicalFinetuned'
  | 'otherFinetuned'
  | 'otherSupervisedFinetuned'
  | 'medicalFrozen'
  | 'otherFrozen'
  | 'otherSupervisedFrozen'
  | 'randomFrozen'
  | 'scratchComputeMatched';

const encoderOf = (config: Config, data: MedicalData, seed: number) =>
  convolutionalEncoder({ shape: data.pool.shape, ...config.encoder, seed });

async function pretraining(context: PretrainingContext<Config, MedicalData, Stages>) {
  const { stage, config, data, seed, folder, engine, precision } = context;
  const encoder = encoderOf(config, data, seed);
  const { augmentation, pretraining: settings } = config;
  const shared = {
    ...{ augmentation, seed, engine, precision, ...settings },
    checkpoint: { file: context.resumeFile, everySteps: 250 },
  };
  const record =
    stage === 'otherSupervised'
      ? await pretrainSupervisedImages(encoder, { ...shared, images: data.other })
      : await pretrainContrastive(encoder, {
          ...shared,
          objective: contrastive({ featureWidth: encoder.featureWidth, ...config.contrastive, seed }),
          images: stage === 'medical' ? data.unlabelled : data.other,
        });
  return keptEncoder(encoder, folder, record, 'images');
}

async function trial(context: TrialContext<Config, MedicalData, Stages, Arms>) {
  const { arm, kind, config, data, labelsPerClass, seed, start } = context;
  const { scratch, finetuned, ...sizes } = config.finetuning;
  return probeThenFinetuneImages({
    ...{ context, task: data, sizes, l2: config.linear.l2, augmentation: config.augmentation },
    train: data.pool.labelled({ perClass: labelsPerClass, seed }),
    encoder: { sizes: config.encoder, make: (own) => encoderOf(config, data, own) },
    scaleOn: evenlyChosen(data.unlabelled, config.linear.scaleOn),
    validation: evenlyChosen(data.dev, sizes.validationImages),
    finetuning:
      kind === 'frozen' || arm === 'randomFrozen'
        ? undefined
        : (start ? finetuned : scratch)[labelsPerClass]!,
    score: (scores, labels) => scoredByClass(scores, labels, data.labels),
  });
}

const stageModules = [
  ...['objectives/contrastive', 'objectives/augmentation', 'models/convolutionalEncoder'],
  ...['training/pretrainContrastive', 'training/pretrainSupervisedImages', 'ablations/imageStages'],
];
const trialModules = [
  ...['ablations/probeThenFinetuneImages', 'ablations/perClassScores'],
  ...['data/imageSelection', 'models/convolutionalEncoder'],
];
const stage = (title: string) =>
  ({
    title,
    modules: stageModules,
    uses: ['encoder', 'augmentation', 'pretraining', 'contrastive'],
  }) as const;
const trained = {
  modules: trialModules,
  uses: ['encoder', 'augmentation', 'finetuning', 'linear'],
} as const;

/** The study on cards of one's own: `medicalImagesOn({ target: 'bccd' })`; the other part keeps its default. */
export function medicalImagesOn(own: Readonly<Record<string, string>>): Ablation<Arms> {
  const cards = cardsOf('medical-images', roles, own);
  const { quick, laptop, full } = configurations(cards.target);
  return defineAblation({
    id: idOn('medical-images', roles, cards),
    title: 'Pretraining for medical images',
    file: __filename,
    roles,
    onCards: medicalImagesOn,
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
    task: classification(cards.target, { metrics: ['macroF1', 'accuracy'] }),
    data: {
      cards: Object.values(cards),
      modules: ['ablations/medicalImagesData', 'ablations/cardRoles'],
      uses: [],
      prepare: () => medicalData(cards),
      hash: (data: MedicalData) => data.hash,
    },
    stages: {
      medical: stage('Contrastive on the medical images'),
      other: stage('Contrastive on other images'),
      otherSupervised: stage('Supervised on other images'),
    },
    arms: {
      scratch: { kind: 'baseline', title: 'From scratch', ...trained },
      medicalFinetuned: {
        kind: 'pretrained',
        title: 'Medical images, fine-tuned',
        from: 'medical',
        ...trained,
      },
      otherFinetuned: { kind: 'pretrained', title: 'Other images, fine-tuned', from: 'other', ...trained },
      otherSupervisedFinetuned: {
        kind: 'pretrained',
        title: 'Other images with labels, fine-tuned',
        from: 'otherSupervised',
        ...trained,
      },
      medicalFrozen: {
        kind: 'frozen',
        title: 'Medical images, frozen, linear probe',
        from: 'medical',
        ...trained,
      },
      otherFrozen: {
        kind: 'frozen',
        title: 'Other images, frozen, linear probe',
        from: 'other',
        ...trained,
      },
      otherSupervisedFrozen: {
        kind: 'frozen',
        title: 'Other images with labels, frozen, linear probe',
        from: 'otherSupervised',
        ...trained,
      },
      randomFrozen: { kind: 'control', title: 'Random weights, frozen, linear probe', ...trained },
      scratchComputeMatched: {
        kind: 'control',
        title: "From scratch, with pretraining's compute",
        matches: 'medical',
        ...trained,
      },
    },
    verdict: { treatment: 'medicalFinetuned', reference: 'scratch', expects: 'better' },
    tiers: {
      quick: {
        minutes: 1,
        labelsPerClass: [2, 8],
        seeds: 2,
        restricted: { scratchComputeMatched: { seeds: 0 } },
        engine: 'compiled',
        config: quick,
      },
      laptop: {
        minutes: 9,
        labelsPerClass: [2, 8, 32],
        seeds: 5,
        restricted: { scratchComputeMatched: { labelsPerClass: [8], seeds: 1 } },
        engine: 'compiled',
        config: laptop,
      },
      full: {
        minutes: 600,
        labelsPerClass: [2, 8, 32],
        seeds: 10,
        pretrainingPerSeed: true,
        engine: 'compiled',
        config: full,
      },
    },
    tuning: {
      arms: ['scratch', 'medicalFinetuned'],
      seeds: [101, 102],
      candidates,
      onDev: (data: MedicalData) => ({ ...data, test: data.dev }),
      withCandidate: (config, arm, labelsPerClass, candidate) =>
        withCandidate(
          config,
          arm === 'scratch' ? 'scratch' : 'finetuned',
          labelsPerClass,
          candidate as ImageFinetuning,
        ),
    },
    limits: [
      "Handwritten characters stand for other images: a far smaller and poorer source than the paper's ImageNet, so that little transfer here is no evidence about natural photographs.",
      'The unlabelled medical images contain the pool that labels are drawn from; the test images come from other slides (other photographs in bccd).',
      'The stained cells are drawn by a program: their order of arms need not be that of real cells, which is why the study is run on bccd too.',
      "The augmentation was set by hand for cells (turned all round) and is the same for every pretraining and every arm, handwriting included; pretraining's length was set by the time it may take.",
      'Settings of fine-tuning are one for scratch and one for all pretrained arms, chosen by the arm of the medical images; penalties of probes were chosen on a dev set with more labels than the budgets have.',
      'At the laptop tier one pretraining run of each kind serves all seeds, and the compute-matched control is one seed at 8 labels a class.',
      'Small images and one small network.',
    ],
    pretraining,
    trial,
  });
}

/** The study; see the head of this file. */
export const medicalImages = medicalImagesOn({});
