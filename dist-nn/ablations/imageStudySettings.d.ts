/** What the settings of image studies have in common: data alone, which enters each run's id by its values. */
import type { Augmentation } from '../objectives/augmentation';
/** How a network is trained on labels at one budget; a type, as the others here, so that it is plain JSON. */
export type ImageFinetuning = {
    steps: number;
    encoderLearningRate: number;
    headLearningRate: number;
};
/** By labels per class. */
export type ImageFinetunings = Record<string, ImageFinetuning>;
/** What fine-tuning has alike in every arm and at every budget. */
export type ImageTrainingSizes = {
    batchSize: number;
    weightDecay: number;
    /** Dev images that the convergence curves are measured on, and how many points they have. */
    validationImages: number;
    validationPoints: number;
};
/** Penalties of linear probes to choose from on dev, and how many unlabelled images scale the features. */
export type ImageProbing = {
    l2: number[];
    scaleOn: number;
};
type Grey = Omit<Augmentation, 'colour' | 'outside'>;
/** Changes of grey images. */
export type GreyAugmentation = {
    [Key in keyof Grey]: Grey[Key] extends number ? number : [number, number];
};
/** Of handwritten digits: what leaves a digit readable. */
export declare const digitAugmentation: GreyAugmentation;
/** A training too short to learn, to try things out with. */
export declare const briefFinetuning: ImageFinetuning;
/** The same training at every one of these budgets. */
export declare function atEach(budgets: readonly number[], finetuning: ImageFinetuning): ImageFinetunings;
/**
 * A configuration in which the arms that share some fine-tuning are fine-tuned as a candidate says at one budget.
 * @param arms the key of `config.finetuning` that they share
 */
export declare function withImageCandidate<Arms extends string, Config extends {
    finetuning: {
        [Key in Arms]: ImageFinetunings;
    };
}>(config: Config, arms: Arms, labelsPerClass: number, candidate: ImageFinetuning): Config;
export {};
