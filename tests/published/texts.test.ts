import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import { sampled } from '../../src/published/generation/sampling';
import { loadPublishedText } from '../../src/published/loadPublished';
import { PublishedTokenizer } from '../../src/published/publishedTokenizer';
import { sentenceEmbeddings } from '../../src/published/sentenceEmbeddings';
import { freshFolder } from '../runner/toyStudy';

const fixtures = path.join(__dirname, 'fixtures');
let folder: string;
beforeEach(() => {
  folder = freshFolder();
});

const written = (json: object) => {
  fs.writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify(json));
  return PublishedTokenizer.read(folder);
};

const special = (content: string, id: number) => ({
  ...{ id, content, special: true },
  ...{ single_word: false, lstrip: false, rstrip: false, normalized: false },
});
const pieces = ['[PAD]', '[CLS]', '[SEP]', '[UNK]', 'a', 'cat', 'sat', '##s', 'on', 'mats'];
const wordPiece = {
  ...{ version: '1.0', truncation: null, padding: { pad_id: 0 } },
  added_tokens: pieces.slice(0, 4).map(special),
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: { type: 'BertProcessing', sep: ['[SEP]', 2], cls: ['[CLS]', 1] },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    ...{
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
    },
    vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
  },
};

describe('a published tokenizer', () => {
  it('cuts words into the likeliest unigrams, as going through all cuts finds them', () => {
    const random = seededRandom('unigrams');
    const parts = ['▁', 'a', 'b', 'c', '▁a', 'ab', 'bc', 'ca', 'abc', 'bca', '▁ab', 'aa'];
    const vocab = [['<unk>', 0], ...parts.map((part) => [part, -1 - 4 * random.uniform()])] as [
      string,
      number,
    ][];
    const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true };
    const tokenizer = written({
      ...{ version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: null },
      ...{ pre_tokenizer: metaspace, post_processor: null, decoder: metaspace },
      model: { type: 'Unigram', unk_id: 0, byte_fallback: false, vocab },
    });
    expect(tokenizer.vocabularySize).toBe(13);
    const cuts = (word: string): { ids: number[]; score: number }[] =>
      word === ''
        ? [{ ids: [], score: 0 }]
        : vocab.flatMap(([part, score], id) =>
            id > 0 && word.startsWith(part)
              ? cuts(word.slice(part.length)).map((rest) => ({
                  ids: [id, ...rest.ids],
                  score: score + rest.score,
                }))
              : [],
          );
    for (let k = 0; k < 100; k++) {
      const word = Array.from({ length: 1 + random.integer(8) }, () => 'abc'[random.integer(3)]).join('');
      const best = cuts(`▁${word}`).reduce((a, b) => (b.score > a.score ? b : a));
      expect(tokenizer.ids(word).ids, word).toEqual(best.ids);
      expect(tokenizer.decode(best.ids).trim()).toBe(word);
    }
  });

  it('puts special tokens and types around texts and pairs, and pads to the longest', () => {
    const tokenizer = written(wordPiece);
    const batch = tokenizer.encode(['A cat sat', ['cats', 'a mat on mats']]);
    expect(batch.tokens.arraySync()).toEqual([
      [1, 4, 5, 6, 2, 0, 0, 0, 0],
      [1, 5, 7, 2, 4, 3, 8, 9, 2],
    ]);
    expect(batch.mask.arraySync()[0]).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0]);
    expect(batch.types.arraySync()[1]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1]);
    expect(batch.cut).toBe(0);
    expect(tokenizer.decode([1, 5, 7, 6, 2])).toBe('cats sat');
  });

  it('cuts the longer text first, keeps special tokens, and counts what was cut', () => {
    const tokenizer = written(wordPiece);
    const { tokens, cut } = tokenizer.encode(['a cat sat on mats', 'a', ['a cat sat', 'on mats']], 5);
    expect(tokens.arraySync()).toEqual([
      [1, 4, 5, 6, 2],
      [1, 4, 2, 0, 0],
      [1, 4, 2, 8, 2],
    ]);
    expect(cut).toBe(2);
    expect(() => tokenizer.encode(['a'], 2)).toThrow('maxLength leaves no room beside the special tokens');
    expect(() => tokenizer.encode([])).toThrow('There is no text to encode');
  });

  it('reads RoBERTa frames, templates, and none', () => {
    const frame = (post_processor: object | null) =>
      written({ ...wordPiece, post_processor }).ids(['a', 'cat']);
    expect(frame({ type: 'RobertaProcessing', sep: ['[SEP]', 2], cls: ['[CLS]', 1] })).toMatchObject({
      ...{ ids: [1, 4, 2, 2, 5, 2], types: [0, 0, 0, 0, 0, 0] },
    });
    const sequence = (id: string, type_id: number) => ({ Sequence: { id, type_id } });
    const separator = { SpecialToken: { id: '[SEP]', type_id: 1 } };
    expect(
      frame({
        ...{ type: 'TemplateProcessing', single: [sequence('A', 0)] },
        pair: [sequence('B', 0), separator, sequence('A', 1)],
        special_tokens: { '[SEP]': { id: '[SEP]', ids: [2], tokens: ['[SEP]'] } },
      }),
    ).toMatchObject({ ids: [5, 2, 4], types: [0, 1, 1] });
    expect(frame(null)).toMatchObject({ ids: [4, 5], types: [0, 1] });
    expect(() => frame({ type: 'Unheard' })).toThrow(
      "The post-processor 'Unheard' of a tokenizer.json is not read.",
    );
  });

  it('reads byte-level pairs', () => {
    const vocab = ['Ġ', 'h', 'i', 'Ã', '©', 'hi', 'Ġhi'];
    const tokenizer = written({
      ...{
        version: '1.0',
        truncation: null,
        padding: null,
        added_tokens: [],
        normalizer: null,
        post_processor: null,
      },
      pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
      model: {
        ...{ type: 'BPE', merges: ['h i', 'Ġ hi'] },
        vocab: Object.fromEntries(vocab.map((piece, id) => [piece, id])),
      },
    });
    expect(tokenizer.ids('hi hié').ids).toEqual([5, 6, 3, 4]);
    expect(tokenizer.decode([5, 6, 3, 4])).toBe('hi hié');
  });

  it('that is missing or damaged is refused with the remedy', () => {
    expect(() => PublishedTokenizer.read(folder)).toThrow(
      'has no tokenizer.json: save it where you trust it',
    );
    fs.writeFileSync(path.join(folder, 'tokenizer.json'), '{"model":');
    expect(() => PublishedTokenizer.read(folder)).toThrow('tokenizer.json is no tokenizer');
    expect(() => written({})).toThrow('tokenizer.json is no tokenizer');
  });
});

