/** Settings of the domain adaptation study, by tier, and what fine-tuning is tuned over. */
import type { AdaptationSizes } from './adaptationData';
import type { CoOccurrenceSettings, MaskedLanguageModelSettings } from './adaptationStages';
import type { FinetuningSettings } from './probeThenFinetune';
/** A type, not an interface, so that it counts as a configuration of plain JSON. */
export type Config = {
    data: AdaptationSizes;
    encoder: {
        layers: number;
        width: number;
        heads: number;
        maxLength: number;
        dropoutRate: number;
    };
    coOccurrence: CoOccurrenceSettings;
    /** Steps of pretraining on general text, and of every continuation: equal tokens for all. */
    maskedLanguageModel: MaskedLanguageModelSettings & {
        generalSteps: number;
        continuedSteps: number;
        /** Of the continued steps, in the arm that does both. */
        taskShare: number;
        replayShare: number;
        startNorm: number;
    };
    pooling: {
        sifConstant: number;
    };
    finetuning: {
        batchSize: number;
        weightDecay: number;
        validationExamples: number;
        /** Lengths that training batches are padded to. */
        lengths: number[];
        scratch: Record<string, FinetuningSettings>;
        /** Of all pretrained arms alike: as chosen for the arm that saw general text alone, the reference of the verdict. */
        pretrained: Record<string, FinetuningSettings>;
    };
    /** Penalties to choose from on dev. */
    linear: {
        l2: number[];
        tfidfL2: number[];
    };
};
/** The same for every tuned arm and budget: the learning rate, and whether the token table moves. */
export declare const candidates: Readonly<Record<string, Omit<FinetuningSettings, 'steps'>>>;
/** The configuration in which scratch, or all pretrained arms, are fine-tuned as a candidate says. */
export declare function withCandidate(config: Config, arms: 'scratch' | 'pretrained', labelsPerClass: number, candidate: Omit<FinetuningSettings, 'steps'>): Config;
/** The three tiers' configurations for a target card. */
export declare function configurations(target: string): {
    quick: Config;
    laptop: Config;
    full: Config;
};
