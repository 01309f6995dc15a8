/** Models as folders that Python's transformers loads with `from_pretrained`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeDurably } from '../durableFiles';
import { LabError } from '../errors';
import { type AttentionDirection, TransformerEncoder } from '../models/transformerEncoder';
import { VisionTransformer } from '../models/visionTransformer';
import { saveTensors, saving } from '../training/checkpoint';
import { exportedEncoder } from './exported/encoder';
import type { ExportedModel } from './exported/namedTensors';
import { exportedVisionEncoder } from './exported/visionEncoder';
import type { PublishedModel } from './publishedModel';

/** What stands in the folder beside the weights. */
export interface ExportOptions {
  /** Its tokenizer.json is saved too. */
  readonly tokenizer?: { readonly json: string };
  /** What a reader must know: title of a part (such as 'Data', 'Licence', 'Limits') to its text. */
  readonly card?: Readonly<Record<string, string>>;
}

/**
 * Writes config.json, model.safetensors, tokenizer.json and a model card, README.md. A causal encoder of the lab becomes a
 * GPT2LMHeadModel, a bidirectional one a MegatronBertModel, a vision transformer with a class token a ViTModel (with its
 * preprocessor_config.json), a published model what it was. Parts of its files that the lab does
 * not read, such as ViT-MAE's decoder, are not written.
 * @throws LabError for a folder that holds anything, a model with adapters that are not merged, one that was read from GGUF,
 *   or if the folder cannot be written
 */
export function exportModel(
  folder: string,
  model: TransformerEncoder<AttentionDirection> | VisionTransformer | PublishedModel,
  { tokenizer, card = {} }: ExportOptions = {},
): void {
  if (fs.existsSync(folder) && (!fs.statSync(folder).isDirectory() || fs.readdirSync(folder).length > 0))
    throw new LabError(`${folder} is not empty: name a new folder, nothing was overwritten.`);
  const { architecture, config, tensors, preprocessor } = exported(model);
  saving(folder, () => {
    fs.mkdirSync(folder, { recursive: true });
    if (tokenizer) writeDurably(path.join(folder, 'tokenizer.json'), tokenizer.json);
    // transformers refuses files that do not say so.
    saveTensors(path.join(folder, 'model.safetensors'), { tensors, metadata: { format: 'pt' } });
    writeDurably(path.join(folder, 'README.md'), modelCard(path.basename(folder), architecture, card));
    if (preprocessor)
      writeDurably(
        path.join(folder, 'preprocessor_config.json'),
        `${JSON.stringify(preprocessor, null, 2)}\n`,
      );
    // Last: a folder without it is no model.
    writeDurably(path.join(folder, 'config.json'), `${config.trimEnd()}\n`);
  });
}

function exported(
  model: TransformerEncoder<AttentionDirection> | VisionTransformer | PublishedModel,
): ExportedModel {
  if (model instanceof TransformerEncoder) return exportedEncoder(model);
  return model instanceof VisionTransformer ? exportedVisionEncoder(model) : exportedAsItWas(model);
}

function exportedAsItWas(model: PublishedModel): ExportedModel {
  if ([...model.linears.values()].some(({ adapter }) => adapter))
    throw new LabError(
      'The model has adapters: merge them, or save them with saveAdapters, before it is exported.',
    );
  return model.exported();
}

function modelCard(name: string, architecture: string, parts: Readonly<Record<string, string>>): string {
  const load = [
    '```python',
    `from transformers import ${architecture}`,
    '',
    `model = ${architecture}.from_pretrained('${name.replace(/[\\']/g, '\\$&')}')`,
    '```',
  ];
  const sections = Object.entries(parts).flatMap(([title, text]) => ['', `## ${title}`, '', text.trim()]);
  return [
    ...['---', 'library_name: transformers', '---', '', `# ${name}`, ''],
    ...[`A ${architecture} of float32 weights, written by pretraining-lab.`, '', ...load, ...sections, ''],
  ].join('\n');
}
