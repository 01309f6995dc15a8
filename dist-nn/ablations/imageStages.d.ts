/** What the stages of an image study leave: an encoder's weights, and what making them cost. */
import type { ImageEncoder } from '../models/convolutionalEncoder';
import type { TrainingRecord } from '../training/trainingLoop';
import type { Artefact, PretrainingResult } from './ablation';
/**
 * Keeps a pretrained encoder's weights in the stage's folder, frees the encoder, and tells what training took.
 * @param unit what `record.seen` counts: 'images', 'views'
 */
export declare function keptEncoder(encoder: ImageEncoder, folder: string, { losses, seen, seconds, ...cost }: TrainingRecord, unit: string): PretrainingResult;
/** Gives an encoder the weights that {@link keptEncoder} kept, or, without a stage, those of a fresh one. */
export declare function startWeights(encoder: ImageEncoder, stage: Artefact | undefined, fresh: () => ImageEncoder): void;
