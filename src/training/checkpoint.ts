import * as fs from 'node:fs';
import * as path from 'node:path';
import { synchronise, temporaryName } from '../durableFiles';
import { tf } from '../engine/native';
import type { State } from '../engine/program';
import { LabError } from '../errors';
import { type TransformerConfig, TransformerEncoder } from '../models/transformerEncoder';
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

/** Writes tensors as one safetensors file: whole or not at all, whatever interrupts. */
export function saveTensors(file: string, content: TensorFile): void {
  const temporary = temporaryName(file);
  try {
    const descriptor = fs.openSync(temporary, 'wx');
    try {
      fs.writeFileSync(descriptor, encodeSafetensors(content));
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw new LabError(
      `Cannot save ${file}: ${(error as Error).message}; free space or choose another folder, nothing was overwritten.`,
    );
  }
  synchronise(path.dirname(file));
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

/**
 * Puts saved values into tensors of the same names and shapes.
 * @param what how to name the source in an error
 * @throws LabError naming a tensor that is missing, left over, or of another shape
 */
export function restore(state: State, tensors: Readonly<Record<string, HostTensor>>, what: string): void {
  for (const name of Object.keys(tensors)) {
    if (!state[name])
      throw new LabError(
        `${what} holds the tensor '${name}', which the model does not have; load it into the model that it was saved from.`,
      );
  }
  for (const [name, variable] of Object.entries(state)) {
    const saved = tensors[name];
    if (!saved)
      throw new LabError(
        `${what} lacks the tensor '${name}'; load it into the model that it was saved from.`,
      );
    if (saved.shape.join() !== variable.shape.join() || saved.dtype !== variable.dtype) {
      throw new LabError(
        `The tensor '${name}' is ${saved.dtype} [${saved.shape.join(', ')}] in ${what} but ${variable.dtype} [${variable.shape.join(', ')}] in the model; build the model with the sizes in its config.json.`,
      );
    }
  }
  for (const [name, variable] of Object.entries(state)) assignValues(variable, tensors[name].values);
}

/** Sets a variable from host values, row-major. */
export function assignValues(variable: tf.Variable, values: Float32Array | Int32Array): void {
  const tensor = tf.tensor(values, variable.shape, variable.dtype as 'float32' | 'int32');
  variable.assign(tensor);
  tensor.dispose();
}

const weightsFile = 'model.safetensors';
const configFile = 'config.json';

/** What saving needs of a tokenizer. */
interface SavedTokenizer {
  save(folder: string): void;
}

/** Saves an encoder as model.safetensors and config.json, with the tokenizer.json that its ids come from. */
export function saveEncoder(folder: string, encoder: TransformerEncoder, tokenizer?: SavedTokenizer): void {
  fs.mkdirSync(folder, { recursive: true });
  tokenizer?.save(folder);
  fs.writeFileSync(
    path.join(folder, configFile),
    `${JSON.stringify({ kind: encoder.kind, ...encoder.config }, null, 2)}\n`,
  );
  saveTensors(path.join(folder, weightsFile), {
    tensors: hostTensors(encoder.parameters),
    metadata: { format: 'pretraining-lab' },
  });
}

/**
 * Loads an encoder saved by {@link saveEncoder}.
 * @throws LabError naming a missing or ill-shaped tensor, or an unusable config.json
 */
export function loadEncoder(folder: string): TransformerEncoder {
  const file = path.join(folder, configFile);
  let config: TransformerConfig & { kind: string };
  try {
    config = JSON.parse(fs.readFileSync(file, 'utf8')) as TransformerConfig & { kind: string };
  } catch (error) {
    throw new LabError(
      `Cannot read ${file}: ${(error as Error).message}; point to a folder that saveEncoder wrote.`,
    );
  }
  const { kind, ...sizes } = config;
  if (kind !== 'transformerEncoder')
    throw new LabError(
      `${file} describes a '${kind}', not a transformerEncoder; load it with the model it belongs to.`,
    );
  for (const key of ['vocabularySize', 'layers', 'width', 'heads', 'maxLength'] as const) {
    if (!Number.isInteger(sizes[key]) || sizes[key] < 1 || sizes[key] > 1e7) {
      throw new LabError(
        `${file} has ${key} = ${JSON.stringify(sizes[key])}; it must be a whole number above 0.`,
      );
    }
  }
  const { tensors } = loadTensors(path.join(folder, weightsFile));
  const encoder = new TransformerEncoder(sizes, 0);
  restore(encoder.parameters, tensors, path.join(folder, weightsFile));
  return encoder;
}
