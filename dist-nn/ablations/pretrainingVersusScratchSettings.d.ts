/** Settings of the ablation "pretraining versus scratch": data alone, which enters each run's id by its values. */
/** How one arm is fine-tuned at one budget. */
export type Finetuning = {
    steps: number;
    encoderLearningRate: number;
    headLearningRate: number;
    /** Whether the token table stays as it is: few labels move the few tokens they show, away from their neighbours. */
    freezeEmbeddings: boolean;
};
/** By labels per class. */
type ArmFinetuning = Record<string, Finetuning>;
/** A type, not an interface, so that it counts as a configuration of plain JSON. */
export type Config = {
    data: {
        vocabularySize: number;
        testLimit: number;
    };
    encoder: {
        layers: number;
        width: number;
        heads: number;
        maxLength: number;
        dropoutRate: number;
    };
    coOccurrence: {
        window: number;
        contextSmoothing: number;
        singularValueExponent: number;
    };
    maskedLanguageModel: {
        steps: number;
        batchSize: number;
        lengths: number[];
        learningRate: number;
        /** Below 1, so that the token table keeps what co-occurrence taught it. */
        embeddingRateFactor: number;
        /** Mean length of the token vectors that pretraining starts from. */
        startNorm: number;
        weightDecay: number;
        /** Off: one pass over few epochs of text underfits. */
        dropoutRate: number;
    };
    pooling: {
        sifConstant: number;
    };
    finetuning: {
        batchSize: number;
        /** Lengths that training batches are padded to. */
        lengths: number[];
        /** Of the compute-matched control: pretraining's own, which costs the least time for the same operations. */
        controlBatchSize: number;
        weightDecay: number;
        /** Dev examples that the convergence curves are measured on, and how many points they have. */
        validationExamples: number;
        validationPoints: number;
        scratch: ArmFinetuning;
        pretrained: ArmFinetuning;
    };
    /** Penalties to choose from on dev, and how many unlabelled texts scale the features. */
    linear: {
        l2: number[];
        tfidfL2: number[];
        scaleOn: number;
    };
};
/** What fine-tuning is tuned over, the same for both arms and every budget: the learning rate, and whether the token table moves. */
export declare const candidates: Readonly<Record<string, Omit<Finetuning, 'steps'>>>;
/** The configuration in which an arm is fine-tuned as a candidate says. */
export declare function withCandidate(config: Config, arm: 'scratch' | 'pretrained', labelsPerClass: number, candidate: Omit<Finetuning, 'steps'>): Config;
export declare const laptop: Config;
export declare const quick: Config;
export declare const full: Config;
export {};
