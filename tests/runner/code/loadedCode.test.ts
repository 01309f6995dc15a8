import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from './tree';

const repository = path.resolve(__dirname, '../../..');

/** A copy of the program, with the packages and kernels of this one, in which files may be edited. */
function copiedProgram(): string {
  const folder = folderWith({});
  for (const name of ['dist', 'src/engine/native', 'package.json'])
    fs.cpSync(path.join(repository, name), path.join(folder, name), { recursive: true });
  for (const name of ['node_modules', 'datasets'])
    fs.symlinkSync(path.join(repository, name), path.join(folder, name));
  return folder;
}

/** What a process says that loads the program, has a file edited, and asks whether that matters. */
function afterEdit(edit: string, names: readonly string[]): string {
  const script = `
    const fs = require('node:fs');
    require('./dist/data/seededRandom.js'); // before anything watches
    const { refuseEditedCode } = require('./dist/runner/code/codeVersion.js');
    require('./dist/models/lbfgs.js');
    require('./dist/engine/kernelLibrary.js');
    (async () => {
    await import('./dist/models/tfidf.js'); // as the program imports on demand
    const replace = (file, from, to) => {
      const text = fs.readFileSync(file, 'utf8');
      if (!text.includes(from)) throw new Error('nothing to replace in ' + file);
      fs.writeFileSync(file, text.replace(from, to));
    };
    ${edit}
    try { refuseEditedCode(${JSON.stringify(names)}); console.log('passed'); } catch (error) { console.log(error.message); }
    })();`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
    cwd: copiedProgram(),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.trim();
}

const [random, lbfgs, tfidf] = ['data/seededRandom', 'models/lbfgs', 'models/tfidf'];
const native = 'engine/native/gelu.h';
const loaded = [random, lbfgs, tfidf, 'engine/kernelLibrary', native, 'models/transformerEncoder'];
const later = 'const time = new Date(Date.now() + 36e5);';

describe('a program that is edited while a process runs it', () => {
  it('passes while nothing has changed, whatever the clock says', () => {
    const touched = `${later} for (const name of fs.readdirSync('dist/models')) fs.utimesSync('dist/models/' + name, time, time);`;
    expect(afterEdit(touched, loaded)).toBe('passed');
  });

  it('passes where comments changed, or modules that were not loaded or not asked for', () => {
    const edit = `
      fs.appendFileSync('dist/models/lbfgs.js', '// more');
      fs.appendFileSync('src/engine/native/gelu.h', '// more');
      fs.appendFileSync('dist/models/transformerEncoder.js', '\\nlet added;');
      fs.appendFileSync('dist/data/seededRandom.js', '\\nlet added;');`;
    expect(afterEdit(edit, loaded.slice(1))).toBe('passed');
  });

  it('is refused where a module changed that was loaded before, or after, loading was watched', () => {
    const restart = 'was changed since it was loaded here: restart the kernel or the command.';
    for (const name of [random, lbfgs, tfidf]) {
      // The old time, so that only the content tells.
      const edit = `
        const file = 'dist/${name}.js';
        const { atime, mtime } = fs.statSync(file);
        fs.appendFileSync(file, '\\nlet added;');
        fs.utimesSync(file, atime, mtime);`;
      expect(afterEdit(edit, loaded)).toBe(`${name} ${restart}`);
    }
  });

  it('is refused where the source of a kernel changed', () => {
    expect(afterEdit("replace('src/engine/native/gelu.h', '0.044715f', '0.044716f');", loaded)).toBe(
      `${native} was changed since it was loaded here: run 'npm run setup', then restart the kernel or the command.`,
    );
  });
});
