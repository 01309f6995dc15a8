import * as fs from 'node:fs';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../src/data/dataset';
import { writtenCards } from './writtenCards';

const { folder, load, refusal } = writtenCards();
const table = { kind: 'csv', header: true, text: 'text', label: 'label' };
const jsonl = { kind: 'jsonl', text: 'text', label: 'label' };
const rows = [
  ['red apples ripen in the orchard', 'nature'],
  ['a quiet river bends past the mill', 'nature'],
  ['prices of copper fell again today', 'news'],
  ['the council voted for longer trams', 'news'],
];
const examples = (dataset: Awaited<ReturnType<typeof load>>) =>
  dataset.train.examples.map(({ text, label }) => [text, dataset.labels[label]]);

describe('line ends', () => {
  const ends = { LF: '\n', 'CR LF': '\r\n', CR: '\r' };
  const all = Object.entries(ends);
  const mixtures = all.flatMap(([first, a]) => all.map(([second, b]) => [first, second, a, b] as const));

  it.each(mixtures)('of a header (%s) and of rows (%s) may differ, quoted or not', async (_, __, a, b) => {
    for (const quote of ['', '"']) {
      const line = (cells: string[]) => cells.map((cell) => quote + cell + quote).join(',');
      const csv = `${line(['text', 'label'])}${a}${rows.map(line).join(b)}${b}`;
      expect(examples(await load({ 'a.csv': csv }, { format: table }))).toEqual(rows);
    }
  });

  it('may change from row to row, in every text format', async () => {
    const joined = (lines: string[]) => lines.map((line, k) => line + Object.values(ends)[k % 3]).join('');
    const csv = joined(['text,label', ...rows.map((row) => row.join(','))]);
    expect(examples(await load({ 'a.csv': csv }, { format: table }))).toEqual(rows);
    const objects = joined(rows.map(([text, label]) => JSON.stringify({ text, label })));
    expect(examples(await load({ 'a.jsonl': objects }, { format: jsonl }))).toEqual(rows);
    const texts = joined(rows.map(([text]) => text!));
    const lines = await load({ 'a.txt': texts }, { task: 'language-modelling', format: { kind: 'lines' } });
    expect(lines.pretraining.texts).toEqual(rows.map(([text]) => text));
    const tokens = joined(['Anna B-PER', 'sleeps O', '', 'In O', 'Rome B-LOC']);
    const conll = await load(
      { 'a.conll': tokens },
      { task: 'tagging', format: { kind: 'conll', token: 0, tag: 1 } },
    );
    expect(conll.tagged!.train.map((sentence) => sentence.tokens)).toEqual([
      ['Anna', 'sleeps'],
      ['In', 'Rome'],
    ]);
    expect(conll.labels).toEqual(['B-LOC', 'B-PER', 'O']);
  });

  it('inside quotes belong to the field, also in the first row', async () => {
    const csv = '"red\napples",nature\r\n"a\r\nriver",nature\r\n"pri\rces",news\r\n';
    const format = { kind: 'csv', header: false, text: 0, label: 1 };
    expect(examples(await load({ 'a.csv': csv }, { format }))).toEqual([
      ['red\napples', 'nature'],
      ['a\r\nriver', 'nature'],
      ['pri\rces', 'news'],
    ]);
  });

  it('that only Unicode knows end no line', async () => {
    const text = 'one\u2028two\u0085three\u2029four\vfive\fsix';
    const object = JSON.stringify({ text, label: 'x' });
    expect(examples(await load({ 'a.jsonl': `${object}\n` }, { format: jsonl }))).toEqual([[text, 'x']]);
  });

  it('are counted for the line that a message names, whatever they are', async () => {
    const csv = 'text,label\r\n"two\r\nlines",x\r\n\r\n"three\n\nlines",\r\n';
    expect(await refusal({ 'a.csv': csv }, { format: table })).toMatch(
      /^Line 5 of a\.csv has an empty label/,
    );
    expect(await refusal({ 'a.csv': 'text,label\ra,x\rb\r' }, { format: table })).toMatch(
      /^Line 3 of a\.csv has another number of columns/,
    );
  });
});

