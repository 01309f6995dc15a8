/** Settings of the study of medical images, tier by tier. */
import type { Augmentation } from '../objectives/augmentation';
import { type GreyAugmentation, type ImageFinetunings, type ImageProbing, type ImageTrainingSizes } from './imageStudySettings';
/** A type, not an interface, so that it counts as a configuration of plain JSON. */
export type Config = {
    encoder: {
        channels: number[];
        strides: number[];
    };
    augmentation: GreyAugmentation & {
        colour: {
            contrast: number;
            saturation: number;
            tint: number;
            blur: number;
        };
        outside: Extract<Augmentation['outside'], string>;
    };
    pretraining: {
        steps: number;
        batchSize: number;
        learningRate: number;
        weightDecay: number;
    };
    contrastive: {
        temperature: number;
    };
    finetuning: ImageTrainingSizes & {
        scratch: ImageFinetunings;
        /** Of every pretrained arm. */
        finetuned: ImageFinetunings;
    };
    linear: ImageProbing;
};
/** The grid of `lab tune`, for scratch and fine-tuned alike. */
export declare const candidates: {
    '50 steps at 1e-3': {
        steps: number;
        encoderLearningRate: number;
        headLearningRate: number;
    };
    '150 steps at 1e-3': {
        steps: number;
        encoderLearningRate: number;
        headLearningRate: number;
    };
    '150 steps at 4e-3': {
        steps: number;
        encoderLearningRate: number;
        headLearningRate: number;
    };
    '300 steps at 4e-3': {
        steps: number;
        encoderLearningRate: number;
        headLearningRate: number;
    };
};
/** The three tiers' configurations for a target card. */
export declare function configurations(target: string): {
    quick: Config;
    laptop: Config;
    full: Config;
};
