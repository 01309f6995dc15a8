import type { DatasetCard } from './card';
import type { RawSplits } from './examples';
/**
 * Reads a card's files and carries out its plan of splits: published splits as they are, missing ones cut from train.
 * Pretraining texts are those of all train examples, with or without a label, unless the card names files for them.
 * @throws LabError when a file is wrong, a split is neither named nor sized, or comes out empty
 */
export declare function readSplits(card: DatasetCard, folder: string): {
    splits: RawSplits;
    labels: readonly string[];
};