describe('blank labels', () => {
  const blank = {
    csv: 'text,label\na b,x\nc d,\ne f,y\n',
    blanks: 'text,label\na b,x\nc d,  \u00a0\ne f,y\n',
    quoted: 'text,label\n"a b","x"\n"c d",""\n"e f","y"\n',
  };

  it.each(Object.entries(blank))('are refused with the line: %s', async (_, csv) => {
    expect(await refusal({ 'a.csv': csv }, { format: table })).toBe(
      'Line 3 of a.csv has an empty label: fill it in, remove the row, or set "onBlankLabel": "unlabelled" in the card to use such texts for pretraining only.',
    );
  });

  it.each(['""', '" "', 'null'])('are refused in JSON, too: %s', async (value) => {
    const lines = `{"text": "a b", "label": "x"}\n{"text": "c d", "label": ${value}}\n`;
    expect(await refusal({ 'a.jsonl': lines }, { format: jsonl })).toMatch(
      /^Line 2 of a\.jsonl has an empty label/,
    );
  });

  it.each(['nan', 'NaN', '<NA>', '#N/A', 'NULL', '\\N'])(
    'written by a program are refused unless listed: %s',
    async (mark) => {
      const csv = `text,label\na b,x\nc d,${mark}\n`;
      expect(await refusal({ 'a.csv': csv }, { format: table })).toContain(
        `has the label '${mark}', which stands for a missing one`,
      );
      const listed = await load({ 'a.csv': csv }, { format: table, labels: ['x', mark] });
      expect(listed.train.countPerLabel()).toEqual([1, 1]);
    },
  );

  it('make texts for pretraining only where the card says so', async () => {
    const lines =
      '{"text": "a b", "label": "x"}\n{"text": "c d"}\n{"text": "e f", "label": null}\n{"text": "g h", "label": ""}\n';
    const dataset = await load({ 'a.jsonl': lines }, { format: jsonl, onBlankLabel: 'unlabelled' });
    expect([dataset.labels, dataset.train.length, dataset.pretraining.length]).toEqual([['x'], 1, 4]);
  });

  it('do not hide a misspelt key', async () => {
    expect(await refusal({ 'a.jsonl': '{"text": "a b", "lable": "x"}\n' }, { format: jsonl })).toBe(
      "Line 1 of a.jsonl has no 'label': did the card mean 'lable'?",
    );
  });

  it('stand in no card', async () => {
    const format = { ...table, labelValues: { 0: ' ' } };
    expect(await refusal({ 'a.csv': 'text,label\na,0\n' }, { format })).toContain("'format.labelValues.0'");
    expect(await refusal({ 'a.csv': 'text,label\na,0\n' }, { format: table, labels: [''] })).toContain(
      "'labels.0'",
    );
  });
});

describe('labels in several spellings', () => {
  const train = 'text,label\na b,0.0\nc d,1.0\ne f,0.0\n';
  const test = 'text,label\ng h,1\n';
  const splits = { files: { train: ['train.csv'], test: ['test.csv'] }, fractions: { dev: 0 } };

  it('of one number are one class', async () => {
    const dataset = await load({ 'train.csv': train, 'test.csv': test }, { format: table, splits });
    expect([dataset.labels, dataset.train.countPerLabel(), dataset.test.countPerLabel()]).toEqual([
      ['0', '1'],
      [2, 1],
      [0, 1],
    ]);
  });

  it('of one number have one name, whichever the card lists', async () => {
    const files = { 'train.csv': train, 'test.csv': test };
    const format = { ...table, labelValues: { 0: 'nature', 1: 'news' } };
    expect((await load(files, { format, splits })).test.countPerLabel()).toEqual([0, 1]);
    expect(
      (await load(files, { format: table, splits, labels: ['1.0', '0.0'] })).test.countPerLabel(),
    ).toEqual([1, 0]);
    expect(await refusal(files, { format: { ...table, labelValues: { 0: 'nature' } }, splits })).toContain(
      "has the label value '1.0', which is not in 'labelValues'",
    );
  });

  it('of a truth value are one class', async () => {
    const dataset = await load({ 'a.csv': 'text,label\na b,TRUE\nc d,true\ne f,False\n' }, { format: table });
    expect(dataset.labels).toEqual(['false', 'true']);
  });

  it('that are different names stay', async () => {
    const csv = 'text,label\na b,1.0\nc d,1.5\ne f,01\ng h,Positive\ni j,positive\n';
    expect((await load({ 'a.csv': csv }, { format: table })).labels).toEqual([
      '01',
      '1.0',
      '1.5',
      'Positive',
      'positive',
    ]);
  });

  it('whose letters look the same are the same', async () => {
    const csv = 'text,label\na b,caf\u00e9\nc d,cafe\u0301\ne f, caf\u00e9 \n';
    expect((await load({ 'a.csv': csv }, { format: table })).labels).toEqual(['caf\u00e9']);
  });
});

