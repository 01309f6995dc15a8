import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DatasetCard } from '../../src/data/card';
import { loadDataset } from '../../src/data/dataset';
import { requireSize } from '../../src/data/fileSize';
import { readExamples } from '../../src/data/readers';
import { LabError } from '../../src/errors';
import { ownFolder } from './mirror';

const root = ownFolder();
let count = 0;
let folder = '';
beforeEach(() => {
  folder = path.join(root, `own-${count++}`);
  fs.mkdirSync(folder);
});

/** Writes files and a card beside them, and loads it. */
async function load(files: Record<string, string | Buffer>, card: object) {
  for (const [name, content] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), content);
  const whole = {
    name: 'mine',
    task: 'text-classification',
    files: Object.keys(files).map((file) => ({ path: file })),
    ...card,
  };
  fs.writeFileSync(path.join(folder, 'card.json'), JSON.stringify(whole));
  return loadDataset(path.join(folder, 'card.json'));
}

async function refusal(files: Record<string, string | Buffer>, card: object): Promise<string> {
  const error = await load(files, card).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(LabError);
  return (error as Error).message;
}

const animals = ['cat', 'dog', 'horse', 'sparrow', 'trout', 'beetle', 'spider', 'whale', 'lizard', 'goat'];
const tools = ['saw', 'hammer', 'chisel', 'plane', 'drill', 'file', 'wrench', 'vice', 'level', 'rasp'];
const text = (word: string, place: number) => `${word} number ${place} ${word}s ${word}like ${place * 7}`;
const rows = [
  ...animals.map((word, place) => ({ text: text(word, place), label: 'animal' })),
  ...tools.map((word, place) => ({ text: text(word, place + 50), label: 'tool' })),
];
const jsonl = (of: object[]) => of.map((row) => `${JSON.stringify(row)}\n`).join('');
const format = { kind: 'jsonl', text: 'text', label: 'label' };
const noHeldOut = { splits: { fractions: { dev: 0, test: 0 } } };

