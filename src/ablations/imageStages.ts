/** What the stages of an image study leave: an encoder's weights, and what making them cost. */
import type { ImageEncoder } from '../models/convolutionalEncoder';
import { hostTensors, loadTensors, restore, saveTensors } from '../training/checkpoint';
import type { TrainingRecord } from '../training/trainingLoop';
import type { Artefact, PretrainingResult } from './ablation';

const weightsFile = (folder: string) => `${folder}/encoder.safetensors`;

/**
 * Keeps a pretrained encoder's weights in the stage's folder, frees the encoder, and tells what training took.
 * @param unit what `record.seen` counts: 'images', 'views'
 */
export function keptEncoder(
  encoder: ImageEncoder,
  folder: string,
  { losses, seen, seconds, ...cost }: TrainingRecord,
  unit: string,
): PretrainingResult {
  saveTensors(weightsFile(folder), { tensors: hostTensors(encoder.parameters), metadata: {} });
  encoder.dispose();
  const { trainableParameters, trainingFlops, steps } = cost;
  return {
    curves: { pretrainingLoss: losses },
    facts: { [unit]: seen, [`${unit}PerSecond`]: Math.round(seen / seconds) },
    ledger: { trainableParameters, trainingFlops, seconds, steps },
  };
}

/** Gives an encoder the weights that {@link keptEncoder} kept, or, without a stage, those of a fresh one. */
export function startWeights(
  encoder: ImageEncoder,
  stage: Artefact | undefined,
  fresh: () => ImageEncoder,
): void {
  if (stage) {
    const file = weightsFile(stage.folder);
    restore(encoder.parameters, loadTensors(file).tensors, file);
    return;
  }
  const start = fresh();
  restore(encoder.parameters, hostTensors(start.parameters), 'the starting weights');
  start.dispose();
}
