import type { DatasetCard } from './card';
import { type DroppedTexts } from './leakage';
import { LabelledTexts, TextCorpus } from './texts';
/** A sentence as tokens with one tag each, tags as indices into the dataset's labels. */
export interface TaggedSentence {
    readonly tokens: readonly string[];
    readonly tags: readonly number[];
}
/** A dataset ready for use: verified against its card, split, and checked for leakage. */
export interface TextDataset {
    readonly name: string;
    readonly card: DatasetCard;
    readonly labels: readonly string[];
    /** SHA-256 over the contents of all splits and the labels. */
    readonly hash: string;
    readonly pretraining: TextCorpus;
    /** Labelled examples; empty for tagging and language modelling. */
    readonly train: LabelledTexts;
    readonly dev: LabelledTexts;
    readonly test: LabelledTexts;
    /** The held-out texts without labels: what a language model is validated and tested on. */
    readonly heldOut: {
        readonly dev: TextCorpus;
        readonly test: TextCorpus;
    };
    /** Sentences with tags, for tagging datasets. */
    readonly tagged?: Readonly<Record<'train' | 'dev' | 'test', readonly TaggedSentence[]>>;
    /** How many texts the leakage guard took out (cards with "onLeak": "drop"). */
    readonly dropped: DroppedTexts;
}
/**
 * Loads a dataset by the name of a card in datasets/ or by the path of a user's own card (ending in .json). Files are
 * fetched if they are not there yet, verified, read, split and checked for leakage; the result is kept in .lab/cache.
 * @throws LabError when the card, a file or its content is wrong, or when held-out texts leak
 */
export declare function loadDataset(nameOrCardPath: string): Promise<TextDataset>;
