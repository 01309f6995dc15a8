/**
 * Does a vision transformer need pretraining more than a convolutional network does?
 *
 * Claim: pretraining on unlabelled images gains more for a vision transformer than for a convolutional network of as
 * many parameters, since the transformer has less knowledge of images built in.
 * Source: Dosovitskiy et al. 2021 (ViT), section 4.3: on small data transformers are behind convolutional networks, on
 * large data ahead. Expected here: from scratch the transformer is behind at 1 to 100 labels a class, and contrastive
 * pretraining lifts it by more than the convnet; masked autoencoding helps it too.
 * Run: npx lab run vision-transformer --tier quick|laptop|full
 */
import { firstImages } from '../data/imageSelection';
import { convolutionalEncoder, type ImageEncoder } from '../models/convolutionalEncoder';
import { visionTransformer } from '../models/visionTransformer';
import { contrastive } from '../objectives/contrastive';
import { maskedAutoencoder } from '../objectives/maskedAutoencoder';
import { pretrainContrastive } from '../training/pretrainContrastive';
import { pretrainMaskedAutoencoder } from '../training/pretrainMaskedAutoencoder';
import type { TrainingRecord } from '../training/trainingLoop';
import { defineAblation, type PretrainingContext, type TrialContext } from './ablation';
import { withCandidate } from './candidateSettings';
import { keptEncoder } from './imageStages';
import { type ImageStudyData, imageStudyData } from './imageStudyData';
import type { ImageFinetuning } from './imageStudySettings';
import { probeThenFinetuneImages } from './probeThenFinetuneImages';
import { classification } from './task';
import { type Config, candidates, full, laptop, quick } from './transformerVersusConvnetSettings';

type Stages =
  | 'convnetContrastive'
  | 'transformerContrastive'
  | 'masked'
  | 'maskedLow'
  | 'maskedHigh'
  | 'maskedSmallPatch';
type Arms =
  | 'transformerScratch'
  | 'transformerContrastive'
  | 'transformerMasked'
  | 'convnetScratch'
  | 'convnetContrastive'
  | 'transformerContrastiveFrozen'
  | 'maskedFrozen'
  | 'maskedLowFrozen'
  | 'maskedHighFrozen'
  | 'maskedSmallPatchFrozen';

type Network = 'transformer' | 'smallPatch' | 'convnet';

/** The network of a stage or an arm. */
const networkOf = (name: Stages | Arms): Network =>
  name.startsWith('convnet') ? 'convnet' : name.startsWith('maskedSmallPatch') ? 'smallPatch' : 'transformer';

const transformerOf = (
  network: Exclude<Network, 'convnet'>,
  { transformer: { patch, smallPatch, ...sizes } }: Pick<Config, 'transformer'>,
  data: ImageStudyData,
  seed: number,
) =>
  visionTransformer({
    shape: data.pool.shape,
    patch: network === 'smallPatch' ? smallPatch : patch,
    ...sizes,
    seed,
  });

const encoderOf = (network: Network, config: Config, data: ImageStudyData, seed: number): ImageEncoder =>
  network === 'convnet'
    ? convolutionalEncoder({ shape: data.pool.shape, ...config.convnet, seed })
    : transformerOf(network, config, data, seed);

async function pretraining(context: PretrainingContext<Config, ImageStudyData, Stages>) {
  const { stage, config, data, seed, folder, engine, precision } = context;
  const shared = {
    ...{ images: data.unlabelled, seed, engine, precision },
    checkpoint: { file: context.resumeFile, everySteps: 250 },
  };
  const network = networkOf(stage);
  let encoder: ImageEncoder;
  let record: TrainingRecord;
  if (stage === 'convnetContrastive' || stage === 'transformerContrastive') {
    const { temperature, ...settings } = config.contrastive;
    encoder = encoderOf(network, config, data, seed);
    const objective = contrastive({ featureWidth: encoder.featureWidth, temperature, seed });
    record = await pretrainContrastive(encoder, {
      ...{ ...shared, objective, augmentation: config.augmentation },
      ...settings,
    });
  } else {
    const { maskRatio, lowRatio, highRatio, decoder, ...settings } = config.maskedAutoencoder;
    const ratio = stage === 'maskedLow' ? lowRatio : stage === 'maskedHigh' ? highRatio : maskRatio;
    const transformer = transformerOf(network === 'convnet' ? 'transformer' : network, config, data, seed);
    encoder = transformer;
    const objective = maskedAutoencoder(transformer, { maskRatio: ratio, decoder, seed });
    record = await pretrainMaskedAutoencoder(transformer, { ...shared, objective, ...settings });
  }
  return keptEncoder(encoder, folder, record, 'images');
}

async function trial(context: TrialContext<Config, ImageStudyData, Stages, Arms>) {
  const { arm, kind, config, data, labelsPerClass, seed } = context;
  const { transformer, convnet, ...sizes } = config.finetuning;
  const network = networkOf(arm);
  return probeThenFinetuneImages({
    ...{ context, task: data, sizes, l2: config.linear.l2, augmentation: config.augmentation },
    train: data.pool.labelled({ perClass: labelsPerClass, seed }),
    encoder: {
      sizes: network === 'convnet' ? config.convnet : { network, ...config.transformer },
      make: (own) => encoderOf(network, config, data, own),
    },
    scaleOn: firstImages(data.unlabelled, config.linear.scaleOn),
    validation: firstImages(data.dev, sizes.validationImages),
    finetuning:
      kind === 'frozen' ? undefined : (network === 'convnet' ? convnet : transformer)[labelsPerClass]!,
  });
}

