/** The weights of a folder as models are published: safetensors, in one file or in shards with an index, or GGUF. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { containedPath } from '../containedPath';
import { LabError } from '../errors';
import { nearestName } from '../nearestName';
import { type GgufFile, openGguf } from './ggufFile';
import { GgufLlama } from './ggufLlama';
import { openSafetensors } from './safetensorsFile';
import type { WeightFile } from './weightFile';

/** Named tensors on the disk, read one at a time. */
export interface WeightFiles {
  readonly names: readonly string[];
  /** @throws LabError for an unknown name, with the nearest one */
  shape(name: string): readonly number[];
  /**
   * A tensor's numbers as float32, row-major. Whole numbers are exact up to 2^24 and refused beyond.
   * @throws LabError for an unknown name, with the nearest one
   */
  read(name: string): Float32Array;
}

const whole = 'model.safetensors';
const index = 'model.safetensors.index.json';
/** Formats that run code when they are loaded, or that only their own program reads. */
const foreign = /\.(?:bin|pt|pth|ckpt|pkl|pickle|h5|msgpack|onnx|npz)$/i;

/**
 * Opens the weights in a folder; nothing of it is executed.
 * @throws LabError where there are none, where they are damaged, and for formats that are not read, with the remedy
 */
export function openWeightFiles(folder: string): WeightFiles {
  const present = filesIn(folder);
  if (present.includes(whole))
    return weightFiles([openSafetensors(containedPath(folder, whole, folder))], folder);
  if (present.includes(index)) return weightFiles(shards(folder), folder);
  const gguf = ggufIn(folder);
  if (gguf) {
    const isLlama = gguf.facts.get('general.architecture') === 'llama';
    return weightFiles([isLlama ? new GgufLlama(gguf, folder).weights() : gguf], folder);
  }
  const other = present.find((name) => foreign.test(name));
  throw new LabError(
    other === undefined
      ? `${folder} has no ${whole}: name the folder that holds it.`
      : `${folder} has ${other} and no ${whole}: convert it where you trust it, in Python with ` +
          'transformers.AutoModel.from_pretrained(FOLDER).save_pretrained(FOLDER, safe_serialization=True).',
  );
}

/**
 * The GGUF file of a folder that has no safetensors; undefined where there is none.
 * @throws LabError for several
 */
export function ggufIn(folder: string): GgufFile | undefined {
  const names = filesIn(folder).filter((name) => name.toLowerCase().endsWith('.gguf'));
  if (names.length > 1)
    throw new LabError(
      `${folder} has ${names.length} GGUF files (${names.join(', ')}): keep the one that you mean.`,
    );
  return names.length === 1 ? openGguf(containedPath(folder, names[0]!, folder)) : undefined;
}

/** Names of the files in a folder (links to files among them); none where there is no folder. */
function filesIn(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  if (!fs.statSync(folder).isDirectory())
    throw new LabError(`${folder} is a file: name the folder of a published model.`);
  return fs
    .readdirSync(folder)
    .filter((name) => fs.statSync(path.join(folder, name), { throwIfNoEntry: false })?.isFile());
}

/** The files that an index names, each tensor from the one that the index says. */
function shards(folder: string): WeightFile[] {
  const file = path.join(folder, index);
  const refuse = (reason: string): never => {
    throw new LabError(`${file} is no index of weights (${reason}): fetch it again.`);
  };
  let map: unknown;
  try {
    map = (JSON.parse(fs.readFileSync(file, 'utf8')) as { weight_map?: unknown } | null)?.weight_map;
  } catch {
    return refuse('it is not JSON');
  }
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return refuse("it has no 'weight_map'");
  const tensorsOf = new Map<string, string[]>();
  for (const [tensor, name] of Object.entries(map)) {
    if (typeof name !== 'string' || !name.endsWith('.safetensors'))
      return refuse(`'${tensor}' is in no .safetensors file`);
    tensorsOf.set(name, [...(tensorsOf.get(name) ?? []), tensor]);
  }
  return [...tensorsOf].map(([name, tensors]) => {
    const shard = containedPath(folder, name, file);
    if (!fs.existsSync(shard))
      throw new LabError(
        `${file} names ${name}, which is not in the folder: fetch all of the model's files.`,
      );
    const opened = openSafetensors(shard);
    const lacking = tensors.find((tensor) => !opened.shapes.has(tensor));
    if (lacking !== undefined) refuse(`${name} does not hold '${lacking}'`);
    const shapes = new Map(tensors.map((tensor) => [tensor, opened.shapes.get(tensor)!] as const));
    return { shapes, read: (tensor) => opened.read(tensor) };
  });
}

function weightFiles(files: readonly WeightFile[], folder: string): WeightFiles {
  const places = new Map<string, WeightFile>();
  for (const file of files) for (const name of file.shapes.keys()) places.set(name, file);
  const names = [...places.keys()];
  const holder = (name: string): WeightFile => {
    const file = places.get(name);
    if (file) return file;
    const near = nearestName(name, names);
    throw new LabError(`${folder} has no tensor '${name}'${near ? `; did you mean '${near}'?` : '.'}`);
  };
  return {
    names,
    shape: (name) => holder(name).shapes.get(name)!,
    read: (name) => holder(name).read(name),
  };
}
