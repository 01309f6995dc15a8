import type { ImageCollection } from '../data/images';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import { type RotationPrediction } from '../objectives/rotationPrediction';
import type { TrainingOptions, TrainingRecord } from './trainingLoop';
/** Settings of {@link pretrainRotations}. */
export interface PretrainRotationsOptions extends TrainingOptions {
    readonly objective: RotationPrediction;
    /** Square images without labels. */
    readonly images: ImageCollection;
    /** Images in a batch, each in its four rotations. Default 64. */
    readonly batchSize?: number;
}
/**
 * Pretrains an image encoder by predicting rotations, the historical baseline of self-supervision. The encoder's
 * parameters are changed in place.
 * @returns what training cost; `seen` counts rotated images
 * @throws LabError if there are fewer images than a batch holds, they are not square, or the loss stops being a number;
 *   StoppedError on request
 */
export declare function pretrainRotations(encoder: ImageEncoder, options: PretrainRotationsOptions): Promise<TrainingRecord>;
