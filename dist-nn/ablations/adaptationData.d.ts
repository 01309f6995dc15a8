import type { LabelledTexts } from '../data/texts';
import { type Tokenizer } from '../data/tokenizer';
import { type EncodedTexts } from './textClassificationArms';
/** What every run of the study sees. */
export interface AdaptationData {
    readonly labels: readonly string[];
    readonly tokenizer: Tokenizer;
    readonly general: readonly Int32Array[];
    readonly other: readonly Int32Array[];
    /** The texts of the domain's card, or, where that is the target, its training texts that no label is drawn from. */
    readonly domain: readonly Int32Array[];
    /** The texts that labels are drawn from, without labels. */
    readonly task: readonly Int32Array[];
    readonly pool: LabelledTexts;
    /** Texts that losses are measured on: general ones and the target's. */
    readonly heldOut: {
        readonly generalLoss: readonly Int32Array[];
        readonly domainLoss: readonly Int32Array[];
    };
    readonly counts: Float64Array;
    readonly dev: EncodedTexts;
    readonly test: EncodedTexts;
    readonly hash: string;
}
/** A type, so that it is plain JSON. */
export type AdaptationSizes = {
    vocabularySize: number;
    /** Texts that labels are drawn from. */
    taskTexts: number;
    devLimit: number;
    testLimit: number;
    /** Texts of each domain that losses are measured on. */
    heldOut: number;
};
/**
 * Loads the cards and encodes their texts.
 * @throws LabError when a card or its files are wrong, or the target has no labelled texts
 */
export declare function adaptationData(cards: Readonly<Record<'target' | 'general' | 'other' | 'domain', string>>, sizes: AdaptationSizes): Promise<AdaptationData>;
