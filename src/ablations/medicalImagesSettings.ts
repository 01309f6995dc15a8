/** Settings of the study of medical images, tier by tier. */
import type { Augmentation } from '../objectives/augmentation';
import {
  atEach,
  briefFinetuning,
  type GreyAugmentation,
  type ImageFinetuning,
  type ImageFinetunings,
  type ImagePretraining,
  type ImageProbing,
  type ImageTrainingSizes,
} from './imageStudySettings';

/** A type, not an interface, so that it counts as a configuration of plain JSON. */
export type Config = {
  encoder: { channels: number[]; strides: number[] };
  augmentation: GreyAugmentation & {
    colour: { contrast: number; saturation: number; tint: number; blur: number };
    outside: Extract<Augmentation['outside'], string>;
  };
  pretraining: ImagePretraining;
  contrastive: { temperature: number };
  finetuning: ImageTrainingSizes & {
    scratch: ImageFinetunings;
    /** Of every pretrained arm. */
    finetuned: ImageFinetunings;
  };
  linear: ImageProbing;
};

/** The grid of `lab tune`, for scratch and fine-tuned alike. */
export const candidates = {
  '50 steps at 1e-3': { steps: 50, encoderLearningRate: 1e-3, headLearningRate: 1e-3 },
  '150 steps at 1e-3': { steps: 150, encoderLearningRate: 1e-3, headLearningRate: 1e-3 },
  '150 steps at 4e-3': { steps: 150, encoderLearningRate: 4e-3, headLearningRate: 4e-3 },
  '300 steps at 4e-3': { steps: 300, encoderLearningRate: 4e-3, headLearningRate: 4e-3 },
} satisfies Record<string, ImageFinetuning>;

type Choice = Record<string, keyof typeof candidates>;

/** Target card to what `lab tune` chose for it on dev with seeds 101 and 102; cards of one's own take the first. */
const chosen: Record<string, { scratch: Choice; finetuned: Choice }> = {
  'stained-cells': {
    scratch: { 2: '300 steps at 4e-3', 8: '300 steps at 4e-3', 32: '300 steps at 4e-3' },
    finetuned: { 2: '300 steps at 4e-3', 8: '300 steps at 4e-3', 32: '300 steps at 4e-3' },
  },
  bccd: {
    scratch: { 2: '150 steps at 4e-3', 8: '300 steps at 4e-3', 32: '300 steps at 4e-3' },
    finetuned: { 2: '150 steps at 4e-3', 8: '300 steps at 4e-3', 32: '300 steps at 4e-3' },
  },
};

const settingsOf = (choice: Choice): ImageFinetunings =>
  Object.fromEntries(Object.entries(choice).map(([budget, name]) => [budget, candidates[name]]));

/** The three tiers' configurations for a target card. */
export function configurations(target: string): { quick: Config; laptop: Config; full: Config } {
  const { scratch, finetuned } = chosen[target] ?? chosen['stained-cells']!;
  const laptop: Config = {
    encoder: { channels: [16, 32, 64, 64], strides: [2, 2, 2, 1] },
    // A cell has no upright way, so it may be turned all round.
    augmentation: {
      ...{ rotation: 180, shift: 0.1, scale: [0.8, 1.25], shear: 0.1, brightness: 0.2, noise: 0.03 },
      cutout: 0.2,
      colour: { contrast: 0.3, saturation: 0.3, tint: 0.15, blur: 1 },
      outside: 'nearest',
    },
    pretraining: { steps: 800, batchSize: 128, learningRate: 2e-3, weightDecay: 0.01 },
    contrastive: { temperature: 0.5 },
    finetuning: {
      ...{ batchSize: 64, weightDecay: 0.01, validationImages: 300, validationPoints: 5 },
      scratch: settingsOf(scratch),
      finetuned: settingsOf(finetuned),
    },
    linear: { l2: [0.1, 1, 10, 100], scaleOn: 1000 },
  };
  const quick: Config = {
    ...laptop,
    encoder: { channels: [8, 16], strides: [2, 2] },
    pretraining: { ...laptop.pretraining, steps: 10, batchSize: 32 },
    finetuning: {
      ...{ ...laptop.finetuning, validationImages: 100, validationPoints: 2 },
      scratch: atEach([2, 8], briefFinetuning),
      finetuned: atEach([2, 8], briefFinetuning),
    },
    linear: { l2: [10], scaleOn: 200 },
  };
  const full: Config = {
    ...laptop,
    encoder: { channels: [32, 64, 128, 128], strides: [1, 2, 2, 1] },
    pretraining: { ...laptop.pretraining, steps: 5000, batchSize: 256 },
  };
  return { quick, laptop, full };
}
