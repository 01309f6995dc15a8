import * as fs from 'node:fs';
import { writeDurably } from '../durableFiles';
import { tf } from '../engine/native';
import type { State } from '../engine/program';
import { LabError } from '../errors';
import { decodeSafetensors, encodeSafetensors, type HostTensor, type TensorFile } from './safetensors';

/** Reads named tensors to the host. */
export function hostTensors(state: State): Record<string, HostTensor> {
  return Object.fromEntries(
    Object.entries(state).map(([name, variable]) => [
      name,
      {
        dtype: variable.dtype as HostTensor['dtype'],
        shape: variable.shape,
        values: variable.dataSync().slice() as Float32Array | Int32Array,
      },
    ]),
  );
}

/**
 * Runs what writes `target`.
 * @throws LabError saying in one sentence what failed
 */
export function saving(target: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError(
      `Cannot save ${target}: ${(error as Error).message}; free space or choose another folder, nothing was overwritten.`,
    );
  }
}

/** Writes tensors as one safetensors file: whole or not at all, whatever interrupts. */
export function saveTensors(file: string, content: TensorFile): void {
  saving(file, () => writeDurably(file, encodeSafetensors(content)));
}

/** @throws LabError if the file is missing or damaged */
export function loadTensors(file: string): TensorFile {
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file);
  } catch (error) {
    throw new LabError(`Cannot read the checkpoint ${file}: ${(error as Error).message}.`);
  }
  return decodeSafetensors(bytes, file);
}

/** A tensor of a model, as far as a saved one must agree with it. */
interface Expected {
  readonly dtype: string;
  readonly shape: readonly number[];
}

export function requireTensor(
  tensors: Readonly<Record<string, HostTensor>>,
  name: string,
  expected: Expected,
  what: string,
): void {
  if (!Object.hasOwn(tensors, name))
    throw new LabError(`${what} lacks the tensor '${name}'; load it into the model that it was saved from.`);
  const saved = tensors[name];
  if (saved.shape.join() !== expected.shape.join() || saved.dtype !== expected.dtype) {
    throw new LabError(
      `The tensor '${name}' is ${saved.dtype} [${saved.shape.join(', ')}] in ${what} but ${expected.dtype} [${expected.shape.join(', ')}] in the model; build the model with the sizes in its config.json.`,
    );
  }
}

/**
 * Puts saved values into tensors of the same names and shapes.
 * @param what how to name the source in an error
 * @throws LabError naming a tensor that is missing, left over, or of another shape; nothing is changed then
 */
export function restore(state: State, tensors: Readonly<Record<string, HostTensor>>, what: string): void {
  for (const name of Object.keys(tensors)) {
    if (!Object.hasOwn(state, name))
      throw new LabError(
        `${what} holds the tensor '${name}', which the model does not have; load it into the model that it was saved from.`,
      );
  }
  for (const [name, variable] of Object.entries(state)) requireTensor(tensors, name, variable, what);
  for (const [name, variable] of Object.entries(state)) assignValues(variable, tensors[name].values);
}

/** Sets a variable from host values, row-major. */
export function assignValues(variable: tf.Variable, values: Float32Array | Int32Array): void {
  const tensor = tf.tensor(values, variable.shape, variable.dtype as 'float32' | 'int32');
  variable.assign(tensor);
  tensor.dispose();
}
