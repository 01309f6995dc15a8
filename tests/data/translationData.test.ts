/** Pairs of sentences: the tokenizer of both sides, the reader of a wheel, and a card of one's own. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { trainCasedTokenizer } from '../../src/data/casedTokenizer';
import { loadDataset } from '../../src/data/dataset';
import { germanInterfaceStrings, interfaceFiles } from '../../src/data/interfaceStrings';
import { wheelCorpus } from '../../src/data/wheelCorpus';
import { LexicalTranslation } from '../../src/models/lexicalTranslation';
import { nearestRows } from '../../src/recipes/classicalTranslators';
import type { TranslationTextData } from '../../src/recipes/translationData';
import { translationTexts } from '../../src/recipes/translationTexts';
import { freshFolder } from '../runner/toyStudy';
import { ownFolder } from './mirror';

ownFolder();
const mirror = process.env.LAB_DATA_MIRROR;
afterEach(() => {
  if (mirror === undefined) delete process.env.LAB_DATA_MIRROR;
  else process.env.LAB_DATA_MIRROR = mirror;
});

describe('a tokenizer that keeps case, accents and punctuation', () => {
  const texts = [
    'Gerät über WLAN verbinden.',
    'Das Gerät ist über Bluetooth verbunden!',
    'Über das Gerät (neu)',
  ];
  const tokenizer = trainCasedTokenizer([...texts, ...texts], { vocabularySize: 120, special: ['[START]'] });

  it('gives back what it was given, spaces made single', () => {
    for (const text of texts) expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    expect(tokenizer.decode(tokenizer.encode('  Gerät \n über '))).toBe('Gerät über');
    // Composed and decomposed letters are one.
    expect([...tokenizer.encode('Gera\u0308t')]).toEqual([...tokenizer.encode('Gerät')]);
  });

  it('never reads a special token out of text, and knows its own by name', () => {
    expect([...tokenizer.encode('[START] [MASK]')]).not.toContain(tokenizer.token('[START]'));
    expect(tokenizer.token('[PAD]')).toBe(0);
    expect(() => tokenizer.token('Gerät')).toThrow("There is no special token 'Gerät'");
    expect(tokenizer.decode([tokenizer.token('[START]'), ...tokenizer.encode('neu')])).not.toMatch(/START/);
  });

  it('says where it cannot read, and refuses ids and vocabularies that cannot be', () => {
    expect(tokenizer.decode(tokenizer.encode('Gerät Ж'))).toBe('Gerät ⁇');
    expect(() => tokenizer.decode([999])).toThrow('There is no piece 999');
    expect(() => trainCasedTokenizer(texts, { vocabularySize: 10 })).toThrow(/raise it/);
    expect([...tokenizer.encode('x'.repeat(200))]).toEqual([tokenizer.token('[UNK]')]);
  });
});

describe('strings of an interface', () => {
  const entries = new Map([
    ['homeassistant/components/b/translations/en.json', JSON.stringify({ a: 'Turn on light', c: 'Wi-Fi' })],
    ['homeassistant/components/b/translations/de.json', JSON.stringify({ a: 'Licht an', c: 'WLAN' })],
    [
      'homeassistant/components/a/translations/en.json',
      JSON.stringify({
        x: { y: 'Turn  on light', m: 'See {link} now', s: 'Home Assistant' },
        z: 'Only here today',
      }),
    ],
    [
      'homeassistant/components/a/translations/de.json',
      JSON.stringify({ x: { y: 'Licht einschalten', m: 'Siehe {link} jetzt', s: 'Home Assistant' } }),
    ],
  ]);

  it('are pairs by key, each English one once, without markup, single words and what is alike', () => {
    expect(germanInterfaceStrings(entries)).toEqual({
      'pairs.jsonl': '{"en":"Turn on light","de":"Licht einschalten"}\n',
    });
    expect([...entries.keys()].every((name) => interfaceFiles('de').test(name))).toBe(true);
    expect(interfaceFiles('de').test('homeassistant/components/a/translations/fr.json')).toBe(false);
  });

  it('are refused from a wheel that is another file, and from a reader that there is not', async () => {
    const folder = freshFolder();
    process.env.LAB_DATA_MIRROR = folder;
    fs.mkdirSync(path.join(folder, 'homeassistant'));
    const place = path.join(folder, 'homeassistant', 'x.whl');
    fs.writeFileSync(place, 'no zip');
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const source = {
      ...({ kind: 'pypi' } as const),
      ...{ package: 'homeassistant', version: '1', reader: 'interface-strings-de' },
      wheel: { path: 'x.whl', bytes: 6, sha256: sha256('other!') },
    } as const;
    await expect(wheelCorpus('strings', source, folder)).rejects.toThrow(
      /x\.whl has the SHA-256 .* so it is another file than strings is made of/,
    );
    const right = { ...source, wheel: { ...source.wheel, sha256: sha256('no zip') } };
    await expect(wheelCorpus('strings', right, folder)).rejects.toThrow(
      /cannot be read \(.+\): fetch it again/,
    );
    await expect(
      wheelCorpus('strings', { ...source, reader: 'interface-strings-fr' }, folder),
    ).rejects.toThrow("did you mean 'interface-strings-de'?");
    expect(fs.readdirSync(folder)).toEqual(['homeassistant']);
  });
});

describe('a card of pairs', () => {
  function card(folder: string, change: object = {}): string {
    const rows = Array.from({ length: 60 }, (_, k) => ({
      en: `The ${['red', 'old', 'new'][k % 3]} thing number ${k} is ${'abcdefghij'[k % 10]!.repeat(1 + (k % 7))} today`,
      de: `Ding ${k} ist heute ${'abcdefghij'[k % 10]!.repeat(1 + (k % 7))}`,
    }));
    fs.writeFileSync(path.join(folder, 'p.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
    const file = path.join(folder, 'pairs.json');
    const facts = { name: 'pairs', description: 'Pairs.', licence: 'CC0', citation: 'None.' };
    fs.writeFileSync(
      file,
      JSON.stringify({
        ...{ ...facts, task: 'translation', homepage: 'https://example.org', source: { kind: 'local' } },
        ...{ files: [{ path: 'p.jsonl' }], format: { kind: 'jsonl', text: 'en', secondText: 'de' } },
        splits: { sizes: { dev: 10, test: 10 }, seed: 1 },
        ...{ labels: [], metrics: ['bleu'], nearDuplicateThreshold: 1 },
        ...change,
      }),
    );
    return file;
  }

  it('becomes pairs in three splits, and unpaired texts of both languages', async () => {
    const target = card(freshFolder());
    const { pairs } = await loadDataset(target);
    expect([pairs!.train.length, pairs!.dev.length, pairs!.test.length]).toEqual([40, 10, 10]);
    const recipe = translationTexts({ cards: { target } }).recipe as unknown as {
      prepare(context: object): Promise<TranslationTextData>;
    };
    const settings = { pairs: { vocabularySize: 200, devLimit: 5, testLimit: 7 } };
    const data = await recipe.prepare({ cards: { target }, settings, options: {} });
    expect([data.pool.sources.length, data.dev.sources.length, data.test.sources.length]).toEqual([40, 5, 7]);
    const key = (ids: Int32Array) => ids.join();
    expect(data.corpora.target.map(key).sort()).toEqual(data.pool.targetIds.map(key).sort());
    expect(data.corpora.target.map(key)).not.toEqual(data.pool.targetIds.map(key));
    await expect(
      recipe.prepare({ cards: { target: 'wordnet-glosses' }, settings, options: {} }),
    ).rejects.toThrow('its texts have no translations');
  });

  it('must say where the translation is', async () => {
    const target = card(freshFolder(), { format: { kind: 'jsonl', text: 'en' } });
    await expect(loadDataset(target)).rejects.toThrow(
      "has the task translation, and does not say where the translation is: add 'secondText' to 'format'.",
    );
  });
});

describe('translation word by word', () => {
  const sources = ['the house', 'the book', 'a book'];
  const targets = ['das Haus', 'das Buch', 'ein Buch'];

  it('finds which words belong together from sentences alone', () => {
    const table = LexicalTranslation.fit(sources, targets, 20);
    expect(table.translate('the house')).toBe('das Haus');
    expect(table.translate('A house')).toBe('ein Haus');
    expect(table.translate('my book')).toBe('my Buch');
    const sum = ['das', 'Haus', 'Buch', 'ein'].reduce((all, word) => all + table.probability('the', word), 0);
    expect(sum).toBeCloseTo(1, 10);
    expect(() => LexicalTranslation.fit([], [])).toThrow('give at least one pair');
  });

  it('after one round gives every word the share of its neighbours', () => {
    // 'house' stands with 'das' and 'Haus', each shared among nobody, 'the' and 'house'.
    expect(LexicalTranslation.fit(sources, targets, 1).probability('house', 'Haus')).toBeCloseTo(0.5, 10);
  });
});

describe('the nearest known sentence', () => {
  it('is the row with the largest product, the first of equals, and the first of all where none is near', () => {
    const sparse = (rows: number[][]) => ({
      kind: 'sparse' as const,
      rows: rows.length,
      columns: 3,
      rowOffsets: Int32Array.from([0, ...rows.map((_, k) => 3 * (k + 1))]),
      columnIndices: Int32Array.from(rows.flatMap(() => [0, 1, 2])),
      values: Float64Array.from(rows.flat()),
    });
    const known = sparse([
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
      [0.6, 0.8, 0],
    ]);
    expect(
      nearestRows(
        sparse([
          [0, 1, 0],
          [1, 0.5, 0],
          [0, 0, 1],
        ]),
        known,
      ),
    ).toEqual([1, 0, 0]);
  });
});
