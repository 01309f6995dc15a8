import type { DatasetCard } from './card';
import type { RawSplits } from './examples';
import type { DroppedTexts } from './leakage';
/** A dataset after reading, splitting and the leakage guard, as plain data. */
export interface PreparedDataset {
    readonly labels: readonly string[];
    readonly splits: RawSplits;
    readonly dropped: DroppedTexts;
}
/**
 * The prepared dataset of a card and the SHA-256 of its contents. Kept in .lab/cache under a key of the card, the
 * files' checksums and this folder's code; a kept copy is used only while its own checksum holds.
 */
export declare function preparedOnce(card: DatasetCard, fileChecksums: readonly string[], prepare: () => PreparedDataset): {
    prepared: PreparedDataset;
    hash: string;
};
