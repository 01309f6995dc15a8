/** What stages that pretrain on images have in common: their settings, and what they leave. */
import type { StageResult } from '../form/result';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import type { PretrainingRecord } from '../training/pretrainingLoop';
import { keepWeights } from './imageNetwork';

/** A type, so that it counts as plain settings. */
export type ImagePretraining = {
  steps: number;
  batchSize: number;
  learningRate: number;
  weightDecay: number;
};

/** Where a long stage keeps where it stands. */
export const imageCheckpoint = (file: string) => ({ file, everySteps: 250 });

/**
 * Keeps a pretrained encoder's weights in the stage's folder, frees the encoder, and tells what training took.
 * @param unit what `record.seen` counts: 'images', 'views'
 */
export function keptEncoder(
  encoder: ImageEncoder,
  folder: string,
  { losses, seen, seconds, trainableParameters, trainingFlops, steps }: PretrainingRecord,
  unit: string,
): StageResult {
  keepWeights(encoder, folder);
  encoder.dispose();
  return {
    curves: { pretrainingLoss: losses },
    facts: { [unit]: seen, [`${unit}PerSecond`]: Math.round(seen / seconds) },
    ledger: { trainableParameters, trainingFlops, seconds, steps },
  };
}