describe('columns', () => {
  it('whose name stands twice are refused, and can be given by number', async () => {
    const csv = 'text,label,text\n0,x,a b\n1,y,c d\n';
    expect(await refusal({ 'a.csv': csv }, { format: table })).toBe(
      "a.csv has the column 'text' twice (0 and 2, counted from 0): give the number of the right one in the card.",
    );
    const byNumber = await load({ 'a.csv': csv }, { format: { ...table, text: 2 } });
    expect(byNumber.train.examples[0]!.text).toBe('a b');
    const unused = 'text,label,id,id\na b,x,1,1\n';
    expect((await load({ 'a.csv': unused }, { format: table })).train.length).toBe(1);
  });

  it('whose key stands twice in JSON are refused, not those in its texts or in objects within', async () => {
    expect(
      await refusal({ 'a.jsonl': '{"text": "a", "label": "x", "text": "b"}\n' }, { format: jsonl }),
    ).toBe("Line 1 of a.jsonl has the key 'text' twice in one object: remove one of them from the file.");
    const fine =
      '{"text": "\\"text\\": \\\\\\"text\\":", "label": "label", "meta": {"text": "{", "label": "}"}}\n';
    expect((await load({ 'a.jsonl': fine }, { format: jsonl })).train.length).toBe(1);
  });

  it('have names with blanks about them, or in Excel a line that says what parts them', async () => {
    expect(
      (await load({ 'a.csv': 'sep=;\r\n text ; label\r\na b;x\r\n' }, { format: table })).train.examples,
    ).toEqual([{ text: 'a b', label: 0 }]);
    expect(await refusal({ 'a.csv': 'sep=;\r\ntext;label\r\na b;x\r\nc d;\r\n' }, { format: table })).toMatch(
      /^Line 4 of a\.csv/,
    );
  });

  it.each([';', '|', '\t'])(
    'are parted by what the card says, and a wrong sign is told: %j',
    async (separator) => {
      const csv = `text${separator}label\n"a${separator}b, c"${separator}x\n`;
      const dataset = await load({ 'a.csv': csv }, { format: { ...table, separator } });
      expect(dataset.train.examples[0]!.text).toBe(`a${separator}b, c`);
      expect(await refusal({ 'a.csv': csv.replace(',', '') }, { format: table })).toContain(
        `did the card mean "separator": ${JSON.stringify(separator)}?`,
      );
    },
  );

  it('may be empty in rows that a spreadsheet left at the end', async () => {
    expect((await load({ 'a.csv': 'text,label\na b,x\n,\n , \n\n' }, { format: table })).train.length).toBe(
      1,
    );
  });
});

