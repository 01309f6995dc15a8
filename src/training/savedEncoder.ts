import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeDurably } from '../durableFiles';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import {
  type AttentionDirection,
  type TransformerConfig,
  TransformerEncoder,
} from '../models/transformerEncoder';
import { hostTensors, loadTensors, requireTensor, restore, saveTensors, saving } from './checkpoint';

const weightsFile = 'model.safetensors';
const configFile = 'config.json';

/** Saves an encoder as model.safetensors and config.json, with the tokenizer.json that its ids come from. */
export function saveEncoder(
  folder: string,
  encoder: TransformerEncoder<AttentionDirection>,
  tokenizer?: { readonly json: string } | string,
): void {
  saving(folder, () => {
    fs.mkdirSync(folder, { recursive: true });
    if (tokenizer !== undefined) {
      const json = typeof tokenizer === 'string' ? tokenizer : tokenizer.json;
      writeDurably(path.join(folder, 'tokenizer.json'), json);
    }
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
