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
