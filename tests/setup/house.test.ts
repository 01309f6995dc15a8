import { spawnSync } from 'node:child_process';
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
