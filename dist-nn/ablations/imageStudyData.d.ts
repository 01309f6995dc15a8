import type { ImageCollection, LabelledImages } from '../data/images';
/** What stages and trials see. */
export interface ImageStudyData {
    readonly labels: readonly string[];
    /** The training images, labels unseen. */
    readonly unlabelled: ImageCollection;
    readonly pool: LabelledImages;
    readonly dev: LabelledImages;
    readonly test: LabelledImages;
    readonly hash: string;
}
/** Loads a card. @throws LabError when it or a file is wrong */
export declare function imageStudyData(card: string): Promise<ImageStudyData>;
