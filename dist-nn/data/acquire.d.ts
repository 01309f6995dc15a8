import type { DatasetCard } from './card';
export interface AcquiredFiles {
    /** Folder that the paths of the card's files start in. */
    readonly folder: string;
    /** SHA-256 of each of the card's files, in the card's order. */
    readonly checksums: readonly string[];
}
/**
 * Brings a card's files into place and verifies size and SHA-256 of each before it may be used: those of an npm package
 * or beside the card are read where they are; others come from LAB_DATA_MIRROR (as DATASET/PATH), else from their
 * address, into .lab/data/DATASET.
 * @param folderOfCard where a user's own card lies
 * @throws LabError when a file is missing, cannot be fetched or is not what the card states
 */
export declare function acquireFiles(card: DatasetCard, folderOfCard: string): Promise<AcquiredFiles>;
/** Whether all files of a card lie ready with the right size (checksums are verified on loading). */
export declare function filesArePresent(card: DatasetCard, folderOfCard: string): boolean;
