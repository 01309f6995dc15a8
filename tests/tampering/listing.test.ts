/** TAMPERING.md: every edit that the tests beside it try, and what finds it. `LAB_WRITE=1 npx vitest run listing` writes it. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { markdownEdits, outputEdits, reportEdits } from './documentEdits';
import type { Edit } from './edit';
import { recordEdits } from './recordEdits';
import { registrationEdits } from './registrationEdits';
import { stateEdits, tuningEdits } from './stateEdits';

const unlisted: readonly Edit[] = [
  {
    what: 'an output without saying which record it shows',
    caughtBy: 'lab verify --documents: its marks, or what the cell shows by its source',
  },
  { what: 'an output deleted, or of another tier', caughtBy: 'lab verify --documents' },
  { what: 'a printed number', caughtBy: 'lab verify --documents: the hash of the outputs' },
  {
    what: 'a printed number, and the hash of the outputs made anew',
    caughtBy: 'nothing but lab execute: what a cell prints stands nowhere else',
    caught: false,
  },
];
const groups: Readonly<Record<string, readonly Edit[]>> = {
  'Records (their checksum made anew)': [
    ...recordEdits,
    { what: 'the date of recording', caughtBy: 'lab verify: what else the record says' },
  ],
  'Records (as text)': [
    {
      what: 'a digit, a word, a line or the checksum',
      caughtBy: 'lab verify, lab report, lab export: the checksum',
    },
  ],
  'Outputs of notebooks (their hash made anew)': [...outputEdits, ...unlisted],
  Reports: reportEdits,
  'Markdown documents': markdownEdits,
  'Registrations (their hash made anew)': registrationEdits,
  'Tunings (their checksum made anew)': [
    ...tuningEdits,
    { what: 'a digit of a tuning, and no checksum', caughtBy: 'its checksum, wherever it is read' },
  ],
  'Store, caches, data and code': Object.values(stateEdits),
};

function listing(): string {
  const all = Object.values(groups).flat();
  const missed = all.filter(({ caught }) => caught === false);
  const rows = (edits: readonly Edit[]) =>
    edits.map(({ what, caughtBy, caught = true }) => `| ${what} | ${caught ? 'yes' : 'no'} | ${caughtBy} |`);
  const parts = Object.entries(groups).flatMap(([title, edits]) => [
    `## ${title}`,
    '',
    '| edit | caught | by |',
    '|---|---|---|',
    ...rows(edits),
    '',
  ]);
  return [
    '# Edits by hand',
    '',
    'What somebody can change by hand in what the lab writes, and what finds it. Each row is a test of this folder.',
    'Checksums and hashes that anybody can compute are made anew first: there is no secret key, so what protects a number',
    'is that it can be computed again.',
    '',
    `${all.length} edits; ${all.length - missed.length} are caught.`,
    '',
    ...parts,
  ].join('\n');
}

it('lists every edit, and what finds it', () => {
  const file = path.join(__dirname, 'TAMPERING.md');
  if (process.env.LAB_WRITE === '1') fs.writeFileSync(file, listing());
  expect(fs.readFileSync(file, 'utf8')).toBe(listing());
});

it('names each edit once within its kind', () => {
  for (const edits of Object.values(groups))
    expect(new Set(edits.map(({ what }) => what)).size).toBe(edits.length);
});
