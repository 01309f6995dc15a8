/** A trial of a fine-tuned encoder: a linear probe first, then everything from there (LP-FT; Kumar et al. 2022). */
import type { Engine, Precision } from '../engine/program';
import type { TransformerEncoder } from '../models/transformerEncoder';
import type { TrialResult } from './ablation';
import { type EncodedTexts } from './textClassificationArms';
/** How an encoder is fine-tuned at one budget. */
export type FinetuningSettings = {
    steps: number;
    encoderLearningRate: number;
    headLearningRate: number;
    /** Whether the token table stays as it is. */
    freezeEmbeddings: boolean;
};
/** What all trials of one task share. */
export interface FinetuningTask {
    /** Tells tasks of one process apart: the hash of its data and its name. */
    readonly key: string;
    readonly classes: readonly string[];
    /** Weight of each token in the pooled mean: [vocabulary]; 0 for padding. */
    readonly tokenWeights: Float32Array;
    /** Texts that scale the features. */
    readonly unlabelled: readonly Int32Array[];
    readonly dev: EncodedTexts;
    readonly test: EncodedTexts;
}
/** Fine-tunes from an encoder's weights (which are copied; the encoder is freed) and scores on test. */
export declare function probeThenFinetune(options: {
    readonly start: TransformerEncoder;
    readonly task: FinetuningTask;
    readonly train: EncodedTexts;
    readonly settings: FinetuningSettings & {
        batchSize: number;
        weightDecay: number;
        lengths: readonly number[];
        /** Penalties of the probe to choose from on dev. */
        l2: readonly number[];
        /** How many dev texts the loss is measured on, four times on the way; 0 for none. */
        validationExamples: number;
    };
    readonly seed: number;
    readonly engine: Engine;
    readonly precision: Precision;
}): Promise<TrialResult>;
