import type { LabelledTexts } from '../data/texts';
import { type Tokenizer } from '../data/tokenizer';
import { type EncodedTexts } from './textClassificationArms';
/** The tasks, by the part that their card plays: 'target' is the one that text is selected for. */
export type MismatchTask = 'target' | 'second' | 'third';
/** A task and its domain. */
export interface TaskWithDomain {
    /** The dataset's name. */
    readonly name: string;
    readonly labels: readonly string[];
    /** Texts that labels are drawn from: the same number of each class. */
    readonly pool: LabelledTexts;
    /** The other training texts, without labels, in chunks of equal length: what may be pretrained on. */
    readonly domain: readonly string[];
    /** The pool's texts cut alike: what a selection is made for. */
    readonly inHand: readonly string[];
    /** The pool's texts as token ids. */
    readonly unlabelled: readonly Int32Array[];
    readonly counts: Float64Array;
    readonly dev: EncodedTexts;
    readonly test: EncodedTexts;
}
/** What every run of the study sees. */
export interface MismatchData {
    readonly tokenizer: Tokenizer;
    /** A text's token ids; each text is encoded once, since every selection looks at the same pool. */
    readonly encode: (text: string) => Int32Array;
    readonly tasks: Readonly<Record<MismatchTask, TaskWithDomain>>;
    readonly hash: string;
}
/** A type, so that it is plain JSON. */
export type MismatchSizes = {
    vocabularySize: number;
    /** Words of each domain that the vocabulary is learned from, so that it favours none. */
    vocabularyWords: number;
    /** Of each class, for the texts that labels are drawn from. */
    poolPerClass: number;
    /** Of a chunk that is selected or not. */
    chunkWords: number;
    /** Chunks of each domain at most, drawn at random. */
    domainChunks: number;
    devLimit: number;
    testLimit: number;
};
/**
 * Loads the three cards.
 * @throws LabError when a card or its files are wrong, or a class has fewer labels than the pool needs
 */
export declare function mismatchData(cards: Readonly<Record<MismatchTask, string>>, sizes: MismatchSizes): Promise<MismatchData>;
