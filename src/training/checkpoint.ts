import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeDurably } from '../durableFiles';
import { tf } from '../engine/native';
import type { State } from '../engine/program';
import { LabError } from '../errors';
import {
  type AttentionDirection,
  type TransformerConfig,
  TransformerEncoder,
} from '../models/transformerEncoder';
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

/** Runs what writes `target`; what fails is said in one sentence. */
function saving(target: string, write: () => void): void {
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

function requireTensor(
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

const weightsFile = 'model.safetensors';
const configFile = 'config.json';

/** What saving needs of a tokenizer. */
interface SavedTokenizer {
  save(folder: string): void;
}

/** Saves an encoder as model.safetensors and config.json, with the tokenizer.json that its ids come from. */
export function saveEncoder(
  folder: string,
  encoder: TransformerEncoder<AttentionDirection>,
  tokenizer?: SavedTokenizer,
): void {
  saving(folder, () => {
    fs.mkdirSync(folder, { recursive: true });
    tokenizer?.save(folder);
    writeDurably(
      path.join(folder, configFile),
      `${JSON.stringify({ kind: encoder.kind, ...encoder.config }, null, 2)}\n`,
    );
    saveTensors(path.join(folder, weightsFile), {
      tensors: hostTensors(encoder.parameters),
      metadata: { format: 'pretraining-lab' },
    });
  });
}

type SavedConfig<Direction extends AttentionDirection> = TransformerConfig<Direction> & { kind?: string };

const wholeNumber = {
  must: 'a whole number above 0',
  fits: (v: number) => Number.isInteger(v) && v >= 1 && v <= 1e7,
};

/** What each size in a config.json must be; the optional ones may be left out. */
const sizeRules: Readonly<
  Record<
    Exclude<keyof TransformerConfig, 'attention'>,
    { must: string; fits: (value: number) => boolean; optional?: true }
  >
> = {
  vocabularySize: wholeNumber,
  layers: wholeNumber,
  width: wholeNumber,
  heads: wholeNumber,
  maxLength: wholeNumber,
  feedForwardWidth: { ...wholeNumber, optional: true },
  paddingToken: {
    must: 'a token id',
    fits: (v) => Number.isInteger(v) && v >= 0 && v <= 1e7,
    optional: true,
  },
  dropoutRate: { must: 'a share from 0 to below 1', fits: (v) => v >= 0 && v < 1, optional: true },
};

/**
 * Loads an encoder saved by {@link saveEncoder}.
 * @param attention the direction that it must have
 * @throws LabError naming a missing or ill-shaped tensor, or an unusable config.json
 */
export function loadEncoder<Direction extends AttentionDirection = 'bidirectional'>(
  folder: string,
  attention = 'bidirectional' as Direction,
): TransformerEncoder<Direction> {
  const sizes = loadConfig(path.join(folder, configFile), attention);
  const file = path.join(folder, weightsFile);
  const { tensors } = loadTensors(file);
  // These name every size, so that nothing larger than the file is built from a damaged config.json.
  const { width, vocabularySize, maxLength, layers, feedForwardWidth = 4 * width } = sizes;
  for (const [name, shape] of [
    ['tokenEmbedding', [vocabularySize, width]],
    ['positionEmbedding', [maxLength, width]],
    [`layers.${layers - 1}.expand.weight`, [width, feedForwardWidth]],
  ] as const)
    requireTensor(tensors, `encoder.${name}`, { dtype: 'float32', shape }, file);
  const encoder = new TransformerEncoder(sizes, 0);
  try {
    restore(encoder.parameters, tensors, file);
  } catch (error) {
    tf.dispose(Object.values(encoder.parameters));
    throw error;
  }
  return encoder;
}

function loadConfig<Direction extends AttentionDirection>(
  file: string,
  attention: Direction,
): TransformerConfig<Direction> {
  let config: SavedConfig<Direction> | null;
  try {
    config = JSON.parse(fs.readFileSync(file, 'utf8')) as SavedConfig<Direction> | null;
  } catch (error) {
    throw new LabError(
      `Cannot read ${file}: ${(error as Error).message}; point to a folder that saveEncoder wrote.`,
    );
  }
  const { kind, ...sizes } = config ?? ({} as SavedConfig<Direction>);
  if (kind !== 'transformerEncoder')
    throw new LabError(
      `${file} describes a '${typeof kind === 'string' ? kind : JSON.stringify(kind)}', not a transformerEncoder; load it with the model it belongs to.`,
    );
  const { attention: saved = 'bidirectional' } = sizes;
  if (saved !== attention)
    throw new LabError(
      `${file} has attention = ${JSON.stringify(saved)}, and ${attention} was asked for; name the direction when loading it.`,
    );
  for (const [key, { must, fits, optional }] of Object.entries(sizeRules)) {
    const value = sizes[key as keyof TransformerConfig];
    if (value === undefined && optional) continue;
    if (typeof value !== 'number' || !fits(value))
      throw new LabError(`${file} has ${key} = ${JSON.stringify(value)}; it must be ${must}.`);
  }
  return sizes;
}
