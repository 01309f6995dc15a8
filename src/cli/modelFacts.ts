/** What a published model is, after everything of it was read. Loads the engine. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { countParameters } from '../models/parameters';
import { loadPublished } from '../published/loadPublished';
import type { PublishedModel } from '../published/publishedModel';
import { PublishedTokenizer } from '../published/publishedTokenizer';
import { ggufIn } from '../published/weightFiles';

/** @throws LabError where the lab cannot read it */
export function modelFacts(folder: string): Record<string, string | number> {
  const model = loadPublished(folder);
  const parameters = countParameters(model.parameters);
  const facts = {
    family: model.family,
    reads: model.reads,
    tensors: Object.keys(model.parameters).length,
    parameters,
    ...(model.labels && { classes: model.labels.join(', ') }),
    ...(model.reads === 'texts' && { tokenizer: tokenizerFact(folder, model) }),
  };
  model.dispose();
  return facts;
}

function tokenizerFact(folder: string, model: PublishedModel): string {
  if (!fs.existsSync(path.join(folder, 'tokenizer.json')) && !ggufIn(folder)) return 'none in the folder';
  const tokenizer = PublishedTokenizer.read(folder);
  tokenizer.requireFits(model);
  return `'A cat.' is ${tokenizer.ids('A cat.').ids.join(' ')}`;
}
