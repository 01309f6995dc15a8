import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import type { PublishedSizes } from '../../src/bench/protocol';
import { publishedStep } from '../../src/bench/publishedStep';
import { caseName } from '../../src/bench/summary';
import { freshFolder } from '../runner/toyStudy';

const fixture = (name: string) => path.join(__dirname, '../published/fixtures', name);

/** The small BERT with some tokenizer. */
function bert(): string {
  const folder = freshFolder();
  fs.cpSync(fixture('bert'), folder, { recursive: true });
  const rest = { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null };
  const model = { type: 'WordLevel', vocab: { a: 0, b: 1 }, unk_token: 'a' };
  const tokenizer = { version: '1.0', added_tokens: [], ...rest, model };
  fs.writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  return folder;
}

it.each<[string, () => PublishedSizes]>([
  [
    'finetuning-BERT',
    () => ({ objective: 'finetuning', model: 'BERT', folder: bert(), rank: 0, batch: 2, time: 8 }),
  ],
  [
    'finetuning-BERT-LoRA',
    () => ({ objective: 'finetuning', model: 'BERT', folder: bert(), rank: 2, batch: 2, time: 8 }),
  ],
  ['embedding-BERT', () => ({ objective: 'embedding', model: 'BERT', folder: fixture('bert'), texts: 40 })],
  [
    'generation-GPT-2',
    () => ({ objective: 'generation', model: 'GPT-2', folder: fixture('gpt2-lm'), prompt: 9, tokens: 3 }),
  ],
  [
    'generation-GPT-2-firstToken',
    () => ({ objective: 'generation', model: 'GPT-2', folder: fixture('gpt2-lm'), prompt: 20, tokens: 1 }),
  ],
])('%s is timed, and its operations are counted', (name, sizes) => {
  expect(caseName(sizes())).toBe(name);
  const step = publishedStep(sizes(), 'float32');
  expect(step.run()).toBeGreaterThan(0);
  expect(step.run()).toBeGreaterThan(0);
  expect(step.flops).toBeGreaterThan(1000);
});
