/** Published models under a classifier: what is trained, what stays, and that it learns. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LabelledTexts } from '../../src/data/texts';
import { tf } from '../../src/engine/native';
import { finetunePublished } from '../../src/published/finetunePublished';
import { loadPublishedText } from '../../src/published/loadPublished';
import { LowRankAdapters } from '../../src/published/lowRankAdapters';
import type { PublishedModel } from '../../src/published/publishedModel';
import { PublishedTextClassifier } from '../../src/published/publishedTextClassifier';
import { PublishedTokenizer } from '../../src/published/publishedTokenizer';

let folder: string;
let tokenizer: PublishedTokenizer;
const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'good', 'bad', 'film', 'food', 'day', 'very'];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'finetuning-'));
  fs.writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify(tokenizerOf(words)));
  tokenizer = PublishedTokenizer.read(folder);
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function tokenizerOf(vocabulary: readonly string[]) {
  return {
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: { type: 'BertProcessing', cls: ['[CLS]', 2], sep: ['[SEP]', 3] },
    decoder: null,
    model: {
      ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##' },
      ...{
        max_input_chars_per_word: 100,
        vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
      },
    },
  };
}

const fixture = (name: string) => loadPublishedText(path.join(__dirname, 'fixtures', name));
const texts = new LabelledTexts(
  ['film', 'food', 'day', 'film food', 'day film', 'food food day'].flatMap((thing) => [
    { text: `bad ${thing}`, label: 0 },
    { text: `very good ${thing}`, label: 1 },
  ]),
  ['negative', 'positive'],
);
const valuesOf = (model: PublishedModel) =>
  Object.fromEntries(
    Object.entries(model.parameters).map(([name, variable]) => [name, Array.from(variable.dataSync())]),
  );
const settings = { data: texts, evaluateOn: texts, steps: 30, seed: 1, batchSize: 8 } as const;

it.each(['bert', 'gpt2-lm', 'roberta-mlm', 'llama-lm'])('%s learns, whole', async (name) => {
  const model = fixture(name);
  const classifier = new PublishedTextClassifier(model, {
    classes: texts.labels,
    tokenizer,
    maxLength: 12,
  });
  const outcome = await finetunePublished(classifier, { ...settings, encoderLearningRate: 1e-3 });
  expect(outcome.accuracy).toBe(1);
  expect(outcome.predict(['bad day film food', 'very good day food'])).toEqual(['negative', 'positive']);
  const [bad, good] = classifier.probabilities(['bad day film food', 'very good day food']);
  expect(bad!.negative! + bad!.positive!).toBeCloseTo(1, 5);
  expect(good!.positive).toBeGreaterThan(0.5);
  classifier.dispose();
  model.dispose();
});

it('trains the adapters alone, and then nothing of the model has moved', async () => {
  const model = fixture('bert');
  const before = valuesOf(model);
  const adapters = new LowRankAdapters(model, { rank: 4 });
  const classifier = new PublishedTextClassifier(model, {
    ...{ classes: texts.labels, tokenizer, maxLength: 12, trains: adapters },
  });
  expect(Object.keys(classifier.parameters).filter((name) => !/^(adapter|head)\./.test(name))).toEqual([]);
  const outcome = await finetunePublished(classifier, { ...settings, encoderLearningRate: 5e-3 });
  expect(outcome.accuracy).toBe(1);
  expect(valuesOf(model)).toEqual(before);
  const ups = Object.entries(adapters.parameters).filter(([name]) => name.endsWith('.up'));
  for (const [name, up] of ups) expect(up.abs().max().dataSync()[0], name).toBeGreaterThan(0);
  const asked = ['bad day film food', 'very good day food'];
  const adapted = classifier.probabilities(asked);
  adapters.merge();
  const merged = new PublishedTextClassifier(model, {
    ...{ classes: texts.labels, tokenizer },
    trains: 'head',
  });
  expect(
    () => new PublishedTextClassifier(model, { ...{ classes: texts.labels, tokenizer }, trains: adapters }),
  ).toThrow('The adapters are not on this model');
  adapters.unmerge();
  classifier.probabilities(asked).forEach((one, row) => {
    expect(one.positive).toBeCloseTo(adapted[row]!.positive!, 5);
  });
  merged.dispose();
  classifier.dispose();
  adapters.remove();
});

it('trains the head alone', async () => {
  const model = fixture('bert');
  const before = valuesOf(model);
  const classifier = new PublishedTextClassifier(model, {
    ...{ classes: texts.labels, tokenizer, maxLength: 12, trains: 'head' },
  });
  const { accuracy } = await finetunePublished(classifier, settings);
  expect(accuracy).toBeGreaterThan(0.7);
  expect(valuesOf(model)).toEqual(before);
});

it('pools over the tokens that stand, wherever a batch is padded to', () => {
  const model = fixture('gpt2-lm');
  for (const pooling of ['mean', 'first', 'last'] as const) {
    const classifier = new PublishedTextClassifier(model, {
      ...{ classes: texts.labels, tokenizer },
      pooling,
    });
    const ids = tokenizer.ids('very good film').ids;
    const features = (length: number) =>
      tf.tidy(() => {
        const row = Int32Array.from({ length }, (_, at) => ids[at] ?? -1);
        return Array.from(classifier.features(tf.tensor2d(row, [1, length], 'int32')).dataSync());
      });
    const states = tf.tidy(
      () =>
        model.forward({ tokens: tf.tensor2d([ids], undefined, 'int32') }).states.arraySync() as number[][][],
    )[0]!;
    const wanted = {
      first: states[0]!,
      last: states.at(-1)!,
      mean: states[0]!.map((_, at) => states.reduce((sum, state) => sum + state[at]!, 0) / states.length),
    }[pooling];
    for (const length of [ids.length, 9])
      features(length).forEach((value, at) => {
        expect(value).toBeCloseTo(wanted[at]!, 4);
      });
    classifier.dispose();
  }
});

it('refuses a tokenizer with more tokens than the model has, and texts without labels', async () => {
  const model = fixture('bert');
  fs.writeFileSync(
    path.join(folder, 'tokenizer.json'),
    JSON.stringify(tokenizerOf([...words, ...Array.from({ length: 5000 }, (_, k) => `w${k}`)])),
  );
  const large = PublishedTokenizer.read(folder);
  expect(() => new PublishedTextClassifier(model, { classes: texts.labels, tokenizer: large })).toThrow(
    `has 5010 tokens, and the bert model's table has ${model.vocabularySize}: the two are not of one model.`,
  );
  const classifier = new PublishedTextClassifier(model, { classes: texts.labels, tokenizer });
  await expect(finetunePublished(classifier, { ...settings, data: ['a text'] as never })).rejects.toThrow(
    'The texts to train on have no labels',
  );
});
