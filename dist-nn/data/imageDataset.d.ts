import type { DatasetCard } from './card';
import { ImageCollection, type ImageShape, LabelledImages } from './images';
/** An image dataset ready for use: verified against its card and split so that near duplicates stay together. */
export interface ImageDataset {
    readonly name: string;
    readonly card: DatasetCard;
    readonly labels: readonly string[];
    readonly shape: ImageShape;
    /** SHA-256 over the pixels and labels of all splits. */
    readonly hash: string;
    /** The images of `train` without their labels. */
    readonly pretraining: ImageCollection;
    readonly train: LabelledImages;
    readonly dev: LabelledImages;
    readonly test: LabelledImages;
    /** Images that have another one as near duplicate, in the same split. */
    readonly nearDuplicates: number;
}
/**
 * Loads an image dataset by the name of a card in datasets/ or by the path of a user's own card (ending in .json).
 * Dev and test are cut by near-duplicate cluster, in proportion to the classes; images that were taken together stay in one
 * split, near duplicates or not.
 * @throws LabError when the card, a file or its content is wrong
 */
export declare function loadImages(nameOrCardPath: string): Promise<ImageDataset>;
