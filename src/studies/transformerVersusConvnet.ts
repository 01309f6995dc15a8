/**
 * Does a vision transformer need pretraining more than a convolutional network does?
 *
 * Claim: pretraining on unlabelled images gains more for a vision transformer than for a convolutional network of as
 * many parameters, since the transformer has less knowledge of images built in.
 * Source: Dosovitskiy et al. 2021 (ViT), section 4.3: on small data transformers are behind convolutional networks, on
 * large data ahead.
 * Run: npx lab run vision-transformer --tier quick|laptop|full
 */
import { labelsPerClass } from '../form/axis';
import { defineStudy } from '../form/study';
import { contrastivePretraining } from '../recipes/contrastivePretraining';
import { convnet } from '../recipes/convnet';
import { finetunedImages, probedImages } from '../recipes/finetunedImages';
import { labelledImages } from '../recipes/imageData';
import { maskedAutoencoding } from '../recipes/maskedAutoencoding';
import { patchTransformer } from '../recipes/patchTransformer';
import { classification } from '../tasks/classification';
import { imageGrid } from './settings/images';
import { full, laptop, quick } from './settings/transformerVersusConvnet';

const transformer = { network: patchTransformer } as const;
const smallPatches = { transformer: { patch: 4 } };
const masking = (maskRatio: number) => ({ maskedAutoencoder: { maskRatio } });

/** The study; see the head of this file. */
export const transformerVersusConvnet = defineStudy({
  id: 'vision-transformer',
  title: 'Vision transformer and convolutional network, with and without pretraining',
  claim: {
    sentence:
      'Pretraining on unlabelled images gains more for a vision transformer than for a convolutional network of as many parameters.',
    source: {
      paper: 'Dosovitskiy et al., An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale',
      version: 'ICLR 2021',
      where: 'section 4.3, figures 3 and 4',
      number:
        'none to compare with: transformers overfit more than ResNets of like cost on the smaller pretraining sets and overtake them on the larger ones',
      protocol:
        'supervised pretraining on ImageNet, ImageNet-21k and JFT-300M and subsets, linear few-shot and fine-tuned ImageNet accuracy',
    },
    expected:
      'From scratch the transformer is behind the convnet at every budget; contrastive pretraining lifts it by more than the convnet; masked autoencoding lifts it too, by less when frozen.',
  },
  data: labelledImages({ cards: { target: 'mnist-digits' } }),
  task: classification({ metrics: ['accuracy', 'macroF1'] }),
  axis: labelsPerClass,
  stages: {
    convnetContrastive: contrastivePretraining({ title: 'Convnet, contrastive (SimCLR)', network: convnet }),
    transformerContrastive: contrastivePretraining({
      ...{ title: 'Transformer, contrastive (SimCLR)', ...transformer },
    }),
    masked: maskedAutoencoding({ title: 'Transformer, masked autoencoder', ...transformer }),
    maskedLow: maskedAutoencoding({
      ...{ title: 'Masked autoencoder, half hidden', ...transformer, with: masking(0.5) },
    }),
    maskedHigh: maskedAutoencoding({
      ...{ title: 'Masked autoencoder, seven eighths hidden', ...transformer, with: masking(0.875) },
    }),
    maskedSmallPatch: maskedAutoencoding({
      ...{ title: 'Masked autoencoder, small patches', ...transformer, with: smallPatches },
    }),
  },
  arms: {
    transformerScratch: finetunedImages({
      ...{ title: 'Transformer from scratch', kind: 'baseline', ...transformer },
    }),
    transformerContrastive: finetunedImages({
      ...{ title: 'Transformer, contrastive, fine-tuned', from: 'transformerContrastive', ...transformer },
    }),
    transformerMasked: finetunedImages({
      ...{ title: 'Transformer, masked autoencoder, fine-tuned', from: 'masked', ...transformer },
      tunedAs: 'transformerContrastive',
    }),
    transformerComputeMatched: finetunedImages({
      ...{ title: "Transformer from scratch, with pretraining's compute", kind: 'control', ...transformer },
      matches: 'transformerContrastive',
    }),
    convnetScratch: finetunedImages({ title: 'Convnet from scratch', kind: 'control', network: convnet }),
    convnetContrastive: finetunedImages({
      ...{ title: 'Convnet, contrastive, fine-tuned', from: 'convnetContrastive', network: convnet },
    }),
    transformerContrastiveFrozen: probedImages({
      ...{ title: 'Transformer, contrastive, frozen, linear probe', from: 'transformerContrastive' },
      ...transformer,
    }),
    maskedFrozen: probedImages({
      ...{ title: 'Masked autoencoder, frozen, linear probe', from: 'masked', ...transformer },
    }),
    maskedLowFrozen: probedImages({
      ...{ title: 'Half hidden, frozen, linear probe', from: 'maskedLow', ...transformer },
    }),
    maskedHighFrozen: probedImages({
      ...{ title: 'Seven eighths hidden, frozen, linear probe', from: 'maskedHigh', ...transformer },
    }),
    maskedSmallPatchFrozen: probedImages({
      ...{ title: 'Small patches, frozen, linear probe', from: 'maskedSmallPatch', ...transformer },
      with: smallPatches,
    }),
  },
  verdict: {
    ...{ treatment: 'transformerContrastive', reference: 'transformerScratch', expects: 'better' },
    moreThan: { treatment: 'convnetContrastive', reference: 'convnetScratch' },
    control: 'transformerComputeMatched',
  },
  tiers: {
    quick: {
      ...{ minutes: 1, levels: [1, 10], seeds: 2, settings: quick },
      omits: ['transformerComputeMatched', 'maskedLowFrozen', 'maskedHighFrozen', 'maskedSmallPatchFrozen'],
    },
    laptop: {
      ...{ minutes: 25, levels: [1, 10, 100], seeds: 5, settings: laptop, tuned: true },
      fewer: {
        transformerComputeMatched: { levels: [1, 100] },
        ...{
          maskedLowFrozen: { seeds: 3 },
          maskedHighFrozen: { seeds: 3 },
          maskedSmallPatchFrozen: { seeds: 3 },
        },
      },
    },
    full: { minutes: 1500, levels: [1, 5, 10, 50, 100], seeds: 10, settings: full, tuned: true },
  },
  tuning: {
    arms: [
      'transformerScratch',
      'transformerContrastive',
      'transformerComputeMatched',
      'convnetScratch',
      'convnetContrastive',
    ],
    ...{ seeds: [101, 102], grid: imageGrid },
    // Its steps follow from pretraining's compute.
    only: { transformerComputeMatched: ['learningRate'] },
  },
  limits: [
    "The unlabelled images contain the training pool's digits; the pretraining sets of the source are other and far larger images.",
    'Fine-tuning is tuned on dev for each network, from scratch and after contrastive pretraining, by one grid; after masked autoencoding it takes the settings of contrastive pretraining.',
    'Accuracy has a ceiling: a network that is already good from scratch has less to gain, whatever it is built of.',
    'Equal parameters are not equal operations; the ledger has both.',
    'The full tier has not been run, and its minutes are an estimate.',
    'Small grey digits and small networks; augmentation and pretraining were set by hand and not tuned.',
  ],
});
