import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatasetCard } from '../../src/data/card';
import { checkCard } from '../../src/data/cards';
import { forEachRow } from '../../src/data/delimitedTable';
import { decodeText, linesOf } from '../../src/data/encodings';
import type { RawExample } from '../../src/data/examples';
import { repeatedKey } from '../../src/data/jsonKeys';
import { cleanLabel, plainSpelling } from '../../src/data/labelReading';
import { readExamples } from '../../src/data/readers';
import { LabError } from '../../src/errors';
import { ownFolder } from './mirror';

const folder = ownFolder();

function cardOf(format: object, task: string, more: object = {}): DatasetCard {
  return checkCard({ name: 'mine', task, files: [{ path: 'a' }], format, ...more }, 'mine.json');
}

async function read(content: string | Uint8Array, card: DatasetCard): Promise<RawExample[]> {
  fs.writeFileSync(path.join(folder, 'a'), content);
  return readExamples(card, folder, 'a');
}

const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
/** Any text, with the characters that formats use for themselves more often than by chance. */
const anyText = fc.string({
  unit: fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        '"',
        "'",
        ',',
        ';',
        '|',
        '\t',
        '\n',
        '\r',
        '\\',
        ' ',
        '\u00a0',
        '\u2028',
        '\ufeff',
        '{',
        ':',
      ),
    },
    { weight: 4, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.constantFrom('\ud83d', '\ude00', '\u0301', '\u200b', '\0') },
  ),
  maxLength: 20,
});
/** A text that is not empty once blanks at its ends are gone. */
const text = anyText.filter((value) => value.trim() !== '');
/** A label that is no way to write a missing one. */
const label = fc
  .oneof(fc.constantFrom('a', 'b', '1', 'TRUE', '0.5'), anyText)
  .filter(
    (value) => !['', 'nan', '<na>', '#n/a', '#na', 'null', '\\n'].includes(cleanLabel(value).toLowerCase()),
  );
const rows = fc.array(fc.tuple(text, label), { minLength: 1, maxLength: 8 });

const expected = (entries: readonly (readonly [string, string])[]) =>
  entries.map(([first, second]) => ({ text: first.trim().toWellFormed(), label: cleanLabel(second) }));
const options = (seed: number, numRuns = 300) => ({ seed, numRuns });

