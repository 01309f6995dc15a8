import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LabError } from '../../../src/errors';
import { CodeReader, refuseEditedCode } from '../../../src/runner/code/codeVersion';
import { loadOwnModule } from '../../../src/runner/code/ownModule';
import { differing, folderWith, writeInto } from './tree';

const repository = path.resolve(__dirname, '../../..');

/** Not inside a test, since Node keeps modules of the library for the whole file. */
let home: string;
beforeAll(() => {
  home = fs.mkdtempSync(path.join(repository, '.lab', 'own-test-'));
  process.env.LAB_HOME = home;
});
afterAll(() => {
  delete process.env.LAB_HOME;
  fs.rmSync(home, { recursive: true, force: true });
});

function refusal(files: Readonly<Record<string, string>>, name = Object.keys(files)[0]!): string {
  const folder = folderWith(files);
  try {
    loadOwnModule(path.join(folder, name));
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return (error as LabError).message.replaceAll(`${folder}/`, '');
  }
  throw new Error(`${name} was not refused.`);
}

const twoFiles = {
  'my-study.ts': `import * as lab from 'pretraining-lab';
import { type Settings, rate } from './parts/settings';
import data from './data.json';

const settings: Settings = { rate, width: data.width };
export const study = defineStudy({ title: 'Mine', settings, draw: lab.seededRandom });
function defineStudy<T>(form: T): T {
  return form;
}
export function fail(text?: string): number {
  return text!.length;
}
`,
  'parts/settings.ts':
    'export interface Settings { readonly rate: number; readonly width: number }\n// slow\nexport const rate = 1e-3;\n',
  'data.json': '{ "width": 8 }',
};