describe('files that are no plain text', () => {
  const object = '{"text": "a b", "label": "x"}\n';
  it.each<[string, Uint8Array, string]>([
    ['gzip', gzipSync(object), 'is compressed with gzip: add "unpack": true to it'],
    ['zip', Buffer.from('PK\x03\x04rest'), 'is a zip archive or a spreadsheet'],
    ['bzip2', Buffer.from('BZh91AY&SY\x00'), 'is compressed with bzip2'],
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), 'is compressed with xz'],
    ['Zstandard', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]), 'is compressed with Zstandard'],
    ['PDF', Buffer.from('%PDF-1.7'), 'is a PDF'],
    ['Parquet', Buffer.from('PAR1....PAR1'), 'set "kind": "parquet"'],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'is UTF-32 text'],
    ['UTF-16 without a mark', Buffer.from(object, 'utf16le'), 'add "encoding": "utf-16le"'],
    ['UTF-16, the other way', Buffer.from(object, 'utf16le').swap16(), 'add "encoding": "utf-16be"'],
    ['zeros', Buffer.alloc(100), 'so it is UTF-16 or no text'],
    [
      'Windows',
      Buffer.from('{"text": "\x93a\x94", "label": "x"}\n', 'latin1'),
      'add "encoding": "windows-1252"',
    ],
    [
      'Latin-1 after CR',
      Buffer.from(`${object.trim()}\r{"text": "\xe9"}\r`, 'latin1'),
      'is not UTF-8 (line 2)',
    ],
  ])('are told what they are: %s', async (_, bytes, sentence) => {
    expect(await refusal({ 'a.jsonl': bytes }, { format: jsonl })).toContain(sentence);
  });

  it('are read where the remedy is followed', async () => {
    const gz = { files: [{ path: 'a.jsonl.gz', unpack: true }], format: jsonl };
    const members = Buffer.concat([gzipSync(object), gzipSync('{"text": "c d", "label": "y"}\n')]);
    expect((await load({ 'a.jsonl.gz': members }, gz)).train.length).toBe(2);
    const utf16 = Buffer.from('{"text": "a \ud83d\ude00", "label": "x"}\n', 'utf16le');
    for (const [encoding, bytes] of [
      ['utf-16le', utf16],
      ['utf-16be', Buffer.from(utf16).swap16()],
    ] as const)
      expect(examples(await load({ 'a.jsonl': bytes }, { format: { ...jsonl, encoding } }))).toEqual([
        ['a \ud83d\ude00', 'x'],
      ]);
    const windows = Buffer.from('{"text": "\x93a\x94 caf\xe9", "label": "x"}\n', 'latin1');
    expect(
      examples(await load({ 'a.jsonl': windows }, { format: { ...jsonl, encoding: 'windows-1252' } })),
    ).toEqual([['\u201ca\u201d caf\u00e9', 'x']]);
  });

  it('are read by their marks, whatever the card says, also where marked files were joined', async () => {
    const marked = Buffer.from(`\ufeff${object}\ufeff{"text": "c \u00e9", "label": "y"}\n`);
    for (const encoding of ['utf-8', 'latin-1'])
      expect(examples(await load({ 'a.jsonl': marked }, { format: { ...jsonl, encoding } }))).toEqual([
        ['a b', 'x'],
        ['c \u00e9', 'y'],
      ]);
    const csv = Buffer.from('\ufefftext,label\r\n"a b",x\r\n\ufeff"c d",y\r\n', 'utf16le');
    expect(examples(await load({ 'a.csv': csv }, { format: table }))).toEqual([
      ['a b', 'x'],
      ['c d', 'y'],
    ]);
  });

  it('may begin like another kind and be text', async () => {
    expect(
      (await load({ 'a.csv': 'PAR1,label\na,x\n' }, { format: { ...table, text: 'PAR1' } })).train.length,
    ).toBe(1);
    expect(
      (await load({ 'a.csv': 'BZhang,label\na,x\n' }, { format: { ...table, text: 'BZhang' } })).train.length,
    ).toBe(1);
  });
});

