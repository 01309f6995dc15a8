import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandList } from '../../src/cli/commandList';

const root = path.resolve(__dirname, '../..');

describe('the list of commands', () => {
  it.each(commandList)('describes $name as it describes itself', async ({ name, description, load }) => {
    const command = await load();
    expect([command.name(), command.description()]).toEqual([name, description]);
  });

  it.each([
    ['--help'],
    ['bench', '--help'],
    ['precision', '--help'],
    ['data', 'list'],
    ['notebook', '--help'],
    ['doctor', '--help'],
  ])('loads no engine for lab %s %s', (...words) => {
    const told =
      'process.on("exit", () => console.error(Object.keys(require.cache).some((file) => /tfjs-node-gpu/.test(file))))';
    const hook = `data:text/javascript,${encodeURIComponent(`import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(path.join(root, 'x.js'))}); ${told}`)}`;
    const run = spawnSync(
      process.execPath,
      ['--import', hook, path.join(root, 'dist/cli/main.js'), ...words.filter((word) => word !== undefined)],
      { encoding: 'utf8' },
    );
    expect(run.status, run.stderr).toBe(0);
    expect(run.stderr.trim()).toBe('false');
  });
});