describe('a study in a file outside the repository', () => {
  it('loads TypeScript that imports the lab, a second file and data', () => {
    const folder = folderWith(twoFiles);
    const { study } = loadOwnModule(path.join(folder, 'my-study.ts')) as {
      study: { settings: object; draw: (seed: number) => { uniform(): number } };
    };
    expect(study.settings).toEqual({ rate: 0.001, width: 8 });
    expect(study.draw(3).uniform()).toBeCloseTo(0.66542, 5);
  });

  it('gives the same exports while nothing has changed, and new ones when an imported file has', () => {
    const folder = folderWith({
      'a.js': "exports.b = require('./b').b;",
      'b.js': 'exports.b = { value: 1 };',
    });
    const load = () => loadOwnModule(path.join(folder, 'a.js')).b as { value: number };
    const first = load();
    expect(load()).toBe(first);
    writeInto(folder, { 'b.js': 'exports.b = { value: 2 };' });
    expect(load().value).toBe(2);
  });

  it('loads every kind of module that a study may be written in', () => {
    const folder = folderWith({
      'package.json': '{ "type": "module" }',
      'a.mjs':
        "import b from './b.js'; import { c } from './c.cjs'; export const [url] = [import.meta.url]; export { b, c };",
      'b.js': "import { countParameters } from 'pretraining-lab'; export default typeof countParameters;",
      'c.cjs': "exports.c = require('./d').d; exports.later = () => import('./d.ts');",
      'd.ts':
        'enum E { one = 1 }\nclass P { constructor(readonly d: E) {} }\nexport const { d } = new P(E.one);',
      'e.cts': "import d = require('./d');\nconst e: number = d.d;\nexport = { e };",
    });
    const load = (name: string) => loadOwnModule(path.join(folder, name));
    expect(load('a.mjs')).toMatchObject({ b: 'function', c: 1, url: `file://${folder}/a.mjs` });
    expect(load('e.cts')).toEqual({ e: 1 });
  });

  it('imports on demand past Node, which would find neither the lab nor TypeScript', async () => {
    const folder = folderWith({
      'a.cjs': "exports.later = async () => (await import('./b.ts')).b;",
      'b.ts': "import * as lab from 'pretraining-lab';\nexport const b: string = typeof lab.seededRandom;",
    });
    const { later } = loadOwnModule(path.join(folder, 'a.cjs')) as { later: () => Promise<string> };
    expect(await later()).toBe('function');
  });

  it('refuses wrong types, with the place, and remembers that they were right', () => {
    const text = "export const a: number = 1;\n\n\texport const b: number = 'two', c: string = 3;\n";
    expect(refusal({ 'a.ts': text })).toBe(
      "a.ts:3:15: Type 'string' is not assignable to type 'number'. (TS2322) (and 1 more)\n" +
        "    \texport const b: number = 'two', c: string = 3;\n    \t             ^",
    );
    const folder = folderWith({
      'a.ts': "import { b } from './b';\nexport const a: number = b;",
      'b.ts': 'export const b = 1;',
    });
    const notes = () => fs.readdirSync(path.join(home, 'cache', 'type-checks')).length;
    const before = notes();
    loadOwnModule(path.join(folder, 'a.ts'));
    expect(notes()).toBe(before + 1);
    writeInto(folder, { 'b.ts': "export const b = 'one';" });
    expect(() => loadOwnModule(path.join(folder, 'a.ts'))).toThrow(
      "a.ts:2:14: Type 'string' is not assignable",
    );
  });

  it.each([
    [
      'a.ts',
      'export const a = (1;',
      "a.ts:1:20: ')' expected. (TS1005)\n    export const a = (1;\n                       ^",
    ],
    ['a.js', 'exports.a = 1 +;', 'a.js:1:16: Expression expected. (TS1109)'],
    [
      'a.js',
      'export const a: number = 1;',
      'a.js:1:17: Type annotations can only be used in TypeScript files. (TS8010)',
    ],
    ['a.js', 'let a = 1;\nlet a = 2;', "SyntaxError: Identifier 'a' has already been declared"],
    ['a.mjs', 'export const a = await b;', 'a.mjs:1:18: A study cannot wait at the top level of its file'],
    ['a.ts', 'const a = 1;', 'a.ts exports nothing: export what defineStudy returns'],
    ['a.cjs', 'module.exports = null;', 'a.cjs exports nothing'],
    ['a.js', "\nrequire('./b');", "a.js:2:9: './b' is no file: correct the path, or write the file."],
    [
      'a.js',
      "require('lab-none/x');",
      "a.js:1:9: 'lab-none/x' is not installed: run 'npm install lab-none' in ",
    ],
    [
      'a.js',
      "require('./c.css');",
      "'./c.css' is neither TypeScript, JavaScript nor JSON: read it with node:fs.",
    ],
    [
      'a.js',
      `require('${repository}/src/paths');`,
      "is source of the lab: import what you need from 'pretraining-lab'.",
    ],
    ['a.js', "require('./bad.json');", 'bad.json is no JSON ('],
    ['a.js', "throw 'a text';", "a.js threw 'a text' while it was loaded"],
    ['a.py', 'a = 1', 'a.py is neither TypeScript nor JavaScript'],
    ['a.d.ts', 'export const a: 1;', 'a.d.ts is neither TypeScript nor JavaScript'],
  ])('refuses %s with %j', (name, text, expected) => {
    expect(refusal({ [name]: text, 'c.css': '', 'bad.json': '{a' })).toContain(expected);
  });

  it('refuses an expression that no parser can read', () => {
    const sum = Array.from({ length: 12_000 }, (_, index) => index).join(' + ');
    expect(refusal({ 'a.js': `exports.a = ${sum};` })).toContain('nested too deeply to be read: split it');
  });

  it('refuses a file that does not exist, and a folder', () => {
    const folder = folderWith({});
    expect(() => loadOwnModule(path.join(folder, 'a.ts'))).toThrow(
      /^There is no file .*a\.ts: give the path/,
    );
    expect(() => loadOwnModule(folder)).toThrow(/is no file: give the path of a study/);
  });

  it("tells what it throws with the user's line, also in a file that it imports", () => {
    const typed = 'interface Wide { readonly width?: { readonly px: number } }\n\nconst wide: Wide = {};\n';
    expect(refusal({ 'a.ts': `${typed}export const px = wide.width!.px;` })).toBe(
      "a.ts:4:31: TypeError: Cannot read properties of undefined (reading 'px')\n" +
        '    export const px = wide.width!.px;\n                                  ^',
    );
    const inner = "type A = 1;\ntype B = 2;\nthrow new RangeError('too far');\nexport {};";
    expect(refusal({ 'a.ts': "import './b';\nexport const a = 1;", 'b.ts': inner })).toContain(
      'b.ts:3:7: RangeError: too far',
    );
    const refusing =
      "import * as lab from 'pretraining-lab';\ntype A = 1;\nthrow new lab.LabError('No baseline.');";
    expect(refusal({ 'a.ts': refusing })).toBe('No baseline. (a.ts:3:7)');
  });

  it('loads files with a byte-order mark, a first line for the shell, and other ends of lines', () => {
    const folder = folderWith({
      'a.js': "\uFEFFexports.b = require('./b').b;\r\n",
      'b.js': '#!/usr/bin/env node\r\nexports.b = `1\r\n2`;',
    });
    expect(loadOwnModule(path.join(folder, 'a.js'))).toEqual({ b: '1\n2' });
  });

  it('may be loaded anew after it was mended', () => {
    const folder = folderWith({ 'a.js': "throw new Error('no');" });
    expect(() => loadOwnModule(path.join(folder, 'a.js'))).toThrow('a.js:1:7: Error: no');
    writeInto(folder, { 'a.js': 'exports.a = 1;' });
    expect(loadOwnModule(path.join(folder, 'a.js'))).toEqual({ a: 1 });
  });

  it("names the user's line also for errors that it throws later, in a plain process", () => {
    const folder = folderWith(twoFiles);
    const script = `const { loadOwnModule } = require(${JSON.stringify(path.join(repository, 'dist/runner/code/ownModule.js'))});
      try { loadOwnModule('my-study.ts').fail(); } catch (error) { console.log(error.stack); }
      require('node:fs').writeFileSync('b.ts', 'interface A {}\\ninterface B {}\\nthrow new Error("b");');
      try { loadOwnModule('b.ts'); } catch (error) { console.log(error.message); }`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' });
    expect(stdout, stderr).toContain(`${folder}/my-study.ts:11:16)`);
    expect(stdout).toContain('b.ts:3:7: Error: b\n    throw new Error("b");');
  });
});

