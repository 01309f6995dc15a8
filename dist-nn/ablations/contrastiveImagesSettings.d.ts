/** Settings of the contrastive study of images: data alone, which enters each run's id by its values. */
import { type GreyAugmentation, type ImageFinetuning, type ImageFinetunings, type ImageProbing, type ImageTrainingSizes } from './imageStudySettings';
/** A type, not an interface, so that it counts as a configuration of plain JSON. */
export type Config = {
    encoder: {
        channels: number[];
        strides: number[];
    };
    augmentation: GreyAugmentation;
    contrastive: {
        steps: number;
        batchSize: number;
        learningRate: number;
        weightDecay: number;
        temperature: number;
        /** Of the stage that asks what the temperature does. */
        lowTemperature: number;
    };
    finetuning: ImageTrainingSizes & {
        scratch: ImageFinetunings;
        finetuned: ImageFinetunings;
        allLabels: ImageFinetuning;
    };
    linear: ImageProbing;
};
/** The grid of `lab tune`, for scratch and fine-tuned alike. */
export declare const candidates: Readonly<Record<string, ImageFinetuning>>;
export declare const laptop: Config;
export declare const quick: Config;
export declare const full: Config;