it('a sentence is the mean of its states, of length 1, whatever it is padded with', async () => {
  const tokenizer = written(wordPiece);
  const model = loadPublishedText(path.join(fixtures, 'bert'));
  const before = tf.memory().numTensors;
  const texts = ['a cat', 'a cat sat on mats', 'mats'];
  const embedded = await sentenceEmbeddings(model, tokenizer, texts, { batchSize: 2 });
  expect(tf.memory().numTensors).toBe(before);
  for (const [k, text] of texts.entries()) {
    const { ids } = tokenizer.ids(text);
    const { states } = model.forward({ tokens: tf.tensor2d([ids], [1, ids.length], 'int32') });
    const [rows] = states.arraySync() as number[][][];
    const mean = rows![0]!.map((_, column) => rows!.reduce((sum, row) => sum + row[column]!, 0) / ids.length);
    const length = Math.hypot(...mean);
    for (const [column, value] of mean.entries()) expect(embedded[k]![column]).toBeCloseTo(value / length, 5);
  }
  model.dispose();
});

describe('text that a model goes on with', () => {
  const logits = Float32Array.of(0, 3, 1, 2);
  it('takes the likeliest token at temperature 0, and draws by probability otherwise', () => {
    expect(sampled(logits, {}, () => 0.99)).toBe(1);
    const random = seededRandom('draws');
    const counts = [0, 0, 0, 0];
    for (let k = 0; k < 20_000; k++) counts[sampled(logits, { temperature: 2 }, () => random.uniform())]!++;
    const weights = [...logits].map((one) => Math.exp(one / 2));
    const total = weights.reduce((a, b) => a + b);
    for (const [id, count] of counts.entries()) expect(count / 20_000).toBeCloseTo(weights[id]! / total, 1.8);
  });

  it('keeps to the likeliest few, by number and by probability', () => {
    const drawn = (topK: number | undefined, topP: number) => {
      const random = seededRandom('few');
      return new Set(
        Array.from({ length: 400 }, () =>
          sampled(logits, { temperature: 1, topK, topP }, () => random.uniform()),
        ),
      );
    };
    expect(drawn(2, 1)).toEqual(new Set([1, 3]));
    // 0.644, 0.237, 0.087, 0.032.
    expect(drawn(undefined, 0.64)).toEqual(new Set([1]));
    expect(drawn(undefined, 0.7)).toEqual(new Set([1, 3]));
    expect(drawn(undefined, 1)).toEqual(new Set([0, 1, 2, 3]));
  });
});
