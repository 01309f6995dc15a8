/** A published model under a linear tagger: words cut one by one, states at their first pieces. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { releaseKept } from '../../src/form/release';
import type { TrialResult } from '../../src/form/result';
import { modelContent } from '../../src/published/getModel';
import { PublishedTokenizer } from '../../src/published/publishedTokenizer';
import { probedPublishedTagger } from '../../src/recipes/publishedTagger';
import type { EncodedSentences } from '../../src/recipes/taggingData';
import { freshFolder } from '../runner/toyStudy';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'mis', '##ter', 'ada', 'bob', 'went', 'saw'];
let folder: string;

beforeEach(() => {
  folder = path.join(freshFolder(), 'bert');
  fs.cpSync(path.join(__dirname, '../published/fixtures/bert'), folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, 'tokenizer.json'),
    JSON.stringify({
      ...{ version: '1.0', added_tokens: [], normalizer: null, decoder: null },
      pre_tokenizer: { type: 'Whitespace' },
      post_processor: { type: 'BertProcessing', cls: ['[CLS]', 2], sep: ['[SEP]', 3] },
      model: {
        ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##' },
        ...{ max_input_chars_per_word: 100 },
        vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
      },
    }),
  );
});
afterEach(() => releaseKept());

describe('words of a published tokenizer', () => {
  it('are cut as in the sentence, between the special tokens, with the place of each', () => {
    const tokenizer = PublishedTokenizer.read(folder);
    const { ids, firsts } = tokenizer.words(['mister', 'ada', 'went']);
    expect([...ids]).toEqual(tokenizer.ids('mister ada went').ids);
    expect([...ids]).toEqual([2, 4, 5, 6, 8, 3]);
    expect([...firsts]).toEqual([1, 3, 4]);
  });

  it('that do not fit are left out, and one of which nothing is left has a place', () => {
    const tokenizer = PublishedTokenizer.read(folder);
    const cut = tokenizer.words(['mister', 'ada', 'went'], 4);
    expect([[...cut.ids], [...cut.firsts]]).toEqual([[2, 4, 5, 3], [1]]);
    const half = tokenizer.words(['ada', 'mister'], 4);
    expect([[...half.ids], [...half.firsts]]).toEqual([
      [2, 6, 4, 3],
      [1, 2],
    ]);
    const blank = tokenizer.words(['ada', ' ', 'bob']);
    expect([[...blank.ids], [...blank.firsts]]).toEqual([
      [2, 6, 1, 7, 3],
      [1, 2, 3],
    ]);
  });
});

describe('a published model under a linear tagger', () => {
  function tagged(count: number, from: number): EncodedSentences {
    const words = Array.from({ length: count }, (_, k) => {
      const name = ['ada', 'bob'][(k + from) % 2]!;
      return k % 3 ? ['mister', name, 'went'] : [name, 'saw', 'mister', name];
    });
    const tags = words.map((own) => own.map((word) => (word === 'ada' || word === 'bob' ? 'B-x' : 'O')));
    return { words, tags, examples: [], firsts: [] };
  }

  it('finds what its states tell, twice alike, and names weights that are not those of the settings', async () => {
    const card = path.join(path.dirname(folder), 'bert.card.json');
    const facts = { name: 'bert', description: 'Small.', licence: 'MIT', citation: 'None.' };
    fs.writeFileSync(card, JSON.stringify({ ...facts, source: { kind: 'folder', path: './bert' } }));
    const published = { model: card, sha256: await modelContent(card), maxLength: 12, scaleOn: 0 };
    const data = { tagNames: ['O', 'B-x'], pool: tagged(12, 0), dev: tagged(6, 1), test: tagged(8, 1) };
    const arm = probedPublishedTagger({ title: 'Probe' });
    const run = (sha256: string) =>
      (arm.recipe.run as unknown as (context: object) => Promise<TrialResult>)({
        data: { ...data, scaleOn: data.pool },
        settings: { published: { ...published, sha256 }, probe: { l2: [0.01, 1] } },
        ...{ seed: 1, amount: 9, dataName: 'toy', engine: 'compiled', precision: 'float32' },
        scoring: { metrics: ['entityF1'], options: { scheme: 'IOB2' } },
      });
    const found = await run(published.sha256);
    expect(found.metrics.entityF1).toBe(1);
    expect((await run(published.sha256)).metrics).toEqual(found.metrics);
    await expect(run('0'.repeat(64))).rejects.toThrow(/has weights of the SHA-256/);
  });
});
