import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dataCommand } from '../../src/cli/data';
import { ownFolder } from './mirror';

const folder = ownFolder();
let output = '';
beforeEach(() => {
  output = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

async function run(...words: string[]): Promise<void> {
  const command = dataCommand().exitOverride();
  for (const part of command.commands) part.exitOverride();
  await command.parseAsync(words, { from: 'user' });
}

describe('lab data', () => {
  it('lists every card and whether its files are there', async () => {
    await run('list');
    expect(output).toMatch(/wordnet-glosses +text-classification, 21\.8 MB, ready/);
    expect(output).toMatch(/sst2 +text-classification, 1\.0 MB, to fetch: lab data get sst2/);
    output = '';
    await run('list', '--json');
    const entries = JSON.parse(output) as { name: string; present: boolean; bytes: number }[];
    expect(entries.find(({ name }) => name === 'wordnet-glosses')).toMatchObject({
      present: true,
      bytes: 21_791_603,
    });
  });

  it('gets and checks a dataset', async () => {
    await run('get', 'cellars');
    expect(output).toMatch(/^cellars: 1 file verified in .*cellars\n$/);
    output = '';
    await run('check', 'cellars');
    expect(output).toBe(
      '✓ cellars: 810 pretraining texts, 810 labelled, 150 dev, 240 test, 3 labels, no leak\n',
    );
    output = '';
    await run('get', 'cellars', '--json');
    expect(JSON.parse(output)).toMatchObject([{ name: 'cellars', files: [{ path: 'notes.jsonl' }] }]);
  });

  it('says what is broken in a card of your own, and exits with 1', async () => {
    const card = path.join(folder, 'mine.json');
    fs.writeFileSync(
      card,
      JSON.stringify({
        name: 'mine',
        task: 'language-modelling',
        files: [{ path: 'a.txt' }],
        format: { kind: 'lines' },
      }),
    );
    await run('check', card, 'cellars');
    expect(output).toMatch(/^✗ .*mine\.json: The file a\.txt of mine is not beside its card.*\n✓ cellars/);
    expect(process.exitCode).toBe(1);
    output = '';
    await run('check', card, '--json');
    expect(JSON.parse(output)).toMatchObject([{ state: 'broken' }]);
  });

  it('makes a card of a file, tells what was guessed, and never overwrites one unasked', async () => {
    const place = path.join(folder, 'notes.csv');
    const rows = Array.from(
      { length: 20 },
      (_, k) => `word${k} of line${k} in file${k},${k % 2 ? 'odd' : 'even'}`,
    );
    fs.writeFileSync(place, `text,label\n${rows.join('\n')}\n`);
    const card = path.join(folder, 'notes.card.json');
    await run('new', place);
    expect(output).toContain(`${card}: text-classification\n`);
    expect(output).toContain("  guessed: the text is the column 'text' (its name)\n");
    expect(output).toContain(
      '✓ notes: 14 pretraining texts, 14 labelled, 2 dev, 4 test, 2 labels, no leak\n',
    );
    expect(output).toContain(`lab.loadDataset('${card}')`);
    const written = fs.readFileSync(card, 'utf8');
    expect(JSON.parse(written)).toMatchObject({ name: 'notes', labels: ['even', 'odd'] });
    fs.writeFileSync(card, '{"mine": true}');
    await expect(run('new', place)).rejects.toThrow('is there already: choose another place with --out');
    expect(fs.readFileSync(card, 'utf8')).toBe('{"mine": true}');
    await run('new', place, '--force');
    expect(fs.readFileSync(card, 'utf8')).toBe(written);
    output = '';
    await run('check', card);
    expect(output).toMatch(/^✓ .*notes\.card\.json: 14 pretraining texts/);
  });

  it('makes a card at another place, as JSON for machines, and writes none where it is refused', async () => {
    const place = path.join(folder, 'corpus.txt');
    fs.writeFileSync(
      place,
      Array.from({ length: 20 }, (_, k) => `word${k} of line${k} in file${k}`).join('\n'),
    );
    const card = path.join(folder, 'own.json');
    await run('new', place, '--out', card, '--json');
    expect(JSON.parse(output)).toMatchObject({ card, found: '14 pretraining texts, 2 dev, 4 test, no leak' });
    await expect(run('new', place, '--out', path.join(folder, 'own.txt'))).rejects.toThrow(
      'must end in .json',
    );
    await expect(run('new', place, '--out', path.join(folder, 'deep/own.json'))).rejects.toThrow(
      'beside or above',
    );
    const data = path.join(folder, 'data.json');
    fs.writeFileSync(data, '[{"text": "a"}]');
    await expect(run('new', data, '--out', data, '--force')).rejects.toThrow(
      'is the file that the card would describe',
    );
    fs.writeFileSync(place, '');
    await expect(run('new', place, '--out', path.join(folder, 'none.json'))).rejects.toThrow('is empty');
    expect(fs.existsSync(path.join(folder, 'none.json'))).toBe(false);
  });

  it('tells what was passed over in a folder of pictures, and what pairs are', async () => {
    const png = fs.readFileSync(path.join(__dirname, 'pictures/alpha.png'));
    fs.mkdirSync(path.join(folder, 'photos/a/.thumbs'), { recursive: true });
    for (const file of ['photos/a/0.png', 'photos/a/.thumbs/0.png'])
      fs.writeFileSync(path.join(folder, file), png);
    fs.writeFileSync(path.join(folder, 'photos/a/notes.txt'), 'words');
    await run('new', path.join(folder, 'photos'));
    expect(output).toContain(
      '1 hidden file passed over; 1 file of kinds that are not read was passed over (1 .txt)\n',
    );
    expect(output).toContain('lab.loadImages(');
    output = '';
    const pairs = path.join(folder, 'pairs.csv');
    const rows = Array.from({ length: 20 }, (_, k) => `red${k} blue${k},green${k} grey${k},${k / 3}`);
    fs.writeFileSync(pairs, `sentence1,sentence2,score\n${rows.join('\n')}\n`);
    await run('new', pairs);
    expect(output).toContain('14 pairs with a number, 2 dev, 4 test');
  });

  it('helps with names and options that are misspelt', async () => {
    await expect(run('get', 'cellar')).rejects.toThrow(
      "There is no dataset 'cellar': did you mean 'cellars'?",
    );
    await expect(run('lits')).rejects.toThrow("unknown command 'lits'");
    expect(output).toContain('(Did you mean list?)');
    await expect(run('list', '--jsn')).rejects.toThrow("unknown option '--jsn'");
    expect(output).toContain('(Did you mean --json?)');
  });
});
