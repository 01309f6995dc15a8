import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { installationFolder } from '../../src/paths';
import { freshFolder } from '../runner/toyStudy';

const python = installationFolder('python', 'bin', 'python');

it.skipIf(!fs.existsSync(python))(
  'a column called by what would clear the screen is printed in words, on a terminal',
  () => {
    const folder = freshFolder();
    const file = path.join(folder, 'rows.csv');
    const rows = Array.from({ length: 12 }, (_, k) => `some words of row ${k} here,${k % 2 ? 'yes' : 'no'}`);
    fs.writeFileSync(file, `a\u001b[2J\u202etext,label\n${rows.join('\n')}\n`);
    const command = [process.execPath, path.resolve('dist/cli/main.js'), 'data', 'new', file];
    const program = `import pty, sys; sys.exit(pty.spawn(${JSON.stringify(command)}) >> 8)`;
    const { stdout } = spawnSync(python, ['-c', program], {
      encoding: 'utf8',
      env: { ...process.env, LAB_HOME: folder },
    });
    expect(stdout).toContain('a\\u001b[2J\\u202etext');
    expect(stdout).not.toContain('\u001b[2J');
    expect(stdout).not.toContain('\u202e');
  },
);
