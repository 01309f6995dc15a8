/**
 * Do pretrained pixels save labelled frames?
 *
 * Claim: contrastive pretraining on unlabelled frames makes a better segmentation of the road from few labelled ones.
 * Source: Newell & Deng 2020, who ask how useful self-supervision is as labels grow, on drawn scenes too.
 * Run: npx lab run driving-perception --tier quick|laptop|full
 */
import { labelledImages } from '../form/axis';
import { defineStudy } from '../form/study';
import { contrastivePretraining } from '../recipes/contrastivePretraining';
import { convnet } from '../recipes/convnet';
import { roadScenes } from '../recipes/roadSceneData';
import { pixelClassifier, segmentationArm } from '../recipes/segmentation';
import { segmentation } from '../tasks/segmentation';
import { full, laptop, quick } from './settings/drivingPerception';

/** The study; see the head of this file. */
export const drivingPerception = defineStudy({
  id: 'driving-perception',
  title: 'Segmenting the road from few labelled frames',
  claim: {
    sentence: 'Contrastive pretraining on unlabelled frames saves labelled frames in segmenting road scenes.',
    source: {
      paper: 'Newell & Deng, How Useful is Self-Supervised Pretraining for Visual Tasks?',
      version: 'CVPR 2020',
      where: 'abstract and section 4',
      number:
        'none to compare with: it asks how the utility changes with the number of labels and with the task',
      protocol:
        'drawn scenes; four self-supervised methods; classification, pose, segmentation and depth, fine-tuned',
    },
    expected:
      'Ahead of scratch at 2 frames by a little and level from 32 on: contrast of whole frames teaches what a frame shows and not where. The frozen encoder behind scratch everywhere. Night and rain worse than clear weather in every arm.',
  },
  data: roadScenes({ cards: {} }),
  task: segmentation({ metrics: ['meanIoU', 'pixelAccuracy'] }),
  axis: labelledImages,
  stages: {
    contrastive: contrastivePretraining({ title: 'Contrastive (SimCLR)', network: convnet }),
  },
  arms: {
    scratch: segmentationArm({ title: 'From scratch', kind: 'baseline' }),
    contrastive: segmentationArm({ title: 'Contrastive, fine-tuned', from: 'contrastive' }),
    frozen: segmentationArm({
      ...{ title: 'Contrastive, frozen encoder', kind: 'frozen', from: 'contrastive', frozen: true },
      tunedAs: 'contrastive',
    }),
    pixels: pixelClassifier({ title: 'Colours and place, logistic regression' }),
    scratchComputeMatched: segmentationArm({
      ...{ title: "From scratch, with pretraining's compute", kind: 'control', matches: 'contrastive' },
      tunedAs: 'scratch',
    }),
  },
  verdict: {
    ...{
      treatment: 'contrastive',
      reference: 'scratch',
      expects: 'better',
      control: 'scratchComputeMatched',
    },
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
    ...{ arms: ['scratch', 'contrastive'], seeds: [101], section: 'segmentation' },
    grid: {
      steps: {
        ...{ values: [100, 400], within: [25, 400] },
        because: 'at more steps the laptop tier would take over half an hour',
      },
      learningRate: {
        ...{ values: [3e-3, 9e-3], within: [1e-4, 3e-2] },
        because: 'rates beyond are outside what AdamW is used with',
      },
    },
  },
  limits: [
    'The scenes are drawn, 32 x 48 pixels, by simple rules; real streets are another matter.',
    'The unlabelled frames contain those of the pool (without masks), and other drives of the same world.',
    'Splits share no drive. Frames of one drive share weather, light and camera, so that labelled frames are fewer kinds than their number says.',
    'Batch, augmentation and pretraining were set by hand; steps and rates were chosen on dev by one grid. The frozen encoder takes those of the one that is fine-tuned.',
    'The full tier has not been run, and its minutes are an estimate.',
  ],
});
