import type { ImageCollection } from '../data/images';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import { type Augmentation } from '../objectives/augmentation';
import type { Contrastive } from '../objectives/contrastive';
import type { TrainingOptions, TrainingRecord } from './trainingLoop';
/** Settings of {@link pretrainContrastive}. */
export interface PretrainContrastiveOptions extends TrainingOptions {
    readonly objective: Contrastive;
    /** Images without labels. */
    readonly images: ImageCollection;
    /** How the two views of an image are made. */
    readonly augmentation: Augmentation;
    /** Images in a batch, each seen in two views. Default 128. */
    readonly batchSize?: number;
}
/**
 * Pretrains an image encoder on images without labels: two augmented views of each are pulled together. The encoder's
 * parameters are changed in place.
 * @returns what training cost; `seen` counts views
 * @throws LabError if there are fewer images than a batch holds, or the loss stops being a number; StoppedError on request
 */
export declare function pretrainContrastive(encoder: ImageEncoder, options: PretrainContrastiveOptions): Promise<TrainingRecord>;