describe("a user's own card", () => {
  it('loads one JSONL file and cuts the splits', async () => {
    const dataset = await load({ 'all.jsonl': jsonl(rows) }, { format });
    expect(dataset.labels).toEqual(['animal', 'tool']);
    expect([dataset.train.length, dataset.dev.length, dataset.test.length]).toEqual([14, 2, 4]);
    expect(dataset.test.countPerLabel()).toEqual([2, 2]);
    expect(dataset.pretraining.length).toBe(14);
    const again = await loadDataset(path.join(folder, 'card.json'));
    expect(again.hash).toBe(dataset.hash);
    expect(again.test.examples).toEqual(dataset.test.examples);
  });

  it('loads published splits and pretraining texts of its own', async () => {
    const files = {
      'train.jsonl': jsonl(rows.slice(2, 18)),
      'dev.jsonl': jsonl(rows.slice(0, 2)),
      'test.jsonl': jsonl(rows.slice(18)),
      'more.jsonl': jsonl([{ text: 'unlabelled words about nothing at all', label: 'animal' }]),
    };
    const splits = {
      files: {
        train: ['train.jsonl'],
        dev: ['dev.jsonl'],
        test: ['test.jsonl'],
        pretraining: ['more.jsonl'],
      },
    };
    const dataset = await load(files, { format, splits, labels: ['tool', 'animal'] });
    expect(dataset.labels).toEqual(['tool', 'animal']);
    expect(dataset.train.examples[0]).toEqual({ text: rows[2]!.text, label: 1 });
    expect(dataset.pretraining.texts).toEqual(['unlabelled words about nothing at all']);
    expect([dataset.dev.length, dataset.test.length]).toEqual([2, 2]);
  });

  it('loads CSV with quoted fields, line breaks in them, several text columns and label codes', async () => {
    const csv =
      '\uFEFFid,title,body,class\r\n1,"A ""big"", title","over\ntwo lines",0\r\n2,Other,words,1\r\n';
    const dataset = await load(
      { 'a.csv': csv },
      {
        ...noHeldOut,
        format: {
          kind: 'csv',
          header: true,
          text: ['title', 'body'],
          label: 'class',
          labelValues: { 0: 'no', 1: 'yes' },
        },
        labels: ['no', 'yes'],
      },
    );
    expect(dataset.train.examples).toEqual([
      { text: 'A "big", title over\ntwo lines', label: 0 },
      { text: 'Other words', label: 1 },
    ]);
  });

  it('loads TSV without a header, where quotation marks mean nothing, in latin-1', async () => {
    const tsv = Buffer.from('he said "caf\xe9\tfr\nplain text\ten\n', 'latin1');
    const dataset = await load(
      { 'a.tsv': tsv },
      { ...noHeldOut, format: { kind: 'tsv', header: false, text: 0, label: 1, encoding: 'latin-1' } },
    );
    expect(dataset.train.examples.map((example) => example.text)).toEqual(['he said "café', 'plain text']);
    expect(dataset.labels).toEqual(['en', 'fr']);
  });

  it('loads CoNLL sentences with their tags', async () => {
    const conll = '-DOCSTART- -X- O\n\nAnna NNP B-PER\nsleeps VBZ O\n\nIn IN O\nRome NNP B-LOC\n';
    const dataset = await load(
      { 'a.conll': conll },
      { ...noHeldOut, task: 'tagging', format: { kind: 'conll', token: 0, tag: 2 } },
    );
    expect(dataset.labels).toEqual(['B-LOC', 'B-PER', 'O']);
    expect(dataset.tagged!.train).toEqual([
      { tokens: ['Anna', 'sleeps'], tags: [1, 2] },
      { tokens: ['In', 'Rome'], tags: [2, 0] },
    ]);
    expect(dataset.pretraining.texts).toEqual(['Anna sleeps', 'In Rome']);
    expect(dataset.train.length).toBe(0);
  });

  it('loads lines for language modelling, headings left out', async () => {
    const lines = ' = Title = \n\n First paragraph , here . \n = = Section = = \n Second one , there . \n';
    const dataset = await load(
      { 'a.txt': lines },
      { ...noHeldOut, task: 'language-modelling', format: { kind: 'lines', headings: 'wikitext' } },
    );
    expect(dataset.pretraining.texts).toEqual(['First paragraph , here .', 'Second one , there .']);
    expect(() => dataset.train.labelled({ perClass: 2, seed: 1 })).toThrow('has no labels');
  });

  it('is read anew when a file changes', async () => {
    const first = await load({ 'all.jsonl': jsonl(rows) }, { format, ...noHeldOut });
    const second = await load({ 'all.jsonl': jsonl(rows.slice(1)) }, { format, ...noHeldOut });
    expect([first.train.length, second.train.length]).toEqual([20, 19]);
    expect(second.hash).not.toBe(first.hash);
  });

  it('keeps a few prepared copies and removes older ones', async () => {
    for (let size = 12; size < 20; size++)
      await load({ 'all.jsonl': jsonl(rows.slice(0, size)) }, { name: 'copies', format, ...noHeldOut });
    const kept = fs
      .readdirSync(path.join(process.env.LAB_HOME!, 'cache/datasets'))
      .filter((file) => file.startsWith('copies-'));
    expect(kept).toHaveLength(4);
  });

  it('is prepared anew when the kept copy is damaged', async () => {
    const first = await load({ 'all.jsonl': jsonl(rows) }, { name: 'damaged', format });
    const cache = path.join(process.env.LAB_HOME!, 'cache/datasets');
    const kept = fs.readdirSync(cache).find((file) => file.startsWith('damaged-'))!;
    fs.writeFileSync(
      path.join(cache, kept),
      fs.readFileSync(path.join(cache, kept), 'utf8').replace('beetle', 'BEETLE'),
    );
    const second = await loadDataset(path.join(folder, 'card.json'));
    expect(second.train.examples).toEqual(first.train.examples);
  });

  it('leaves out leaking training texts where it says so, and is refused where not', async () => {
    const files = {
      'train.jsonl': jsonl([...rows, { ...rows[0]!, text: `${rows[0]!.text}!` }]),
      'test.jsonl': jsonl([rows[0]!]),
    };
    const splits = { files: { train: ['train.jsonl'], test: ['test.jsonl'] }, fractions: { dev: 0.1 } };
    const dataset = await load(files, { format, splits, onLeak: 'drop' });
    expect(dataset.test.length).toBe(1);
    expect(dataset.dropped.train + dataset.dropped.dev).toBe(2);
    expect(dataset.pretraining.texts).not.toContain(rows[0]!.text);
    expect(await refusal(files, { format, splits })).toMatch(/^mine leaks: \d exact and 0 near duplicates/);
  });
});

