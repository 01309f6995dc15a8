import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DatasetCard } from '../../src/data/card';
import { loadDataset, type TextDataset } from '../../src/data/dataset';
import { defaultCardPath } from '../../src/data/draftCard';
import { namedSplit } from '../../src/data/guessSplits';
import { loadImages } from '../../src/data/imageDataset';
import { newCard } from '../../src/data/newCard';
import { seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import { LabError } from '../../src/errors';
import { ownFolder } from './mirror';

const root = ownFolder();
let count = 0;
let folder = '';
beforeEach(() => {
  folder = path.join(root, `new-${count++}`);
  fs.mkdirSync(folder);
});

function put(file: string, content: string | Uint8Array): string {
  const place = path.join(folder, file);
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.writeFileSync(place, content);
  return place;
}

/** Makes a card, writes it, and loads it by its path: the card and what was guessed. */
async function made(place: string): Promise<{ card: DatasetCard; guesses: string; dataset: TextDataset }> {
  const cardPath = defaultCardPath(place);
  const { card, guesses, dataset } = await newCard(place, cardPath);
  fs.writeFileSync(cardPath, JSON.stringify(card));
  const loaded = await loadDataset(cardPath);
  // The card that is written lists the labels, which changes nothing of the data.
  expect(loaded.hash).toBe(dataset.hash);
  return { card: loaded.card, guesses: guesses.join('\n'), dataset: loaded };
}

async function refusal(place: string, cardPath = defaultCardPath(place)): Promise<string> {
  const error = await newCard(place, cardPath).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(LabError);
  expect((error as Error).message.split('\n')).toHaveLength(1);
  return (error as Error).message;
}

const random = seededRandom('new cards');
const word = () =>
  Array.from({ length: 3 + random.integer(6) }, () => String.fromCharCode(97 + random.integer(26))).join('');
const texts = Array.from({ length: 60 }, () => Array.from({ length: 8 }, word).join(' '));
const labelled = texts.map((text, place) => ({ text, label: place % 2 ? 'sad' : 'glad' }));
const table = (separator: string, rows: readonly (readonly unknown[])[], end = '\n') =>
  rows
    .map(
      (row) =>
        row.map((cell) => (String(cell).includes(separator) ? `"${cell}"` : cell)).join(separator) + end,
    )
    .join('');
const jsonl = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const values = labelled.map(({ text, label }, id) => [id, text, label]);

describe('The card of a file', () => {
  it.each<[string, string, object]>([
    [
      'commas',
      table(',', [['id', 'review', 'sentiment'], ...values]),
      { kind: 'csv', header: true, text: 'review', label: 'sentiment' },
    ],
    [
      'semicolons',
      table(';', [['id', 'review', 'sentiment'], ...values], '\r\n'),
      { kind: 'csv', separator: ';', header: true, text: 'review', label: 'sentiment' },
    ],
    [
      'strokes',
      table('|', [['id', 'body', 'class'], ...values]),
      { kind: 'csv', separator: '|', header: true, text: 'body', label: 'class' },
    ],
    [
      'no header',
      table(
        ',',
        labelled.map(({ text, label }) => [label, text]),
      ),
      { kind: 'csv', header: false, text: 1, label: 0 },
    ],
    [
      'names of no meaning',
      table(',', [['a', 'b'], ...labelled.map(({ text, label }) => [text, label])]),
      { kind: 'csv', header: true, text: 'a', label: 'b' },
    ],
    [
      'a name twice',
      table(',', [['text', 'text', 'label'], ...values]),
      { kind: 'csv', header: true, text: 1, label: 2 },
    ],
  ])('knows what parts a table, and its columns: %s', async (_, content, format) => {
    const { card, dataset } = await made(put('a.csv', content));
    expect(card).toMatchObject({ name: 'a', task: 'text-classification', format, labels: ['glad', 'sad'] });
    const bytes = fs.readFileSync(path.join(folder, 'a.csv'));
    expect(card.files).toEqual([
      { path: 'a.csv', bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
    ]);
    expect([dataset.train.length, dataset.dev.length, dataset.test.length]).toEqual([42, 6, 12]);
    expect(dataset.pretraining.texts.every((text) => texts.includes(text))).toBe(true);
  });

  it.each<[string, string, object]>([
    ['a.jsonl', jsonl(labelled), { kind: 'jsonl' }],
    ['a.txt', jsonl(labelled), { kind: 'jsonl' }],
    ['a.json', JSON.stringify(labelled), { kind: 'json' }],
    ['a.json', JSON.stringify({ data: labelled }), { kind: 'json', records: 'data' }],
    [
      'a.tsv',
      table('\t', [['text', 'label'], ...labelled.map(({ text, label }) => [text, label])]),
      { kind: 'tsv', header: true },
    ],
  ])('knows the format by what it holds: %s', async (file, content, format) => {
    expect((await made(put(file, content))).card.format).toMatchObject(format);
  });

  it('knows packed files, encodings and Parquet', async () => {
    const packed = await made(put('reviews.jsonl.gz', gzipSync(jsonl(labelled))));
    expect(packed.card).toMatchObject({
      name: 'reviews',
      files: [{ path: 'reviews.jsonl.gz', unpack: true }],
    });
    const accents = labelled.map((row, place) => ({
      ...row,
      text: place < 5 ? `caf\u00e9 ${row.text}` : row.text,
    }));
    const latin = await made(put('latin.jsonl', Buffer.from(jsonl(accents), 'latin1')));
    expect(latin.card.format).toMatchObject({ encoding: 'latin-1' });
    expect(latin.guesses).toContain('its encoding is latin-1 (it is not UTF-8)');
    const utf16 = await made(put('wide.jsonl', Buffer.from(`\ufeff${jsonl(accents)}`, 'utf16le')));
    expect(utf16.dataset.pretraining.texts.some((text) => text.startsWith('caf\u00e9'))).toBe(true);
    const parquet = put('p.parquet', fs.readFileSync(path.join(__dirname, 'parquet/groups.parquet')));
    expect((await made(parquet)).card.format).toEqual({ kind: 'parquet', text: 'text', label: 'label' });
  });

  it('knows lines without labels, and tokens with tags', async () => {
    const lines = await made(put('corpus.txt', `${texts.join('\n')}\n`));
    expect(lines.card).toMatchObject({
      task: 'language-modelling',
      format: { kind: 'lines' },
      metrics: ['perplexity'],
    });
    const sentences = texts
      .map((text) =>
        text
          .split(' ')
          .map((token, place) => `${token}\t${place === 0 ? 'B-X' : 'O'}\n`)
          .join(''),
      )
      .join('\n');
    const tags = await made(put('ner.txt', sentences));
    expect(tags.card).toMatchObject({
      task: 'tagging',
      format: { kind: 'conll', token: 0, tag: 1 },
      labels: ['B-X', 'O'],
    });
    // Commas alone make no table of prose.
    const prose = await made(put('prose.txt', texts.map((text) => text.replace(' ', ', ')).join('\n')));
    expect(prose.card.format).toEqual({ kind: 'lines' });
  });

  it.each<[string, readonly object[], object]>([
    [
      'pairs',
      texts
        .slice(0, 30)
        .map((premise, k) => ({ premise, hypothesis: texts[k + 30], label: ['a', 'b', 'c'][k % 3] })),
      { task: 'text-classification', format: { text: 'premise', secondText: 'hypothesis', label: 'label' } },
    ],
    [
      'a sentence and its translation',
      texts.slice(0, 30).map((source, k) => ({ source, translation: texts[k + 30] })),
      {
        task: 'translation',
        format: { text: 'source', secondText: 'translation' },
        metrics: ['bleu', 'chrF'],
      },
    ],
    [
      'columns of two languages',
      texts.slice(0, 30).map((en, k) => ({ id: k, de: texts[k + 30], en })),
      { task: 'translation', format: { text: 'de', secondText: 'en' } },
    ],
    [
      'a label that is called target, which is no translation',
      texts.slice(0, 30).map((source, k) => ({ source, target: ['yes', 'no'][k % 2] })),
      { task: 'text-classification', format: { text: 'source', label: 'target' } },
    ],
    [
      'scores',
      texts.slice(0, 30).map((sentence1, k) => ({ sentence1, sentence2: texts[k + 30], score: k / 7 })),
      { task: 'text-regression', format: { text: 'sentence1', secondText: 'sentence2', target: 'score' } },
    ],
    [
      'lists',
      texts.map((text, k) => ({ text, tags: [['a'], ['a', 'b'], []][k % 3] })),
      { task: 'multi-label-classification', format: { text: 'text', label: 'tags' } },
    ],
    [
      'marks',
      texts.map((text, k) => ({ comment: text, id: k, rude: k % 2, loud: k % 3 ? 1 : 0 })),
      { task: 'multi-label-classification', format: { text: 'comment', labelColumns: ['rude', 'loud'] } },
    ],
    [
      'parted words',
      texts.map((text, k) => ({ text, topics: ['a;b', 'a', 'b;c', 'c;a'][k % 4] })),
      { task: 'multi-label-classification', format: { text: 'text', label: 'topics', labelSeparator: ';' } },
    ],
    [
      'whole numbers',
      texts.map((text, k) => ({ text, label: k % 4 })),
      { task: 'text-classification', labels: ['0', '1', '2', '3'] },
    ],
    [
      'nothing',
      texts.map((text, id) => ({ id, text })),
      { task: 'language-modelling', format: { text: 'text' } },
    ],
  ])('knows what texts carry: %s', async (_, rows, card) => {
    expect((await made(put('a.jsonl', jsonl(rows)))).card).toMatchObject(card);
  });

  it('tells what it had to allow for the file to load', async () => {
    const blank = labelled.map((row, place) => (place < 5 ? { ...row, label: '' } : row));
    const { card, guesses, dataset } = await made(put('blank.jsonl', jsonl(blank)));
    expect(card).toMatchObject({ onBlankLabel: 'unlabelled', labels: ['glad', 'sad'] });
    expect(guesses).toContain('texts without a label are for pretraining only ("onBlankLabel")');
    expect(dataset.pretraining.length).toBeGreaterThan(dataset.train.length);
    const alike = await made(
      put(
        'alike.jsonl',
        jsonl(Array.from({ length: 20 }, (_, k) => ({ text: `${texts[0]} ${k}`, label: 'ab'[k % 2] }))),
      ),
    );
    expect(alike.card.splits).toEqual({ fractions: { dev: 0, test: 0 } });
    expect(alike.guesses).toContain('no dev and test are cut');
    expect(alike.guesses).not.toContain('dev and test are cut from all');
  });

  it('has a name that a card may have, and not that of a dataset of the lab', async () => {
    expect((await made(put('Très (grand)_corpus v2.txt', texts.join('\n')))).card.name).toBe(
      'tres-grand-corpus-v2',
    );
    expect((await made(put('sst2.txt', texts.join('\n')))).card.name).toBe('my-sst2');
  });

  it.each<[string, string | Uint8Array, string]>([
    ['a.csv', '', 'a.csv is empty'],
    ['a.zip', 'PK\x03\x04', 'is an archive: unpack it'],
    ['a.csv', Buffer.from('%PDF-1.7'), 'a.csv is a PDF'],
    ['a.csv', 'id,n\n1,2\n3,4\n', 'No column of a.csv holds texts (id, n)'],
    ['a.parquet', 'PAR1 and no more PAR1', 'is no Parquet file that can be read'],
    [
      'a.jsonl',
      jsonl([
        { text: 'a b', label: 'x', labels: 1 },
        { text: '', label: 'y' },
      ]),
      'Line 2 of a.jsonl has an empty text: remove the line or fill it in; no card was written, and what was tried is "format": {"kind":"jsonl"',
    ],
  ])('is refused in one sentence: %s, %s', async (file, content, sentence) => {
    expect(await refusal(put(file, content))).toContain(sentence);
  });

  it('lies beside or above its files', async () => {
    const file = put('data/a.jsonl', jsonl(labelled));
    expect(await refusal(file, path.join(folder, 'other', 'card.json'))).toContain(
      'would not lie beside or above',
    );
    const above = path.join(folder, 'card.json');
    const { card } = await newCard(file, above);
    expect(card.files).toMatchObject([{ path: 'data/a.jsonl' }]);
    expect(await refusal(path.join(folder, 'gone.csv'))).toContain('There is no file or folder');
  });
});

describe('The card of a folder', () => {
  it('takes splits from names, and cuts those that are missing', async () => {
    const parts = [labelled.slice(0, 40), labelled.slice(40, 50), labelled.slice(50)];
    put('set/data/train-00000-of-00001.jsonl', jsonl(parts[0]!));
    put('set/data/validation-00000-of-00001.jsonl', jsonl(parts[1]!));
    put('set/README.md', '# words');
    put('set/.hidden.jsonl', 'no json');
    const { card, guesses, dataset } = await made(path.join(folder, 'set'));
    expect(card.splits).toEqual({
      files: {
        train: ['set/data/train-00000-of-00001.jsonl'],
        dev: ['set/data/validation-00000-of-00001.jsonl'],
      },
      fractions: { test: 0.2 },
      seed: 1,
    });
    expect(guesses).toContain('test is cut from train');
    expect([dataset.train.length, dataset.dev.length, dataset.test.length]).toEqual([32, 10, 8]);
  });

  it('leaves out a test file without labels, and training texts that leak', async () => {
    put(
      'set/train.csv',
      table(',', [['text', 'label'], ...labelled.slice(0, 40).map((row) => [row.text, row.label])]),
    );
    put(
      'set/dev.csv',
      table(',', [['text', 'label'], ...labelled.slice(38, 50).map((row) => [row.text, row.label])]),
    );
    put('set/test.csv', table(',', [['text'], ...labelled.slice(50).map((row) => [row.text])]));
    const { card, guesses, dataset } = await made(path.join(folder, 'set'));
    expect(card.files.map((file) => file.path)).toEqual(['set/dev.csv', 'set/train.csv']);
    expect(guesses).toContain("set/test.csv is left out (it has no column 'label')");
    expect(guesses).toContain('training texts that stand in dev or test are left out ("onLeak")');
    expect(card.onLeak).toBe('drop');
    // One of the two may have been cut off for test, where dev may not know it.
    expect(dataset.dropped.train + dataset.dropped.dev).toBe(2);
  });

  it('joins files whose names say no split', async () => {
    put('set/2019.jsonl', jsonl(labelled.slice(0, 30)));
    put('set/2020.jsonl', jsonl(labelled.slice(30)));
    const { card, dataset } = await made(path.join(folder, 'set'));
    expect(card.files).toHaveLength(2);
    expect(dataset.train.length + dataset.dev.length + dataset.test.length).toBe(60);
  });

  it('of pictures is told by labels, size and colours', async () => {
    for (const [label, base] of [
      ['cat', 0],
      ['dog', 128],
    ] as const) {
      for (let k = 0; k < 10; k++) {
        const pixels = Array.from({ length: 40 * 30 }, () => base + random.integer(120)).flatMap((level) => [
          level,
          level,
          level,
        ]);
        put(
          `photos/all/${label}/${k}.png`,
          await tf.node.encodePng(tf.tensor3d(pixels, [40, 30, 3], 'int32')),
        );
      }
    }
    put('photos/all/cat/broken.png', 'words');
    put('photos/all/.ipynb_checkpoints/0.png', 'words');
    const cardPath = defaultCardPath(path.join(folder, 'photos'));
    const { card, guesses } = await newCard(path.join(folder, 'photos'), cardPath);
    expect(card).toMatchObject({
      name: 'photos',
      task: 'image-classification',
      files: [{ path: 'photos/all', folder: true }],
      format: { kind: 'image-folder', folder: 'photos/all', size: [40, 30], channels: 1 },
      labels: ['cat', 'dog'],
      onCorrupt: 'leaveOut',
    });
    expect(guesses.join('\n')).toContain('images are grey');
    fs.writeFileSync(cardPath, JSON.stringify(card));
    const dataset = await loadImages(cardPath);
    expect(dataset.train.length + dataset.dev.length + dataset.test.length).toBe(20);
    expect(dataset.leftOut).toMatchObject({ corrupt: ['photos/all/cat/broken.png'], hidden: 1 });
  });

  it('of pictures is refused where no labels can be read off', async () => {
    const png = fs.readFileSync(path.join(__dirname, 'pictures/alpha.png'));
    put('loose/a.png', png);
    expect(await refusal(path.join(folder, 'loose'))).toContain(
      'loose/a.png lies in no folder that names its label',
    );
    for (const split of ['train', 'val']) put(`parted/${split}/cat/a.png`, png);
    expect(await refusal(path.join(folder, 'parted'))).toContain(
      'parted holds the splits train, val, which the lab cuts itself',
    );
    put('damaged/cat/a.png', 'words');
    expect(await refusal(path.join(folder, 'damaged'))).toContain(
      'None of the pictures cat/a.png ... can be decoded',
    );
    fs.mkdirSync(path.join(folder, 'empty'));
    expect(await refusal(path.join(folder, 'empty'))).toContain(
      'holds no texts or pictures of a kind that is read',
    );
  });

  it('of pictures with boxes is told by its annotations', async () => {
    for (let k = 0; k < 12; k++) {
      const pixels = Array.from({ length: 20 * 20 * 3 }, () => random.integer(256));
      put(`cells/images/${k}.png`, await tf.node.encodePng(tf.tensor3d(pixels, [20, 20, 3], 'int32')));
      const object = (label: string, from: number) =>
        `<object><name>${label}</name><bndbox><xmin>${from}</xmin><ymin>${from}</ymin><xmax>${from + 8}</xmax><ymax>${from + 8}</ymax></bndbox></object>`;
      put(
        `cells/xml/${k}.xml`,
        `<annotation><filename>${k}.png</filename>${object('a', 0)}${object('b', 10)}</annotation>`,
      );
    }
    const { card, dataset } = await newCard(
      path.join(folder, 'cells'),
      defaultCardPath(path.join(folder, 'cells')),
    );
    expect(card.format).toMatchObject({
      kind: 'pascal-voc',
      annotations: 'cells/xml',
      pictures: 'cells/images',
      channels: 3,
    });
    expect(dataset.labels).toEqual(['a', 'b']);
  });
});

describe('Names of splits', () => {
  it.each([
    ['train.csv', 'train'],
    ['data/train-00000-of-00001.parquet', 'train'],
    ['my_training_set.jsonl', 'train'],
    ['valid.txt', 'dev'],
    ['emerging.dev.conll', 'dev'],
    ['test/part1.csv', 'test'],
    ['test/train.csv', 'train'],
    ['unlabeled.txt', 'pretraining'],
    ['contest.csv', undefined],
    ['trained.csv', undefined],
    ['reviews.csv', undefined],
  ])('%s', (file, split) => {
    expect(namedSplit(file)).toBe(split);
  });
});
