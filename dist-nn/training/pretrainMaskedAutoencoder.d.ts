import type { ImageCollection } from '../data/images';
import type { VisionTransformer } from '../models/visionTransformer';
import { type Augmentation } from '../objectives/augmentation';
import type { MaskedAutoencoder } from '../objectives/maskedAutoencoder';
import type { TrainingOptions, TrainingRecord } from './trainingLoop';
/** Settings of {@link pretrainMaskedAutoencoder}. */
export interface PretrainMaskedAutoencoderOptions extends TrainingOptions {
    readonly objective: MaskedAutoencoder;
    /** Images without labels. */
    readonly images: ImageCollection;
    /** Changes made to an image before it is masked; absent: none. */
    readonly augmentation?: Augmentation;
    /** Default 128. */
    readonly batchSize?: number;
}
/**
 * Pretrains a vision transformer on images without labels by hiding patches and predicting their pixels (He et al. 2022).
 * The encoder's parameters are changed in place.
 * @returns what training cost; `seen` counts images
 * @throws LabError if there are fewer images than a batch holds, or the loss stops being a number; StoppedError on request
 */
export declare function pretrainMaskedAutoencoder(encoder: VisionTransformer, options: PretrainMaskedAutoencoderOptions): Promise<TrainingRecord>;
/** Pictures of what a masked autoencoder does, values in [0, 1], [images, height, width, channels] row-major each. */
export interface Reconstruction {
    readonly original: Float32Array;
    /** Hidden patches grey. */
    readonly masked: Float32Array;
    /** Visible patches as they are, hidden ones as predicted, with the mean and contrast that each patch really has. */
    readonly reconstructed: Float32Array;
}
/**
 * Masks images and fills the hidden patches with what the model predicts. Predictions are of shifted and scaled patches,
 * so each is shown with its true mean and deviation (as He et al. show theirs).
 * @param seed of the masks
 */
export declare function reconstructImages(encoder: VisionTransformer, objective: MaskedAutoencoder, images: ImageCollection, seed: number): Reconstruction;
