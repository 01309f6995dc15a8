import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { callerFile } from '../../src/form/callerFile';
import { loadOwnModule } from '../../src/runner/code/ownModule';
import { folderWith } from '../runner/code/tree';

const compiled = path.resolve(__dirname, '../../dist/form/callerFile.js');

const define = () => callerFile(1);

describe('the file of a caller', () => {
  it('is found under the test runner, also through functions of Node', () => {
    expect(callerFile(0)).toBe(__filename);
    expect(define()).toBe(__filename);
    expect([0].map(define)).toEqual([__filename]);
  });

  it('is found in own files, whatever they are compiled to', () => {
    const folder = folderWith({
      'define.js': `const { callerFile } = require(${JSON.stringify(compiled)});
        exports.define = () => callerFile(1); exports.deep = () => callerFile(1000);`,
      'a.ts':
        "import { define, deep } from './define.js';\ninterface A {}\nexport const [file, none] = [define(), deep()];",
    });
    expect(loadOwnModule(path.join(folder, 'a.ts'))).toEqual({
      file: path.join(folder, 'a.ts'),
      none: undefined,
    });
  });

  it('is found in a plain process, in scripts and in modules, and leaves traces as they were', () => {
    const folder = folderWith({
      'define.cjs': `const { callerFile } = require(${JSON.stringify(compiled)}); exports.define = () => callerFile(1);`,
      'a.cjs':
        "const { define } = require('./define.cjs'); console.log(define()); Promise.resolve().then(() => console.log(define()));",
      'b.mjs': `import { define } from './define.cjs'; console.log(define());
        Error.stackTraceLimit = 1; define(); console.log(new Error('x').stack.split('\\n').length);`,
    });
    const run = (name: string) =>
      spawnSync(process.execPath, [name], { cwd: folder, encoding: 'utf8' }).stdout.trim().split('\n');
    const script = path.join(folder, 'a.cjs');
    expect(run('a.cjs')).toEqual([script, script]);
    expect(run('b.mjs')).toEqual([path.join(folder, 'b.mjs'), '2']);
  });
});
