import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { expect, it } from 'vitest';

it('every file passes the linter', () => {
  const run = spawnSync('node_modules/.bin/biome', ['check', '.', '--diagnostic-level=error'], {
    encoding: 'utf8',
  });
  expect(run.status, run.stdout + run.stderr).toBe(0);
});

it('sources, tests and set-up scripts pass the strict type check', () => {
  const compiler = 'node_modules/typescript/bin/tsc';
  const run = spawnSync(process.execPath, [compiler, '-p', 'tests/tsconfig.json', '--pretty', 'false'], {
    encoding: 'utf8',
  });
  expect(run.status, run.stdout).toBe(0);
});

it('the README has at most 150 lines', () => {
  expect(fs.readFileSync('README.md', 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(150);
});

it('the table of rooms names each room of src and none that is not there', () => {
  const lines = fs.readFileSync('docs/rooms.md', 'utf8').split('\n');
  const table = lines.filter((line) => line.startsWith('| `'));
  const named = table.flatMap((line) =>
    line
      .split('|')[1]!
      .match(/`[^`]+`/g)!
      .map((name) => name.slice(1, -1)),
  );
  const rooms = fs.readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(named.filter((name) => name.startsWith('src/')).sort()).toEqual(
    rooms.map(({ name }) => `src/${name}/`).sort(),
  );
  for (const name of named) expect(fs.existsSync(name), name).toBe(true);
});
