/** A study of one's own, as a user makes it: in a folder elsewhere, without a change in the lab. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { freshFolder } from '../runner/toyStudy';
import { type Ended, ended, startLab } from './labCommand';

const here = freshFolder();
const home = freshFolder();
const file = path.join(here, 'words-and-labels.ts');
const lab = (...args: string[]): Promise<Ended> => ended(startLab(home, args, {}, here));

let written: Ended;
beforeAll(async () => {
  written = await lab('new', 'study', 'words-and-labels', '--here');
});

it('is written with a notebook, and what to do next is said', () => {
  expect(written.status, written.stderr).toBe(0);
  expect(written.stdout).toContain('npx lab run ./words-and-labels.ts --tier quick');
  expect(fs.readdirSync(here).sort()).toEqual(['words-and-labels.ipynb', 'words-and-labels.ts']);
  const { cells } = JSON.parse(fs.readFileSync(path.join(here, 'words-and-labels.ipynb'), 'utf8'));
  const code = cells.flatMap(({ source }: { source: string | string[] }) => source).join('');
  expect(code).toContain("import { wordsAndLabels } from './words-and-labels';");
});

it('does not take the place of what is there, nor a name that is none', async () => {
  const again = await lab('new', 'study', 'words-and-labels', '--here');
  expect([again.status, again.stderr]).toEqual([
    1,
    'words-and-labels.ts exists already: choose another name, or remove it.\n',
  ]);
  const odd = await lab('new', 'study', '../elsewhere', '--here');
  expect(odd.status).toBe(1);
  expect(odd.stderr).toContain('use lower-case words joined by hyphens');
});

it('runs as it stands; once a constant of its file has another value, the old numbers are not shown', async () => {
  const short = [
    '--tier',
    'quick',
    '--seeds',
    '1',
    '--levels',
    '2',
    '--arms',
    'scratch',
    'mostFrequentClass',
    'pretrained',
  ];
  const first = await lab('run', './words-and-labels.ts', ...short);
  expect(first.status, first.stderr).toBe(0);
  expect(first.stdout).toContain('Most frequent class');
  const known = await lab('list', './words-and-labels.ts');
  expect(known.stdout).toMatch(/quick .*[1-9]\d* of \d+/);

  const text = fs.readFileSync(file, 'utf8');
  const edited = text.replace('steps: 15 }', 'steps: 16 }');
  expect(edited).not.toBe(text);
  fs.writeFileSync(file, edited);
  const report = await lab('report', './words-and-labels.ts', '--tier', 'quick', '--seeds', '1');
  expect(report.status).toBe(1);
  expect(report.stderr).toContain('changed since: settings of finetuning');
  expect(report.stderr).toContain("'lab run ./words-and-labels.ts --tier quick' computes them anew");
}, 120_000);
