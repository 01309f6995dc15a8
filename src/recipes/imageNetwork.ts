/** A network for images as a part: recipes take it as an option, and it brings its module and its settings. */
import type { ImageShape } from '../data/images';
import type { Part } from '../form/recipe';
import type { Artefact } from '../form/result';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import { hostTensors, loadTensors, restore, saveTensors } from '../training/checkpoint';

export interface ImageNetwork<S = never, Encoder extends ImageEncoder = ImageEncoder> extends Part<S> {
  make(settings: S, shape: ImageShape, seed: number): Encoder;
}

const weightsFile = (folder: string) => `${folder}/encoder.safetensors`;

/** Keeps a pretrained encoder's weights in the stage's folder. */
export function keepWeights(encoder: ImageEncoder, folder: string): void {
  saveTensors(weightsFile(folder), { tensors: hostTensors(encoder.parameters), metadata: {} });
}

/** Gives an encoder the weights that a stage kept, or, without a stage, those of a fresh one. */
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