describe('one sentence says what is wrong with', () => {
  const one = '{"text": "a b", "label": "x"}\n';
  const table = { kind: 'csv', header: true, text: 'text', label: 'label' };
  it.each([
    ['bad JSON', { 'a.jsonl': `${one}{"text": \n` }, { format }, 'Line 2 of a.jsonl is not JSON'],
    ['no object', { 'a.jsonl': '[1]\n' }, { format }, 'Line 1 of a.jsonl is not a JSON object'],
    [
      'a missing key',
      { 'a.jsonl': `${one}{"txt": "a", "label": "x"}\n` },
      { format },
      "Line 2 of a.jsonl has no 'text': did the card mean 'txt'?",
    ],
    [
      'a list as text',
      { 'a.jsonl': '{"text": [1], "label": "x"}\n' },
      { format },
      "has a 'text' that is neither text nor number",
    ],
    [
      'an empty text',
      { 'a.jsonl': '{"text": " ", "label": "x"}\n' },
      { format },
      'Line 1 of a.jsonl has an empty text',
    ],
    [
      'an unknown label',
      { 'a.jsonl': one },
      { format, labels: ['y'] },
      "Line 1 of a.jsonl has the label 'x', which is not in the card's labels (did you mean 'y'?)",
    ],
    [
      'an unknown code',
      { 'a.jsonl': one },
      { format: { ...format, labelValues: { y: 'z' } } },
      "has the label value 'x', which is not in 'labelValues'",
    ],
    [
      'a label without texts',
      { 'a.jsonl': one },
      { format, labels: ['x', 'z'], ...noHeldOut },
      "No training text of mine has the label 'z'",
    ],
    [
      'wrong encoding',
      { 'a.jsonl': Buffer.from(`${one}{"text": "caf\xe9", "label": "x"}\n`, 'latin1') },
      { format },
      'a.jsonl is not UTF-8 (line 2): convert it, or add "encoding": "latin-1"',
    ],
    [
      'a missing column',
      { 'a.csv': 'txt,label\na,b\n' },
      { format: table },
      "a.csv has no column 'text': did the card mean 'txt'?",
    ],
    [
      'a name without header',
      { 'a.csv': 'a,b\n' },
      { format: { ...table, header: false } },
      'which has no header: give its number',
    ],
    [
      'a column too far',
      { 'a.csv': 'a,b\n' },
      { format: { kind: 'csv', header: false, text: 0, label: 2 } },
      'a.csv has no column 2, only 2',
    ],
    [
      'a short row',
      { 'a.csv': 'text,label\na,b\nc\n' },
      { format: table },
      'Line 3 of a.csv has another number of columns',
    ],
    [
      'an open quotation',
      { 'a.csv': 'text,label\n"a,b\n' },
      { format: table },
      'a quotation mark that is not closed',
    ],
    [
      'a short CoNLL line',
      { 'a.conll': 'Anna B-PER\nsleeps\n' },
      { task: 'tagging', format: { kind: 'conll', token: 0, tag: 1 } },
      'Line 2 of a.conll has 1 columns, too few',
    ],
    [
      'a split that is not planned',
      { 'a.jsonl': one },
      { format, splits: { files: { train: ['a.jsonl'] } } },
      'says nothing of the dev split',
    ],
    [
      'a split too large',
      { 'a.jsonl': one },
      { format, splits: { sizes: { dev: 5, test: 5 } } },
      'cannot be cut',
    ],
    [
      'a file without label',
      { 'a.txt': 'x\n', 'b.txt': 'y\n' },
      { format: { kind: 'lines', labelOfFile: { 'a.txt': 'x' } } },
      'no label for the file b.txt',
    ],
    [
      'no texts',
      { 'a.txt': '\n' },
      { task: 'language-modelling', format: { kind: 'lines' }, ...noHeldOut },
      'has no pretraining texts',
    ],
    [
      'a task for images',
      { 'a.jsonl': one },
      { format, task: 'image-classification' },
      "has the task image-classification, which is not read from the format 'jsonl'",
    ],
  ])('%s', async (_, files, card, sentence) => {
    const said = await refusal(files, card);
    expect(said).toContain(sentence);
    expect(said.split('\n')).toHaveLength(1);
  });

  it('a missing file', async () => {
    expect(await refusal({}, { files: [{ path: 'gone.jsonl' }], format })).toContain(
      'The file gone.jsonl of mine is not beside its card',
    );
  });

  it('a file larger than can be read at once', async () => {
    const file = path.join(folder, 'all.jsonl');
    fs.writeFileSync(file, '');
    fs.truncateSync(file, 2 ** 31); // a hole: it takes no space
    expect(() => requireSize(file, 'all.jsonl', 2 ** 31)).not.toThrow();
    const card = { name: 'mine', task: 'text-classification', files: [{ path: 'all.jsonl' }], format };
    fs.writeFileSync(path.join(folder, 'card.json'), JSON.stringify(card));
    await expect(loadDataset(path.join(folder, 'card.json'))).rejects.toThrow(
      'all.jsonl has 2,147 MB, and at most 2,147 MB are read at once: part it into several files and list them all in the card.',
    );
    fs.truncateSync(file, 600_000_000);
    await expect(
      readExamples({ ...card, labels: [] } as unknown as DatasetCard, folder, 'all.jsonl'),
    ).rejects.toThrow(/^all\.jsonl has 600 MB, and at most \d+ MB are read at once/);
  });

  it('a file that is not what the card states', async () => {
    expect(await refusal({ 'a.jsonl': one }, { files: [{ path: 'a.jsonl', bytes: 3 }], format })).toContain(
      'has 30 bytes instead of 3: replace the file',
    );
  });
});
