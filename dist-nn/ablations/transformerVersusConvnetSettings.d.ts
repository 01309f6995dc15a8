/** Settings of the vision transformer study: data alone, which enters each run's id by its values. */
import { type GreyAugmentation, type ImageFinetuning, type ImageFinetunings, type ImageProbing, type ImageTrainingSizes } from './imageStudySettings';
/** A type, not an interface, so that it counts as a configuration of plain JSON. */
export type Config = {
    /** `patch` of the main arms, `smallPatch` of the stage that asks what smaller patches do. */
    transformer: {
        patch: number;
        smallPatch: number;
        layers: number;
        width: number;
        heads: number;
    };
    /** Of about as many parameters as the transformer. */
    convnet: {
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
    };
    maskedAutoencoder: {
        steps: number;
        batchSize: number;
        learningRate: number;
        weightDecay: number;
        maskRatio: number;
        /** Of the stages that ask what the ratio does. */
        lowRatio: number;
        highRatio: number;
        decoder: {
            layers: number;
            width: number;
            heads: number;
        };
    };
    finetuning: ImageTrainingSizes & {
        transformer: ImageFinetunings;
        convnet: ImageFinetunings;
    };
    linear: ImageProbing;
};
/** The grid of `lab tune`, for both networks alike. */
export declare const candidates: Readonly<Record<string, ImageFinetuning>>;
export declare const laptop: Config;
export declare const quick: Config;
export declare const full: Config;