describe('a card as Windows writes it', () => {
  const csv = 'text,label\na b,x\n';
  it.each<[string, (text: string) => Uint8Array]>([
    ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16, low byte first', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, high byte first', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('is read: %s', async (_, encode) => {
    await load({ 'a.csv': csv }, { format: table });
    const card = path.join(folder(), 'card.json');
    fs.writeFileSync(card, encode(fs.readFileSync(card, 'utf8')));
    expect((await loadDataset(card)).train.length).toBe(1);
  });

  it('is refused in another encoding', async () => {
    const card = path.join(folder(), 'card.json');
    fs.writeFileSync(card, Buffer.from('{"name": "caf\xe9"}', 'latin1'));
    await expect(loadDataset(card)).rejects.toThrow('is not UTF-8: save it as UTF-8.');
  });
});

describe('JSON lines', () => {
  const one = '{"text": "a b", "label": "x"}';
  it('may have blank lines between them', async () => {
    expect(
      (await load({ 'a.jsonl': `\n${one}\n \t\n\n${one.replace('a b', 'c d')}\n\n` }, { format: jsonl }))
        .train.length,
    ).toBe(2);
  });

  it.each([
    ['NaN', `${one}\n{"text": "a", "label": NaN}\n`, 'Line 2 of a.jsonl is not JSON'],
    ['a comma at the end', `${one},\n`, 'Line 1 of a.jsonl is not JSON'],
    ['an array over lines', `[\n${one}\n]\n`, 'Line 1 of a.jsonl begins a JSON array: set "kind": "json"'],
    ['an array in one line', `[${one}]\n`, 'Line 1 of a.jsonl is not a JSON object'],
    ['one quote', `${one}\n'text'\n`, 'Line 2 of a.jsonl is not JSON'],
    [
      'a list as label',
      '{"text": "a", "label": ["x"]}\n',
      "has a list as 'label': set the task to 'multi-label-classification'",
    ],
    [
      'an object as label',
      '{"text": "a", "label": {"x": 1}}\n',
      "has a 'label' that is neither text nor number",
    ],
  ])('are refused with the line: %s', async (_, lines, sentence) => {
    expect(await refusal({ 'a.jsonl': lines }, { format: jsonl })).toContain(sentence);
  });

  it('with half a surrogate pair are read with the replacement character', async () => {
    const lines =
      '{"text": "cut here \\ud83d", "label": "\\ude00x"}\n{"text": "whole \\ud83d\\ude00", "label": "y"}\n';
    const dataset = await load({ 'a.jsonl': lines }, { format: jsonl });
    expect(examples(dataset)).toEqual([
      ['cut here \ufffd', '\ufffdx'],
      ['whole \ud83d\ude00', 'y'],
    ]);
  });

  it('may have a title that is null, where there are other columns', async () => {
    const format = { ...jsonl, text: ['title', 'text'] };
    const lines =
      '{"title": null, "text": "a b", "label": "x"}\n{"title": "T", "text": "c d", "label": "x"}\n';
    expect((await load({ 'a.jsonl': lines }, { format })).pretraining.texts).toEqual(['a b', 'T c d']);
    expect(await refusal({ 'a.jsonl': '{"text": null, "label": "x"}\n' }, { format: jsonl })).toContain(
      "has a 'text' that is neither text nor number",
    );
  });
});

describe('CoNLL', () => {
  const card = { task: 'tagging', format: { kind: 'conll', token: 0, tag: 1 } };
  const tokens = (dataset: Awaited<ReturnType<typeof load>>) =>
    dataset.tagged!.train.map((sentence) => sentence.tokens);

  it.each([
    ['a no-break space as token', 'Anna B-PER\n\u00a0 O\nRome B-LOC\n', ['Anna', '\u00a0', 'Rome']],
    ['tabs and blanks at the end', 'Anna B-PER\t\nsleeps O \t \nRome B-LOC\n', ['Anna', 'sleeps', 'Rome']],
    [
      'blanks about columns parted by tabs',
      'Anna\tB-PER\t\n\u00a0 \tO\nNew York \t B-LOC \n',
      ['Anna', '\u00a0', 'New York'],
    ],
    [
      'other white space about tokens and tags',
      'Anna\u00a0 B-PER\u00a0\n\u2003Rome\u00a0\tB-LOC\u2003\n',
      ['Anna', 'Rome'],
    ],
    [
      'zero-width and emoji tokens',
      'Anna B-PER\n\u200b O\n\ufe0f O\n\ud83d\ude00 O\nRome B-LOC\n',
      ['Anna', '\u200b', '\ufe0f', '\ud83d\ude00', 'Rome'],
    ],
  ])('keeps tokens and tags in step: %s', async (_, text, expected) => {
    const dataset = await load({ 'a.conll': text }, card);
    const [sentence] = dataset.tagged!.train;
    expect(sentence!.tokens).toEqual(expected);
    expect(sentence!.tags.map((tag) => dataset.labels[tag])).toEqual(
      expected.map((_, place) => (place === 0 ? 'B-PER' : place === expected.length - 1 ? 'B-LOC' : 'O')),
    );
  });

  it.each([
    [
      'a blank token',
      'Anna\tO\n \tO\n',
      'Line 2 of a.conll has an empty token: fill it in or remove the line.',
    ],
    ['a blank tag', 'Anna\t \tx\n', 'Line 1 of a.conll has an empty tag'],
    ['a lone no-break space', 'Anna O\n\u00a0\n', 'Line 2 of a.conll has 1 columns, too few'],
  ])('is refused with the line: %s', async (_, text, sentence) => {
    expect(await refusal({ 'a.conll': text }, card)).toContain(sentence);
  });

  it('leaves out comments between lines of tabs, and keeps a token that is a sign of number', async () => {
    const universal = '# text = Anna sleeps\n1\tAnna\t_\tNOUN\n# a b c\n2\t#\t_\tSYM\n\n';
    const format = { kind: 'conll', token: 1, tag: 3 };
    expect(tokens(await load({ 'a.conll': universal }, { task: 'tagging', format }))).toEqual([
      ['Anna', '#'],
    ]);
    expect(tokens(await load({ 'a.conll': '# O\nAnna O\n' }, card))).toEqual([['#', 'Anna']]);
  });
});