describe('the code version of an own study', () => {
  const versionWith = (changes: Readonly<Record<string, string>>) => {
    const read = (files: Readonly<Record<string, string>>) =>
      new CodeReader().versionOf([
        path.join(folderWith({ ...twoFiles, ...changes, ...files }), 'my-study.ts'),
      ]);
    return read({});
  };
  const edited = (file: keyof typeof twoFiles, from: string, to: string) => {
    expect(twoFiles[file]).toContain(from);
    return differing(versionWith({}), versionWith({ [file]: twoFiles[file].replace(from, to) }));
  };

  it('names own files from the folder of the study, and covers only what is used of the lab', () => {
    expect(Object.keys(versionWith({}))).toEqual([
      'data/seededRandom',
      'own/data.json',
      'own/my-study',
      'own/parts/settings',
    ]);
    const encoder = versionWith({
      'my-study.ts': twoFiles['my-study.ts'].replace('seededRandom', 'transformerEncoder'),
    });
    expect(Object.keys(encoder)).toEqual(
      expect.arrayContaining([
        'models/transformerEncoder',
        'models/transformerBlock',
        'engine/native/gelu.h',
      ]),
    );
    const whole = versionWith({
      'my-study.ts': twoFiles['my-study.ts'].replace('lab.seededRandom', "lab['seeded' + 'Random']"),
    });
    expect(Object.keys(whole).length).toBeGreaterThan(100);
  });

  it('takes the folder that names start from, where the entry is not the study', () => {
    const folder = folderWith(twoFiles);
    const entry = [path.join(folder, 'parts/settings.ts')];
    expect(Object.keys(new CodeReader().versionOf(entry))).toEqual(['own/settings']);
    expect(Object.keys(new CodeReader().versionOf(entry, folder))).toEqual(['own/parts/settings']);
  });

  it('sees every constant, function and value of data', () => {
    expect(edited('parts/settings.ts', '1e-3', '2e-3')).toEqual(['own/parts/settings']);
    expect(edited('my-study.ts', 'return text', 'return 1 + text')).toEqual(['own/my-study']);
    expect(edited('data.json', '8', '9')).toEqual(['own/data.json']);
  });

  it("does not see comments, formatting, types and the study's words", () => {
    expect(edited('parts/settings.ts', '// slow', '/** fast */')).toEqual([]);
    expect(edited('parts/settings.ts', 'readonly rate: number;', 'rate: number;')).toEqual([]);
    expect(edited('my-study.ts', "title: 'Mine', settings", 'title: "Other",\n  settings')).toEqual([]);
    expect(edited('data.json', '{ "width": 8 }', '{"width":8}\n')).toEqual([]);
  });

  it('covers the packages that it imports by their manifests', () => {
    const files = (version: string) => ({
      'a.js': "exports.p = require('part/deep'); require('node:fs');",
      'node_modules/part/package.json': JSON.stringify({ name: 'part', version }),
    });
    const version = (number: string) =>
      new CodeReader().versionOf([path.join(folderWith(files(number)), 'a.js')]);
    expect(differing(version('1.0.0'), version('1.0.1'))).toEqual(['package/part']);
  });

  it('refuses imports by computed names, with the line', () => {
    const text = 'interface A {}\ninterface B {}\nexport const load = (name: string) => import(name);';
    const entry = path.join(folderWith({ 'a.ts': text }), 'a.ts');
    expect(() => new CodeReader().versionOf([entry])).toThrow(
      'own/a, line 3, imports a module by a computed name (import(name)): write the name out',
    );
  });
});

describe('code that was edited after it was loaded', () => {
  const load = () => {
    const folder = folderWith({
      'a.ts': "import { b } from './b';\nexport const a = b;",
      'b.ts': 'export const b = 1; // one',
    });
    loadOwnModule(path.join(folder, 'a.ts'));
    return folder;
  };

  it('is refused by name, unless only comments, formatting or times changed', () => {
    const folder = load();
    const names = ['own/a', 'own/b', 'models/never-loaded', 'cell/mine'];
    const far = new Date('2099-01-01');
    fs.utimesSync(path.join(folder, 'b.ts'), far, far);
    refuseEditedCode(names, folder);
    writeInto(folder, { 'b.ts': 'export const b: number = 1;' });
    refuseEditedCode(names, folder);
    writeInto(folder, { 'b.ts': 'export const b = 2;' });
    expect(() => refuseEditedCode(names, folder)).toThrow(
      'own/b was changed since it was loaded here: restart the kernel or the command.',
    );
    refuseEditedCode(['own/a'], folder);
    loadOwnModule(path.join(folder, 'a.ts'));
    refuseEditedCode(names, folder);
    fs.rmSync(path.join(folder, 'b.ts'));
    expect(() => refuseEditedCode(names, folder)).toThrow('own/b was changed');
  });
});
