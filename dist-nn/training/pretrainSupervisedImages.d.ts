import type { LabelledImages } from '../data/images';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import { type Augmentation } from '../objectives/augmentation';
import type { TrainingOptions, TrainingRecord } from './trainingLoop';
/** Settings of {@link pretrainSupervisedImages}. */
export interface PretrainSupervisedImagesOptions extends TrainingOptions {
    /** The source task: all its labels are used, and its classes need not be those of any later task. */
    readonly images: LabelledImages;
    /** Changes made to each image; absent: none. */
    readonly augmentation?: Augmentation;
    /** Images in a batch. Default 128. */
    readonly batchSize?: number;
}
/**
 * Pretrains an image encoder the way networks for ImageNet are: softmax cross-entropy of a linear head on a labelled source.
 * The encoder's parameters are changed in place; the head is thrown away.
 * @returns what training cost; `seen` counts images
 * @throws LabError if there are fewer than two classes or fewer images than a batch holds, or the loss stops being a
 * number; StoppedError on request
 */
export declare function pretrainSupervisedImages(encoder: ImageEncoder, options: PretrainSupervisedImagesOptions): Promise<TrainingRecord>;
