import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCard } from '../../src/data/cards';
import { openParquet } from '../../src/data/parquet';
import { LabError } from '../../src/errors';
import { writtenCards } from './writtenCards';

const { load, refusal } = writtenCards();
const jsonl = (rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const parquet = (codec: string) => fs.readFileSync(path.join(__dirname, 'parquet', `${codec}.parquet`));

describe('JSON arrays', () => {
  const rows = [
    { text: 'red apples', label: 'a' },
    { text: 'a quiet river', label: 'b' },
  ];
  const format = { kind: 'json', text: 'text', label: 'label' };

  it('are read, alone or under a key, with a byte-order mark or not', async () => {
    for (const [content, records] of [
      [JSON.stringify(rows), undefined],
      [`\ufeff${JSON.stringify(rows, null, 2)}`, undefined],
      [JSON.stringify({ version: 1, data: rows }), 'data'],
      [JSON.stringify({ data: { rows } }), 'data.rows'],
    ] as const) {
      const dataset = await load(
        { 'a.json': content },
        { format: { ...format, ...(records && { records }) } },
      );
      expect(dataset.train.examples.map(({ text }) => text)).toEqual(['red apples', 'a quiet river']);
      expect(dataset.labels).toEqual(['a', 'b']);
    }
  });

  it.each<[string, string, object, string]>([
    [
      'an object',
      JSON.stringify({ data: rows }),
      {},
      'a.json holds no JSON array: set "records": "data" in \'format\' of the card.',
    ],
    ["pandas' columns", '{"text": {"0": "a"}, "label": {"0": "x"}}', {}, '(pandas: orient="records")'],
    ['another key', JSON.stringify({ data: rows }), { records: 'rows' }, "holds no JSON array under 'rows'"],
    ['lines', jsonl(rows), {}, 'or set "kind": "jsonl" in \'format\' of the card'],
    ['a cut', JSON.stringify(rows).slice(0, 30), {}, 'a.json is not JSON ('],
    ['texts alone', '["a", "b"]', {}, 'Entry 1 of a.json is not a JSON object'],
    [
      'an entry without a label',
      '[{"text": "a", "label": "x"}, {"text": "b"}]',
      {},
      "Entry 2 of a.json has no 'label'",
    ],
    [
      'a key twice',
      '[{"text": "a", "label": "x", "label": "y"}]',
      {},
      "a.json has the key 'label' twice in one object",
    ],
  ])('are refused where there is none, naming the remedy: %s', async (_, content, fields, sentence) => {
    expect(await refusal({ 'a.json': content }, { format: { ...format, ...fields } })).toContain(sentence);
  });
});

describe('Parquet', () => {
  const format = { kind: 'parquet', text: 'text', label: 'label' };

  it.each(['snappy', 'gzip', 'zstd', 'brotli', 'lz4', 'none'])('of pyarrow is read: %s', async (codec) => {
    const dataset = await load({ 'a.parquet': parquet(codec) }, { format, onBlankLabel: 'unlabelled' });
    expect(dataset.pretraining.texts).toEqual(['red apples', 'a quiet river', 'seven geese']);
    expect([dataset.labels, dataset.train.examples.map(({ label }) => label)]).toEqual([
      ['0', '1'],
      [0, 1],
    ]);
  });

  it('of several groups of rows is read in order, whatever other columns it has', async () => {
    const dataset = await load({ 'a.parquet': parquet('groups') }, { format });
    expect(dataset.pretraining.texts).toEqual([0, 1, 2, 3, 4].map((place) => `text number ${place}`));
    expect(dataset.train.countPerLabel()).toEqual([3, 2]);
    const nested = { ...format, label: 'nested' };
    expect(await refusal({ 'a.parquet': parquet('groups') }, { format: nested })).toContain(
      "a.parquet has no column 'nested'",
    );
  });

  it('with damaged bytes is refused or read, and ends nothing', async () => {
    const place = path.join(os.tmpdir(), `lab-damaged-${process.pid}.parquet`);
    const outcomes = new Set<string>();
    await fc
      .assert(
        fc.asyncProperty(
          fc.constantFrom('snappy', 'zstd', 'groups'),
          fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
          async (codec, changes) => {
            const bytes = Buffer.from(parquet(codec));
            for (const [at, value] of changes) bytes[at % bytes.length] = value;
            fs.writeFileSync(place, bytes);
            try {
              const damaged = await openParquet(place, 'a.parquet');
              for (const group of damaged.groups.keys()) await damaged.read(damaged.columns, group);
              outcomes.add('read');
            } catch (error) {
              expect(error).toBeInstanceOf(LabError);
              outcomes.add('refused');
            }
          },
        ),
        { seed: 7, numRuns: 300 },
      )
      .finally(() => fs.rmSync(place, { force: true }));
    expect(outcomes).toEqual(new Set(['read', 'refused']));
  });

  it('holds lists of labels and numbers, too', async () => {
    const several = await load(
      { 'a.parquet': parquet('snappy') },
      { task: 'multi-label-classification', format: { kind: 'parquet', text: 'text', label: 'tags' } },
    );
    expect(several.annotated.train.examples.map(({ labels }) => labels)).toEqual([[0, 1], [], [1]]);
    const numbers = await load(
      { 'a.parquet': parquet('snappy') },
      { task: 'text-regression', format: { kind: 'parquet', text: 'text', target: 'score' } },
    );
    expect([...numbers.annotated.train.targets()]).toEqual([0.5, 1.25, -3]);
  });

  it.each<[string, Uint8Array, object, string]>([
    ['a blank label', parquet('snappy'), {}, 'Row 3 of a.parquet has an empty label'],
    ['a column twice', parquet('repeated'), {}, "a.parquet has the column 'text' twice"],
    [
      'a column that is not there',
      parquet('snappy'),
      { text: 'txt' },
      "a.parquet has no column 'txt': did the card mean 'text'?",
    ],
    [
      'words',
      Buffer.from('these are words, and more than twelve'),
      {},
      'a.parquet is no Parquet file that can be read (',
    ],
    ['a cut', parquet('snappy').subarray(0, 900), {}, 'a.parquet is no Parquet file that can be read ('],
    ['nothing', Buffer.alloc(0), {}, 'a.parquet is no Parquet file that can be read ('],
    [
      'damage',
      Buffer.concat([parquet('gzip').subarray(0, 4), Buffer.alloc(500, 7), parquet('gzip').subarray(504)]),
      {},
      'a.parquet is no Parquet file that can be read (',
    ],
  ])('is refused in a sentence: %s', async (_, bytes, fields, sentence) => {
    expect(await refusal({ 'a.parquet': bytes }, { format: { ...format, ...fields } })).toContain(sentence);
  });
});

const words =
  'anna bees copper dusk elm frost geese harbour iron jetty kite lamp mill noon oak port quay rents'.split(
    ' ',
  );
/** Sentences that share few words. */
const sentence = (place: number, salt: string) =>
  words
    .map((_, k) => `${words[(k * place + k) % words.length]}${salt}${place}`)
    .slice(0, 6)
    .join(' ');

describe('pairs of texts', () => {
  const format = { kind: 'jsonl', text: 'premise', secondText: 'hypothesis', label: 'label' };
  const rows = Array.from({ length: 60 }, (_, place) => ({
    premise: sentence(Math.floor(place / 3), 'p'),
    hypothesis: sentence(place, 'h'),
    label: ['yes', 'no', 'maybe'][place % 3],
  }));

  it('are read with their labels, and count as one text for pretraining', async () => {
    const dataset = await load({ 'a.jsonl': jsonl(rows) }, { format });
    expect([dataset.paired, dataset.annotation, dataset.labels]).toEqual([
      true,
      'one label',
      ['maybe', 'no', 'yes'],
    ]);
    const { annotated, pretraining } = dataset;
    expect(annotated.train.examples[1]).toEqual({
      text: rows[1]!.premise,
      secondText: rows[1]!.hypothesis,
      label: 1,
    });
    expect(annotated.train.countPerLabel()).toEqual([20, 20, 20]);
    expect(pretraining.texts[0]).toBe(`${rows[0]!.premise} ${rows[0]!.hypothesis}`);
    expect(annotated.train.table(1).columns).toEqual(['text', 'secondText', 'label']);
  });

  it('are refused in one sentence to whoever asks for single texts', async () => {
    const dataset = await load({ 'a.jsonl': jsonl(rows) }, { format });
    for (const split of ['train', 'dev', 'test'] as const) {
      expect(() => dataset[split]).toThrow(LabError);
      expect(() => dataset[split]).toThrow(
        `mine holds pairs of texts with one label each, and single texts with one label each were asked for: use another card, or take 'annotated.${split}' in code of your own.`,
      );
    }
  });

  it('of one first text stay in one split', async () => {
    const splits = { sizes: { dev: 6, test: 12 }, seed: 3 };
    const { annotated } = await load({ 'a.jsonl': jsonl(rows) }, { format, splits });
    expect([annotated.train.length, annotated.dev.length, annotated.test.length]).toEqual([42, 6, 12]);
    const firsts = (split: 'train' | 'dev' | 'test') =>
      new Set(annotated[split].examples.map(({ text }) => text));
    for (const [a, b] of [
      ['train', 'test'],
      ['train', 'dev'],
      ['dev', 'test'],
    ] as const)
      expect([...firsts(a)].filter((text) => firsts(b).has(text))).toEqual([]);
  });

  it('are not held together by a question that is always asked', async () => {
    const asked = rows.map((row) => ({ ...row, premise: 'is this sentence well formed' }));
    const splits = { sizes: { dev: 6, test: 12 } };
    const { annotated } = await load({ 'a.jsonl': jsonl(asked) }, { format, splits });
    expect(annotated.test.length).toBe(12);
  });

  it('leak where the whole pair stands on both sides, in either order', async () => {
    const [a, b] = [rows[0]!, rows[5]!];
    const exchanged = { ...a, premise: a.hypothesis, hypothesis: a.premise };
    const splits = { files: { train: ['a.jsonl'], test: ['t.jsonl'] }, fractions: { dev: 0 } };
    for (const test of [a, exchanged])
      expect(
        await refusal({ 'a.jsonl': jsonl([a, b, rows[10]!]), 't.jsonl': jsonl([test]) }, { format, splits }),
      ).toMatch(/^mine leaks: /);
    // A shared first text alone is no leak: the second one makes another question.
    const other = { ...a, hypothesis: rows[40]!.hypothesis };
    const files = { 'a.jsonl': jsonl([a, b, rows[10]!]), 't.jsonl': jsonl([other]) };
    expect((await load(files, { format, splits })).annotated.test.length).toBe(1);
  });

  it('are read from tables, without labels or with numbers', async () => {
    const csv = `sentence1;sentence2;score\n"a; b";c d;1,5\ne f;g h;-2\n`;
    const plan = { kind: 'csv', header: true, separator: ';', text: 'sentence1', secondText: 'sentence2' };
    const dataset = await load(
      { 'a.csv': csv },
      { task: 'text-regression', format: { ...plan, target: 'score', decimal: ',' } },
    );
    expect(dataset.annotated.train.examples).toEqual([
      { text: 'a; b', secondText: 'c d', target: 1.5 },
      { text: 'e f', secondText: 'g h', target: -2 },
    ]);
    expect(() => dataset.train).toThrow('mine holds pairs of texts with a number each');
  });

  it('need both texts', async () => {
    expect(await refusal({ 'a.jsonl': jsonl([{ ...rows[0], hypothesis: ' ' }]) }, { format })).toContain(
      'has an empty text',
    );
  });
});

describe('several labels a text', () => {
  const task = 'multi-label-classification';
  const expected = [[0, 1], [1], []];

  it.each<[string, string, object]>([
    [
      'lists',
      jsonl([
        { t: 'a b', l: ['y', 'x', 'x'] },
        { t: 'c d', l: ['y'] },
        { t: 'e f', l: [] },
      ]),
      { kind: 'jsonl' },
    ],
    ['parted words', 't,l\na b,x; y;\nc d,y\ne f,\n', { kind: 'csv', header: true, labelSeparator: ';' }],
    ['JSON in a table', 't,l\na b,"[""x"", ""y""]"\nc d,y\ne f,[]\n', { kind: 'csv', header: true }],
  ])('are read from %s', async (_, content, fields) => {
    const format = { ...fields, text: 't', label: 'l' };
    const dataset = await load({ 'a.txt': content }, { task, format, onBlankLabel: 'none' });
    expect([dataset.labels, dataset.annotated.train.examples.map(({ labels }) => labels)]).toEqual([
      ['x', 'y'],
      expected,
    ]);
    expect([...dataset.annotated.train.labelMatrix()]).toEqual([1, 1, 0, 1, 0, 0]);
    expect(dataset.annotated.train.countPerLabel()).toEqual([1, 2]);
    expect(() => dataset.train).toThrow(
      'mine holds texts with several labels each, and single texts with one label each',
    );
    expect(() => dataset.annotated.train.targets()).toThrow(
      'These texts have several labels each, and no numbers',
    );
  });

  it.each<[string, string, object]>([
    ['1 and 0', 't,x,y\na b,1,1\nc d,0,1.0\ne f,0,0\n', { header: true, labelColumns: ['x', 'y'] }],
    [
      'truth values',
      't,x,y\na b,TRUE,true\nc d,False,1\ne f,0,\n',
      { header: true, labelColumns: ['x', 'y'] },
    ],
    [
      'columns without a header',
      'a b,1,1\nc d,0,1\ne f,0,0\n',
      { header: false, text: 0, labelColumns: [1, 2] },
    ],
  ])('are read from columns of %s', async (_, csv, fields) => {
    const format = { kind: 'csv', text: 't', ...fields };
    const dataset = await load({ 'a.csv': csv }, { task, format, labels: ['x', 'y'], onBlankLabel: 'none' });
    expect(dataset.annotated.train.examples.map(({ labels }) => labels)).toEqual(expected);
  });

  it('may be missing: refused, unlabelled, or none', async () => {
    const files = { 'a.csv': 't,l\na b,x\nc d,\n' };
    const format = { kind: 'csv', header: true, text: 't', label: 'l', labelSeparator: ';' };
    expect(await refusal(files, { task, format })).toContain('Line 3 of a.csv has an empty label');
    const unlabelled = await load(files, { task, format, onBlankLabel: 'unlabelled' });
    expect([unlabelled.annotated.train.length, unlabelled.pretraining.length]).toEqual([1, 2]);
    expect((await load(files, { task, format, onBlankLabel: 'none' })).annotated.train.length).toBe(2);
    const marks = { 'a.csv': 't,x,y\na b,1,1\nc d,,0\n' };
    const columns = { kind: 'csv', header: true, text: 't', labelColumns: ['x', 'y'] };
    expect(await refusal(marks, { task, format: columns })).toContain(
      "Line 3 of a.csv has neither 1 nor 0 in the label column 'x'",
    );
    expect(
      (await load(marks, { task, format: columns, onBlankLabel: 'unlabelled' })).annotated.train.length,
    ).toBe(1);
  });

  it.each<[string, string, object, string]>([
    [
      'another mark',
      't,x\na b,2\n',
      { labelColumns: ['x'] },
      "Line 2 of a.csv has '2' in the label column 'x', which holds 1 or 0",
    ],
    [
      "Python's lists",
      "t,l\na b,\"['x', 'y']\"\n",
      { label: 'l' },
      'has labels in brackets that are no JSON list',
    ],
    [
      'an unknown label',
      't,l\na b,x;z\n',
      { label: 'l', labelSeparator: ';' },
      "has the label 'z', which is not in the card's labels",
    ],
  ])('are refused with the line: %s', async (_, csv, fields, sentence) => {
    const format = { kind: 'csv', header: true, text: 't', ...fields };
    expect(await refusal({ 'a.csv': csv }, { task, format, labels: ['x', 'y'] })).toContain(sentence);
  });

  it('are cut into splits by cluster, whatever their mixtures', async () => {
    const rows = Array.from({ length: 60 }, (_, place) => ({
      t: sentence(place, 'm'),
      l: ['a', 'b', 'c', 'd', 'e'].filter((_, bit) => (place * 7) & (1 << bit)),
    }));
    const dataset = await load(
      { 'a.jsonl': jsonl(rows) },
      { task, format: { kind: 'jsonl', text: 't', label: 'l' }, splits: { sizes: { dev: 10, test: 20 } } },
    );
    const { train, dev, test } = dataset.annotated;
    expect([train.length, dev.length, test.length]).toEqual([30, 10, 20]);
  });
});

describe('numbers to predict', () => {
  const task = 'text-regression';
  const format = { kind: 'csv', header: true, text: 't', target: 'y' };

  it('are read as they are', async () => {
    const csv = 't,y\na b,-1.5e3\nc d,+.25\ne f,7\ng h,0\n';
    const dataset = await load({ 'a.csv': csv }, { task, format });
    expect([...dataset.annotated.train.targets()]).toEqual([-1500, 0.25, 7, 0]);
    expect([dataset.labels, dataset.annotation]).toEqual([[], 'number']);
    expect(() => dataset.train).toThrow('mine holds texts with a number each, and single texts');
    expect(() => dataset.annotated.train.labelMatrix()).toThrow('no labels to make a matrix of');
    const json = jsonl([
      { t: 'a b', y: 0.1 },
      { t: 'c d', y: -3 },
    ]);
    const fromJson = await load(
      { 'a.jsonl': json },
      { task, format: { kind: 'jsonl', text: 't', target: 'y' } },
    );
    expect([...fromJson.annotated.train.targets()]).toEqual([0.1, -3]);
  });

  it.each([
    ['good', "Line 2 of a.csv has 'good' as 'y', which is no finite number: correct the file"],
    ['1e999', 'which is no finite number'],
    ['Infinity', 'which is no finite number'],
    ['0x10', 'which is no finite number'],
    ['"1,5"', 'set "decimal": "," in \'format\' of the card'],
    ['', "Line 2 of a.csv has no number as 'y'"],
    ['NaN', "Line 2 of a.csv has no number as 'y'"],
  ])('are refused with the line where they are none: %s', async (value, sentence) => {
    expect(await refusal({ 'a.csv': `t,y\na b,${value}\n` }, { task, format })).toContain(sentence);
  });

  it('with a decimal comma are not taken for thousands, nor the other way about', async () => {
    const comma = { ...format, separator: ';', decimal: ',' };
    expect([
      ...(await load({ 'a.csv': 't;y\na b;1,5\n' }, { task, format: comma })).annotated.train.targets(),
    ]).toEqual([1.5]);
    expect(await refusal({ 'a.csv': 't;y\na b;1.234\n' }, { task, format: comma })).toContain(
      'is no finite number',
    );
  });

  it('may be missing where the card says so', async () => {
    const dataset = await load(
      { 'a.csv': 't,y\na b,1\nc d,\n' },
      { task, format, onBlankLabel: 'unlabelled' },
    );
    expect([dataset.annotated.train.length, dataset.pretraining.length]).toEqual([1, 2]);
  });
});

describe('A card of pairs, several labels or numbers', () => {
  const sound = { name: 'mine', task: 'text-classification', files: [{ path: 'a.csv' }] };
  const csv = { kind: 'csv', header: true, text: 't', label: 'l' };
  const several = { ...sound, task: 'multi-label-classification' };
  const regression = { ...sound, task: 'text-regression' };

  it.each<[object, string]>([
    [
      { ...sound, format: { ...csv, target: 'y' } },
      "names 'target' in 'format', which is for the task 'text-regression'",
    ],
    [
      { ...sound, format: { ...csv, labelColumns: ['x'] } },
      "names 'labelColumns' in 'format', which is for the task 'multi-label-classification'",
    ],
    [{ ...sound, format: { ...csv, labelSeparator: ';' } }, "names 'labelSeparator' in 'format'"],
    [{ ...sound, format: { ...csv, label: 't' } }, "names the column 't' twice in 'format'"],
    [{ ...sound, format: { ...csv, secondText: ['t', 'u'] } }, "names the column 't' twice in 'format'"],
    [{ ...sound, onBlankLabel: 'none', format: csv }, 'sets "onBlankLabel": "none"'],
    [{ ...sound, onCorrupt: 'leaveOut', format: csv }, "sets 'onCorrupt', which is for pictures"],
    [
      { ...sound, task: 'language-modelling', format: { ...csv, secondText: 'u' } },
      "names 'secondText' in 'format', and a language model reads single texts",
    ],
    [
      { ...several, format: { kind: 'lines' } },
      "has the task multi-label-classification, which is not read from the format 'lines'",
    ],
    [{ ...several, format: { ...csv, label: undefined } }, "by either 'label' or 'labelColumns'"],
    [{ ...several, format: { ...csv, labelColumns: ['x'] } }, "by either 'label' or 'labelColumns'"],
    [
      {
        ...several,
        format: { kind: 'csv', header: true, text: 't', labelColumns: ['x'], labelSeparator: ';' },
      },
      "remove 'labelSeparator' and 'labelValues'",
    ],
    [
      { ...several, format: { kind: 'csv', header: false, text: 0, labelColumns: [1, 2] } },
      "has 2 'labelColumns' without a header",
    ],
    [
      { ...regression, format: { ...csv, label: undefined } },
      "does not say where the number to predict is: add 'target'",
    ],
    [
      { ...regression, format: { ...csv, target: 'y' } },
      "names 'label' in 'format', which is for the task 'text-classification'",
    ],
    [
      { ...sound, format: { ...csv, separator: '\t\t' } },
      "as 'format.separator': use one of ',', ';', '|', '\t'",
    ],
  ])('that contradicts itself is refused in one sentence: %o', (card, said) => {
    const check = () => checkCard(JSON.parse(JSON.stringify(card)), 'mine.json');
    expect(check).toThrow(LabError);
    expect(check).toThrow(said);
  });
});
