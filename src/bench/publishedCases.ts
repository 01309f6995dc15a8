/** The cases of published models, with the folders that both sides read. */
import * as path from 'node:path';
import { getModel } from '../published/getModel';
import type { PublishedSizes } from './protocol';

const prompt = 64;
const written = 20;

/** @param folder where models with random weights may be written */
export async function publishedCases(
  objective: PublishedSizes['objective'],
  folder: string,
): Promise<PublishedSizes[]> {
  if (objective === 'generation') return generationCases(folder);
  const small = { model: 'MiniLM', folder: await getModel('all-minilm-l6-v2') };
  if (objective === 'embedding') return [{ ...small, objective, texts: 1000 }];
  const sizes = { ...small, objective, batch: 32, time: 64 };
  return [
    { ...sizes, rank: 0 },
    { ...sizes, rank: 8 },
  ];
}

async function generationCases(folder: string): Promise<PublishedSizes[]> {
  // They load the engine.
  const { PublishedConfig } = await import('../published/publishedConfig.js');
  const { transformerEncoder } = await import('../models/transformerEncoder.js');
  const { exportModel } = await import('../published/exportModel.js');
  const smol = await getModel('smollm2-135m-instruct');
  const gpt2 = path.join(folder, 'gpt2');
  // GPT-2's sizes (Radford et al. 2019, table 2). How fast it writes does not depend on what it writes.
  const encoder = transformerEncoder({
    ...{ vocabularySize: 50_257, layers: 12, width: 768, heads: 12, maxLength: 1024 },
    attention: 'causal',
  });
  exportModel(gpt2, encoder);
  encoder.dispose();
  const models = [
    { model: 'SmolLM2', folder: smol, config: PublishedConfig.read(smol).all },
    { model: 'GPT-2', folder: gpt2 },
  ];
  return models.flatMap((one) =>
    [written, 1].map((tokens) => ({ ...one, objective: 'generation' as const, prompt, tokens })),
  );
}
