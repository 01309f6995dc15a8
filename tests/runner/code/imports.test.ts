// biome-ignore-all lint/suspicious/noTemplateCurlyInString: program texts under test
import { describe, expect, it } from 'vitest';
import { importsOf } from '../../../src/runner/code/imports';

describe('imports of a program text', () => {
  it.each([
    ['default', "import a from 'x';"],
    ['named', "import { a, b as c } from 'x';"],
    ['namespace', "import * as a from 'x';"],
    ['side effect', "import 'x';"],
    ['types and values', "import { type A, b } from 'x';"],
    ['re-export of names', "export { a } from 'x';"],
    ['re-export of a type and a value', "export { type A, b } from 'x';"],
    ['re-export of everything', "export * from 'x';"],
    ['re-export as a name', "export * as a from 'x';"],
    ['import equals', "import a = require('x');"],
    ['require', "const a = require('x');"],
    ['require of a part', "const { a } = require('x').b;"],
    ['require deep inside', "function f() { return () => [{ a: require('x') }]; }"],
    ['require in a template', 'const a = require(`x`);'],
    ['require in parentheses', "const a = (require)(('x'));"],
    ['module.require', "const a = module.require('x');"],
    ['compiled', 'const a = __importStar(require("x"));'],
    ['compiled re-export', '__exportStar(require("x"), exports);'],
    ['dynamic', "const a = async () => (await import('x')).b;"],
    ['dynamic, compiled', "Promise.resolve().then(() => __importStar(require('x')))"],
    ['createRequire at once', "createRequire(__filename)('x');"],
    ['createRequire, compiled', "(0, node_module_1.createRequire)(__filename)('x');"],
    ['createRequire in a variable', "const load = createRequire(import.meta.url); f(() => load('x'));"],
    [
      'createRequire used above its line',
      "const f = () => load('x'); const load = createRequire(__filename);",
    ],
    ['resolved', "fork(require.resolve('x'));"],
  ])('%s', (_, text) => {
    expect(importsOf(text, 'a.ts')).toEqual({ modules: ['x'], computed: [] });
  });

  it.each([
    ["import type { A } from 'x';"],
    ["import type * as a from 'x';"],
    ["import { type A, type B } from 'x';"],
    ["export type { A } from 'x';"],
    ["export type * from 'x';"],
    ["export { type A } from 'x';"],
    ["import type a = require('x');"],
    ["type A = import('x').A;"],
    ["const a = 'require(\"x\")'; // import 'x';"],
    ['/import "x"/.test(a); `import(${b})`;'],
    ["lab.required('x'); o.requires; ({ require: 1 });"],
    ["require.cache; require.main === module; typeof require === 'function';"],
    ['createRequire(__filename).resolve(`${name}/package.json`);'],
  ])('not %s', (text) => {
    expect(importsOf(text, 'a.ts')).toEqual({ modules: [], computed: [] });
  });

  it.each([
    ['require(name)', 'require(name)'],
    ['import(`./${name}`)', 'import(`./${name}`)'],
    ['const a = 1;\nmodule.require(a + b)', 'module.require(a + b)'],
    ['createRequire(__filename)(name)', 'createRequire(__filename)(name)'],
    ["createRequire('/elsewhere/a.js')('./x')", "createRequire('/elsewhere/a.js')('./x')"],
    ["const load = createRequire(place); load('./x');", "load('./x')"],
    ['load(require)', 'load(require)'],
    ['const r = require; r(name);', 'r = require'],
    ['load(createRequire(__filename))', 'load(createRequire(__filename))'],
    ['const o = { require };', 'require'],
  ])('tells of %s, whose module is computed', (text, told) => {
    const { modules, computed } = importsOf(text, 'a.ts');
    expect(modules).toEqual([]);
    expect(computed).toEqual([{ line: text.split('\n').length, text: told }]);
  });

  it('gives each module once, in order', () => {
    const text = "import './b'; import { a } from './a'; require('./b'); import('./c');";
    expect(importsOf(text, 'a.js').modules).toEqual(['./b', './a', './c']);
  });
});