const encoders = ['models/convolutionalEncoder', 'models/visionTransformer'];
const contrastiveStage = (title: string) =>
  ({
    title,
    modules: [
      ...encoders,
      ...['objectives/contrastive', 'objectives/augmentation'],
      ...['training/pretrainContrastive', 'ablations/imageStages'],
    ],
    uses: ['transformer', 'convnet', 'augmentation', 'contrastive'],
  }) as const;
const maskedStage = (title: string) =>
  ({
    title,
    modules: [
      ...encoders,
      ...['objectives/maskedAutoencoder', 'training/pretrainMaskedAutoencoder', 'ablations/imageStages'],
    ],
    uses: ['transformer', 'convnet', 'maskedAutoencoder'],
  }) as const;
const trained = {
  modules: ['ablations/probeThenFinetuneImages', 'data/imageSelection', ...encoders],
  uses: ['transformer', 'convnet', 'augmentation', 'finetuning', 'linear'],
} as const;
const finetunedArm = <Name extends Stages>(title: string, from: Name) =>
  ({ kind: 'pretrained', title, from, ...trained }) as const;
const frozenArm = <Name extends Stages>(title: string, from: Name) =>
  ({ kind: 'frozen', title, from, ...trained }) as const;

/** The study; see the head of this file. */
export const transformerVersusConvnet = defineAblation({
  id: 'vision-transformer',
  title: 'Vision transformer and convolutional network, with and without pretraining',
  file: __filename,
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
  task: classification('mnist-digits', { metrics: ['accuracy', 'macroF1'] }),
  data: {
    cards: ['mnist-digits'],
    modules: ['ablations/imageStudyData'],
    uses: [],
    prepare: () => imageStudyData('mnist-digits'),
    hash: (data: ImageStudyData) => data.hash,
  },
  stages: {
    convnetContrastive: contrastiveStage('Convnet, contrastive (SimCLR)'),
    transformerContrastive: contrastiveStage('Transformer, contrastive (SimCLR)'),
    masked: maskedStage('Transformer, masked autoencoder'),
    maskedLow: maskedStage('Masked autoencoder, half hidden'),
    maskedHigh: maskedStage('Masked autoencoder, seven eighths hidden'),
    maskedSmallPatch: maskedStage('Masked autoencoder, small patches'),
  },
  arms: {
    transformerScratch: { kind: 'baseline', title: 'Transformer from scratch', ...trained },
    transformerContrastive: finetunedArm('Transformer, contrastive, fine-tuned', 'transformerContrastive'),
    transformerMasked: finetunedArm('Transformer, masked autoencoder, fine-tuned', 'masked'),
    convnetScratch: { kind: 'control', title: 'Convnet from scratch', ...trained },
    convnetContrastive: {
      ...{ kind: 'control', title: 'Convnet, contrastive, fine-tuned', from: 'convnetContrastive' },
      ...trained,
    },
    transformerContrastiveFrozen: frozenArm(
      'Transformer, contrastive, frozen, linear probe',
      'transformerContrastive',
    ),
    maskedFrozen: frozenArm('Masked autoencoder, frozen, linear probe', 'masked'),
    maskedLowFrozen: frozenArm('Half hidden, frozen, linear probe', 'maskedLow'),
    maskedHighFrozen: frozenArm('Seven eighths hidden, frozen, linear probe', 'maskedHigh'),
    maskedSmallPatchFrozen: frozenArm('Small patches, frozen, linear probe', 'maskedSmallPatch'),
  },
  verdict: {
    treatment: 'transformerContrastive',
    reference: 'transformerScratch',
    moreThan: { treatment: 'convnetContrastive', reference: 'convnetScratch' },
    expects: 'better',
  },
  tiers: {
    quick: {
      minutes: 1,
      labelsPerClass: [1, 10],
      seeds: 2,
      restricted: {
        ...{ maskedLowFrozen: { seeds: 0 }, maskedHighFrozen: { seeds: 0 } },
        maskedSmallPatchFrozen: { seeds: 0 },
      },
      engine: 'compiled',
      config: quick,
    },
    laptop: { minutes: 8, labelsPerClass: [1, 10, 100], seeds: 3, engine: 'compiled', config: laptop },
    full: {
      minutes: 1500,
      labelsPerClass: [1, 5, 10, 50, 100],
      seeds: 10,
      pretrainingPerSeed: true,
      engine: 'compiled',
      config: full,
    },
  },
  tuning: {
    arms: ['transformerScratch', 'convnetScratch'],
    seeds: [101, 102],
    candidates,
    onDev: (data: ImageStudyData) => ({ ...data, test: data.dev }),
    withCandidate: (config, arm, labelsPerClass, candidate) =>
      withCandidate(
        config,
        arm === 'convnetScratch' ? 'convnet' : 'transformer',
        labelsPerClass,
        candidate as ImageFinetuning,
      ),
  },
  limits: [
    "The unlabelled images contain the training pool's digits; the pretraining sets of the source are other and far larger images.",
    'At the laptop tier one pretraining run serves all seeds, so the intervals cover label subsets, order and augmentation but not the luck of pretraining; the full tier pretrains for each seed.',
    'Fine-tuning has one setting a network and budget, chosen on dev for training from scratch, which favours scratch in both networks.',
    'Accuracy has a ceiling: a network that is already good from scratch has less to gain, whatever it is built of.',
    'Equal parameters are not equal operations; the ledger has both. The laptop tier measures 3 seeds.',
    'Small grey digits and small networks; augmentation and pretraining were set by hand and not tuned.',
  ],
  pretraining,
  trial,
});
