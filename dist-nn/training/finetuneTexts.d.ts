import type { LabelledTexts, TextCorpus } from '../data/texts';
import type { Tokenizer } from '../data/tokenizer';
import type { Engine, Precision } from '../engine/program';
import { TextClassifier } from '../models/textClassifier';
import type { AttentionDirection, TransformerEncoder } from '../models/transformerEncoder';
import type { CurvePoint } from './trainingLoop';
/** Settings of {@link textClassifier}. */
export interface TextClassifierSettings {
    /** Names of the classes, in label order: `dataset.labels`. */
    readonly classes: readonly string[];
    readonly tokenizer: Tokenizer;
    /** Texts without labels that say how frequent each token is: frequent ones count less in the pooled mean. */
    readonly unlabelled: TextCorpus;
    /** The constant a of a / (a + frequency). Default 1e-3 (Arora, Liang & Ma 2017). */
    readonly sifConstant?: number;
    readonly seed?: number;
}
/** A classifier of texts over an encoder: pooled states and embeddings, standardised, and a linear head. */
export declare function textClassifier(encoder: TransformerEncoder<AttentionDirection>, settings: TextClassifierSettings): TextClassifier;
/** Settings of {@link finetune}. */
export interface FinetuneTextsOptions {
    readonly tokenizer: Tokenizer;
    readonly data: LabelledTexts;
    /** Held-out texts to score on; the loss on them is measured ten times on the way. */
    readonly evaluateOn: LabelledTexts;
    /** Default 200. */
    readonly steps?: number;
    /** Default 32. */
    readonly batchSize?: number;
    /** Default 3e-4. */
    readonly encoderLearningRate?: number;
    /** Default 5e-3. */
    readonly headLearningRate?: number;
    readonly seed: number;
    readonly engine?: Engine;
    readonly precision?: Precision;
}
export interface FinetunedTexts {
    readonly classifier: TextClassifier;
    /** On `evaluateOn`. */
    readonly accuracy: number;
    readonly macroF1: number;
    readonly validationLoss: readonly CurvePoint[];
    readonly seconds: number;
    /** Class name of each text. */
    predict(texts: readonly string[]): string[];
}
/**
 * Fine-tunes a classifier on labelled texts and scores it. The classifier's and its encoder's weights are changed.
 * @throws LabError if there is nothing to train on, or the loss stops being a number; StoppedError on request
 */
export declare function finetune(classifier: TextClassifier, options: FinetuneTextsOptions): Promise<FinetunedTexts>;