describe('Whatever is written is read', () => {
  it.each([',', ';', '|', '\t'])(
    'in quoted tables parted by %j, each row with a line end of its own',
    async (separator) => {
      const card = cardOf(
        { kind: 'csv', header: true, text: 't', label: 'l', separator, quoted: true },
        'text-classification',
      );
      const cell = (value: string) => `"${value.toWellFormed().replaceAll('"', '""')}"`;
      await fc.assert(
        fc.asyncProperty(
          rows,
          fc.array(lineEnd, { minLength: 9, maxLength: 9 }),
          fc.boolean(),
          async (entries, ends, mark) => {
            const lines = [['t', 'l'], ...entries].map((row, at) => row.map(cell).join(separator) + ends[at]);
            // A mark after a line end inside quotes is taken for that of a joined file.
            const written = entries.map(
              ([a, b]) => [a, b].map((value) => value.replace(/([\r\n])\ufeff+/g, '$1')) as [string, string],
            );
            fc.pre(entries.every((row) => row.every((value) => !/[\r\n]\ufeff/.test(value))));
            expect(await read(`${mark ? '\ufeff' : ''}${lines.join('')}`, card)).toEqual(expected(written));
          },
        ),
        options(1),
      );
    },
  );

  it('in plain tables without quotes', async () => {
    const card = cardOf({ kind: 'tsv', header: false, text: 0, label: 1 }, 'text-classification');
    const plain = (value: string) => !['\t', '\r', '\n', '\ufeff', '\0'].some((unit) => value.includes(unit));
    await fc.assert(
      fc.asyncProperty(rows, lineEnd, async (entries, end) => {
        fc.pre(entries.every((row) => row.every(plain)));
        const lines = entries.map((row) => row.map((value) => value.toWellFormed()).join('\t'));
        fc.pre(!/^"?sep=/i.test(lines[0]!));
        expect(await read(lines.join(end) + end, card)).toEqual(expected(entries));
      }),
      options(2),
    );
  });

  it('as JSON, line by line or as an array, whatever the spelling of its characters', async () => {
    const plan = { text: 't', label: 'l' };
    const lines = cardOf({ kind: 'jsonl', ...plan }, 'text-classification');
    const array = cardOf({ kind: 'json', ...plan }, 'text-classification');
    const asAscii = (json: string) =>
      json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    await fc.assert(
      fc.asyncProperty(rows, lineEnd, fc.boolean(), async (entries, end, spelt) => {
        const objects = entries.map(([t, l]) => JSON.stringify({ t, l, other: { t: 1, l: [t] } }));
        const written = spelt ? objects.map(asAscii) : objects;
        expect(await read(`${written.join(end + end)}${end}`, lines)).toEqual(expected(entries));
        expect(await read(`[${end}${written.join(`,${end}`)}]`, array)).toEqual(expected(entries));
      }),
      options(3),
    );
  });

  it('as lines, in any Unicode encoding', async () => {
    const card = cardOf({ kind: 'lines' }, 'language-modelling');
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 8 }),
        lineEnd,
        fc.nat(3),
        async (texts, end, kind) => {
          const plain = texts
            .map((value) => value.replace(/[\r\n\ufeff]/g, ' ').toWellFormed())
            .filter((value) => value.trim() !== '');
          const joined = plain.join(end);
          const bytes = [
            Buffer.from(joined),
            Buffer.from(`\ufeff${joined}`),
            Buffer.from(`\ufeff${joined}`, 'utf16le'),
            Buffer.from(`\ufeff${joined}`, 'utf16le').swap16(),
          ][kind]!;
          // Many zeros without a mark are refused.
          // UTF-16 that begins with a zero has the mark of UTF-32.
          fc.pre((kind > 0 || !joined.includes('\0')) && !joined.startsWith('\0'));
          // Its first bytes may be those of another kind of file.
          const examples = await read(bytes, card);
          expect(examples.map((example) => example.text)).toEqual(plain.map((value) => value.trim()));
        },
      ),
      options(4),
    );
  });

  it('as tokens and tags, which stay in step', async () => {
    const card = cardOf({ kind: 'conll', token: 0, tag: 1 }, 'tagging');
    // White space about a token means nothing, but a token may be white space other than blanks.
    const token = anyText
      .map((value) => value.replace(/[\t\r\n\ufeff]/g, '').toWellFormed())
      .map((value) => value.trim() || value.replaceAll(' ', ''))
      .filter((value) => value !== '' && !value.startsWith('#') && !value.startsWith('-DOCSTART-'));
    const tag = fc.constantFrom('O', 'B-PER', 'I-PER', 'B-\u00e9');
    const sentence = fc.array(fc.tuple(token, tag), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(sentence, { minLength: 1, maxLength: 4 }),
        lineEnd,
        fc.constantFrom('', ' ', '\t', ' \t '),
        async (sentences, end, tail) => {
          const written = sentences
            .map((own) => own.map(([first, second]) => `${first}\t${second}${tail}${end}`).join(''))
            .join(end);
          const found = await read(written, card);
          expect(found.map(({ tokens, tags }) => tokens!.map((own, place) => [own, tags![place]]))).toEqual(
            sentences,
          );
        },
      ),
      options(5),
    );
  });
});

