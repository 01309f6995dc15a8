/** LoRA adapters in the folder form of Python's peft: adapter_config.json and adapter_model.safetensors. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { containedPath } from '../containedPath';
import { writeDurably } from '../durableFiles';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import { nearestName } from '../nearestName';
import { saveTensors, saving } from '../training/checkpoint';
import type { HostTensor } from '../training/safetensors';
import { asOutIn } from './exported/namedTensors';
import { LowRankAdapters } from './lowRankAdapters';
import type { PublishedModel } from './publishedModel';
import { openSafetensors } from './safetensorsFile';
import type { WeightFile } from './weightFile';

const configFile = 'adapter_config.json';
const weightsFile = 'adapter_model.safetensors';
const prefix = 'base_model.model.';

/**
 * Writes adapters as peft does, for `PeftModel.from_pretrained(base, FOLDER)` over the model whose files were loaded.
 * @param baseModel its name or address, which peft shows
 * @throws LabError if the folder cannot be written
 */
export function saveAdapters(folder: string, adapters: LowRankAdapters, { baseModel = '' } = {}): void {
  const { model, rank, alpha, targets } = adapters;
  const tensors: Record<string, HostTensor> = {};
  for (const name of adapters.names) {
    const { place } = model.linears.get(name)!;
    tensors[`${prefix}${place}.lora_A.weight`] = asOutIn(adapters.parameters[`adapter.${name}.down`]!);
    tensors[`${prefix}${place}.lora_B.weight`] = asOutIn(adapters.parameters[`adapter.${name}.up`]!);
  }
  const config = {
    ...{ peft_type: 'LORA', task_type: null, r: rank, lora_alpha: alpha, target_modules: targets },
    ...{ lora_dropout: 0, bias: 'none', fan_in_fan_out: model.family === 'gpt2', inference_mode: true },
    base_model_name_or_path: baseModel,
  };
  saving(folder, () => {
    fs.mkdirSync(folder, { recursive: true });
    saveTensors(path.join(folder, weightsFile), { tensors, metadata: { format: 'pt' } });
    writeDurably(path.join(folder, configFile), `${JSON.stringify(config, null, 2)}\n`);
  });
}

/**
 * Puts adapters that peft or {@link saveAdapters} wrote on a model. Layers that were trained in full and saved with them, such
 * as a classifier, replace the model's.
 * @throws LabError for a folder that holds none, a kind of adapter that is not read, or tensors that are not the model's
 */
export function loadAdapters(folder: string, model: PublishedModel): LowRankAdapters {
  const config = readConfig(folder);
  const file = containedPath(folder, weightsFile, folder);
  if (!fs.existsSync(file))
    throw new LabError(`${folder} has no ${weightsFile}: save it in Python with safe_serialization=True.`);
  const weights = openSafetensors(file);
  const adapters = new LowRankAdapters(model, config);
  try {
    const parts = partsOf(file, weights, model, adapters);
    const filled = new Set(parts.map(({ target }) => target));
    const lacking = Object.entries(adapters.parameters).find(([, target]) => !filled.has(target));
    if (lacking) throw new LabError(`${file} has no tensor of '${lacking[0]}': it is of another model.`);
    // Only now, so that a model keeps its own layers where an adapter is refused.
    for (const part of parts) fill(part, weights);
  } catch (error) {
    adapters.remove();
    throw error;
  }
  return adapters;
}

interface AdapterConfig {
  readonly rank: number;
  readonly alpha: number;
  readonly targets: readonly string[];
}

/** Settings that change what the thin matrices mean; at other values the adapters would compute something else. */
const plain: { readonly [name: string]: unknown } = {
  ...{ peft_type: 'LORA', bias: 'none', use_dora: false, use_rslora: false, lora_bias: false },
  ...{ layers_to_transform: null, exclude_modules: null, layer_replication: null, target_parameters: null },
};

function readConfig(folder: string): AdapterConfig {
  const file = containedPath(folder, configFile, folder);
  if (!fs.existsSync(file))
    throw new LabError(`${folder} has no ${configFile}: name the folder of an adapter.`);
  let config: Record<string, unknown>;
  try {
    config = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch {
    throw new LabError(`${file} is not JSON: fetch it again.`);
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new LabError(`${file} is not a JSON object: fetch it again.`);
  for (const [name, value] of Object.entries(plain)) {
    const found = config[name] ?? (name === 'peft_type' ? undefined : value);
    if (found !== value)
      throw new LabError(
        `${file} has ${name} ${JSON.stringify(found)}, and only ${JSON.stringify(value)} is read.`,
      );
  }
  for (const name of ['alpha_pattern', 'rank_pattern'])
    if (Object.keys((config[name] as object | null | undefined) ?? {}).length > 0)
      throw new LabError(`${file} has a ${name}, which is not read: only one rank and alpha for all.`);
  const { r, lora_alpha: alpha, target_modules: targets } = config;
  if (!Array.isArray(targets) || !targets.every((one) => typeof one === 'string'))
    throw new LabError(`${file} has no list of target_modules: fetch it again.`);
  return { rank: r as number, alpha: alpha as number, targets: targets as string[] };
}

/** A tensor of the file and the variable that it is for. */
interface Part {
  readonly name: string;
  readonly target: tf.Variable;
  /** Matrices are [to, from] in the file. */
  readonly turned: boolean;
}

function partsOf(
  file: string,
  weights: WeightFile,
  model: PublishedModel,
  adapters: LowRankAdapters,
): Part[] {
  return [...weights.shapes].map(([name, found]) => {
    const [, module, part] =
      /^(?:base_model\.model\.)?(.+?)\.(lora_A\.weight|lora_B\.weight|weight|bias)$/.exec(name) ?? [];
    const map = mapNamed(model, module ?? name);
    if (map === undefined) {
      const near = nearestName(module ?? name, [...model.linears.keys()]);
      throw new LabError(
        `${file} has the tensor '${name}', and the model has no such part${near ? `; the nearest is '${near}'` : ''}.`,
      );
    }
    const thin = part === 'lora_A.weight' ? 'down' : part === 'lora_B.weight' ? 'up' : undefined;
    const target = thin ? adapters.parameters[`adapter.${map}.${thin}`] : model.parameters[`${map}.${part}`];
    if (!target)
      throw new LabError(`${file} has the tensor '${name}', and ${configFile} does not name its map.`);
    const turned = part !== 'bias';
    const wanted = turned ? [...target.shape].reverse() : target.shape;
    if (found.join() !== wanted.join())
      throw new LabError(
        `The tensor '${name}' of ${file} has the shape [${found.join(', ')}], and the model asks for [${wanted.join(', ')}].`,
      );
    return { name, target, turned };
  });
}

/** The map whose name, without a prefix, ends the module's. */
function mapNamed(model: PublishedModel, module: string): string | undefined {
  return [...model.linears.keys()].find((name) => module === name || module.endsWith(`.${name}`));
}

function fill({ name, target, turned }: Part, weights: WeightFile): void {
  tf.tidy(() => {
    const stored = tf.tensor(weights.read(name), [...weights.shapes.get(name)!]);
    target.assign(turned ? stored.transpose() : stored);
  });
}
