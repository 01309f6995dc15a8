import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CodeReader } from '../../../src/runner/code/codeVersion';
import { exportedModules, usesOf } from '../../../src/runner/code/labExports';
import { parse } from '../../../src/runner/code/typescriptParser';
import { folderWith } from './tree';

describe('what a program uses of the library', () => {
  const uses = (text: string) => {
    const found = usesOf(parse(text, 'a.js'));
    return found === 'all' ? 'all' : [...found].sort();
  };

  it.each([
    ["import * as lab from 'pretraining-lab'; lab.a(lab.b.c);", ['a', 'b']],
    ["import { a, b as c } from 'pretraining-lab'; c();", ['a', 'b']],
    ["import * as lab from 'pretraining-lab'; lab['a'](); const { lab: x } = y; x.lab; ({ lab: 1 });", ['a']],
    ["import * as lab from 'pretraining-lab'; const { a, b: c, ...d } = lab;", 'all'],
    ["import * as lab from 'pretraining-lab'; const { a, b: c } = lab;", ['a', 'b']],
    ["import * as lab from 'pretraining-lab'; const f = () => tools.a; const tools = lab;", ['a']],
    ["import * as lab from 'pretraining-lab'; typeof lab;", []],
    ["import * as lab from 'pretraining-lab'; lab[name];", 'all'],
    ["import * as lab from 'pretraining-lab'; f(lab);", 'all'],
    ["import * as lab from 'pretraining-lab'; const o = { lab };", 'all'],
    ["import * as lab from 'pretraining-lab'; export { lab };", 'all'],
    ["import * as lab from 'pretraining-lab'; let x; x = lab; x.a;", 'all'],
    ["export { a, b as c } from 'pretraining-lab';", ['a', 'b']],
    ["export * from 'pretraining-lab';", 'all'],
    ["const lab = require('pretraining-lab'); lab.a;", ['a']],
    ["const lab = __importStar(require('pretraining-lab')); (0, lab.a)();", ['a']],
    ["const { a } = require('pretraining-lab');", ['a']],
    ["require('pretraining-lab').a;", ['a']],
    ["f(require('pretraining-lab'));", 'all'],
    ["async () => { const { a } = await import('pretraining-lab'); }", ['a']],
    ["async () => (await import('pretraining-lab')).a;", ['a']],
    ["async () => f(await import('pretraining-lab'));", 'all'],
    ["import 'pretraining-lab';", []],
    ["import * as lab from 'other'; lab.a;", []],
  ])('%s', (text, expected) => {
    expect(uses(text)).toEqual(expected);
  });
});

describe('the modules behind the exports', () => {
  const library = (index: string) => {
    const root = folderWith({
      [index]:
        "export { a, type T } from './models/a';\nexport { inner as b } from './models/b';\n" +
        "export type { U } from './models/u';\nexport * from './models/star';\nexport * as whole from './models/whole';",
      'models/a.ts': 'export const a = 1; export type T = 1;',
      'models/b.ts': 'export const inner = 2;',
      'models/star.ts':
        "export const c = 3; export { d } from './deep'; export function e() {} const hidden = 1;",
      'models/deep.ts': 'export const d = 4;',
      'models/u.ts': 'export type U = 1;',
      'models/whole.ts': 'export const w = 1;',
    });
    return Object.fromEntries(
      [...exportedModules(root)].map(([name, file]) => [name, path.relative(root, file)]),
    );
  };

  it.each(['index.ts', 'index.d.ts'])('are found through %s', (index) => {
    expect(library(index)).toEqual({
      a: 'models/a.ts',
      b: 'models/b.ts',
      c: 'models/star.ts',
      d: 'models/deep.ts',
      e: 'models/star.ts',
      whole: 'models/whole.ts',
    });
  });

  it('are the same in src and dist', () => {
    const named = (folder: string) => {
      const root = path.resolve(__dirname, '../../..', folder);
      return Object.fromEntries(
        [...exportedModules(root)].map(([name, file]) => [name, new CodeReader(root).programName(file)]),
      );
    };
    expect(named('dist')).toEqual(named('src'));
    expect(named('dist').transformerEncoder).toBe('models/transformerEncoder');
  });
});