describe('Any bytes', () => {
  const cards = [
    cardOf({ kind: 'csv', header: true, text: 't', label: 'l' }, 'text-classification'),
    cardOf({ kind: 'csv', header: false, text: 0, label: 1, separator: ';' }, 'text-classification'),
    cardOf({ kind: 'jsonl', text: 't', label: 'l' }, 'text-classification'),
    cardOf({ kind: 'json', text: 't', labelColumns: ['l'] }, 'multi-label-classification'),
    cardOf({ kind: 'conll', token: 0, tag: 1 }, 'tagging'),
    cardOf({ kind: 'lines' }, 'language-modelling'),
    cardOf({ kind: 'tsv', header: true, text: 't', target: 'l' }, 'text-regression'),
  ];

  it('are read, or refused in one sentence', async () => {
    const pieces = fc.constantFrom(
      't,l',
      't\tl',
      '{"t":',
      '"l"',
      '[',
      ']',
      '}',
      '"',
      ',',
      ';',
      '\t',
      '\r\n',
      '\r',
      '\n',
      'a b',
      '1',
      '1.0',
      'null',
      ' ',
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((values) => Buffer.from(values)),
      fc.array(pieces, { maxLength: 24 }).map((parts) => Buffer.from(parts.join(''))),
    );
    const outcomes = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom(...cards), async (content, card) => {
        const outcome = await read(content, card).then(
          () => 'read',
          (error: unknown) => {
            expect(error).toBeInstanceOf(LabError);
            expect((error as Error).message).not.toContain('\n');
            return 'refused';
          },
        );
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }),
      options(6, 2000),
    );
    for (const outcome of ['read', 'refused']) expect(outcomes.get(outcome)).toBeGreaterThan(100);
  });
});

describe('The parts of reading', () => {
  it('lines are what a line end of any kind parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' }).map((value) => value.replace(/[\r\n]/g, ''))),
        fc.array(lineEnd, { minLength: 1 }),
        (lines, ends) => {
          const end = (at: number) => ends[at % ends.length]!;
          // CR and LF of two lines, an empty one between them, read as one end.
          fc.pre(
            lines.every((line, at) => at === 0 || line !== '' || !(end(at - 1) === '\r' && end(at) === '\n')),
          );
          expect(linesOf(lines.map((line, at) => line + end(at)).join(''))).toEqual(lines);
        },
      ),
      options(7),
    );
  });

  it('a key is found twice only where JSON holds it twice', () => {
    const key = fc.constantFrom('t', 'l', '"t"', 't":', '\\', '');
    const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('t', '"t":', '{"t":1,"t":2}', '\\"', 1, null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(key, value, { minKeys: 1, maxKeys: 4 }), value, (object, other) => {
        const names = Object.keys(object);
        const json = JSON.stringify(object);
        expect(repeatedKey(json, names, 0)).toBeUndefined();
        const doubled = `{${JSON.stringify(names[0])} : ${JSON.stringify(other)},${json.slice(1)}`;
        expect(repeatedKey(doubled, [names[0]!], 0)).toBe(names[0]);
        expect(repeatedKey(`[${json},{"x":${doubled}}]`, [names[0]!], 0)).toBe(names[0]);
      }),
      options(8, 500),
    );
  });

  it('a row is named by the line that it begins in', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', '\r', ' '), maxLength: 5 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, lineEnd, fc.nat(2)), { minLength: 1, maxLength: 6 }), (entries) => {
        let content = '';
        const starts: number[] = [];
        for (const [value, end, blanks] of entries) {
          starts.push(linesOf(`${content}x`).length);
          content += `"x${value}"${end}${end.repeat(blanks)}`;
        }
        const found: number[] = [];
        forEachRow(content, 'a', { separator: ',', quoted: true }, (_, line) => found.push(line()));
        expect(found).toEqual(starts);
      }),
      options(9),
    );
  });

  it('the plain spelling of a label is its own plain spelling, and of the same number', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer().map(String),
          fc.float({ noNaN: true }).map(String),
          fc.tuple(fc.integer(), fc.nat(3)).map(([whole, zeros]) => `${whole}.${'0'.repeat(zeros)}`),
          anyText,
        ),
        (value) => {
          const spelt = plainSpelling(value);
          expect(plainSpelling(spelt)).toBe(spelt);
          if (/^[+-]?\d+\.0*$/.test(value)) expect(Number(spelt) - Number(value)).toBe(0);
        },
      ),
      options(10, 1000),
    );
  });

  it('bytes that are UTF-8 come back as they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        fc.pre(!value.includes('\ufeff') && !value.includes('\0'));
        let decoded: string;
        try {
          decoded = decodeText(Buffer.from(value), 'a');
        } catch (error) {
          expect(error).toBeInstanceOf(LabError);
          return;
        }
        expect(decoded).toBe(value);
      }),
      options(11, 1000),
    );
  });
});
