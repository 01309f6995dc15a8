/** Word vectors as a stage keeps them in its folder. */
import { LabError } from '../errors';
import type { Artefact } from '../form/result';
import { loadTensors, saveTensors } from '../training/checkpoint';

const fileIn = (folder: string) => `${folder}/vectors.safetensors`;

/** Keeps vectors [vocabulary, dimensions], row-major. */
export function storeVectors(folder: string, values: Float32Array, dimensions: number): void {
  const shape = [values.length / dimensions, dimensions];
  saveTensors(fileIn(folder), { tensors: { vectors: { dtype: 'float32', shape, values } }, metadata: {} });
}

/** @throws LabError if no stage was named, or it kept no vectors */
export function storedVectors(stage: Artefact | undefined): Float32Array {
  if (!stage)
    throw new LabError("Word vectors come from a stage: name it in 'from', such as one of coOccurrence.");
  const { vectors } = loadTensors(fileIn(stage.folder)).tensors;
  if (!vectors) throw new LabError(`The stage in ${stage.folder} kept no word vectors.`);
  return vectors.values as Float32Array;
}
