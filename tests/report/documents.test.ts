import * as path from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../src/paths';
import { allDocuments, checkDocument } from '../../src/report/documents';

const named = allDocuments().map((file) => [path.relative(projectRoot, file), file] as const);

it('there are README, docs and notebooks to compare', () => {
  const names = named.map(([name]) => name);
  expect(names).toEqual(expect.arrayContaining(['README.md', path.join('docs', 'findings.md')]));
  expect(names.filter((name) => name.endsWith('.ipynb')).length).toBeGreaterThan(6);
});

it.each(named)(
  '%s shows what the records have',
  (_, file) => {
    expect(checkDocument(file).faults).toEqual([]);
  },
  60_000,
);
