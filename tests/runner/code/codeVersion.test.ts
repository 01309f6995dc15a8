import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { CodeReader, withoutInfluence } from '../../../src/runner/code/codeVersion';
import { kernelLibrary } from '../../../src/runner/code/loadedCode';
import { differing, folderWith, writeInto } from './tree';

const repository = path.resolve(__dirname, '../../..');

const files = {
  'recipes/probe.js':
    'const m = require("../models/big"); const e = require("../errors"); exports.probe = m.x;',
  'models/big.js': 'const small = require("./small"); exports.x = small.y + 1;',
  'models/small.js': '// two\nexports.y = 2; /* end */\n//# sourceMappingURL=small.js.map',
  'models/lazy.js': 'exports.f = async () => (await import("./other.js")).z;',
  'models/other.js': 'exports.z = 3;',
  'errors.js': 'require("./report/all"); exports.e = 1;',
  'report/all.js': 'exports.r = 1;',
  'engine/kernelLibrary.js': 'exports.load = 1;',
};

function versions(entry: string, changes: Readonly<Record<string, string>>) {
  const root = folderWith(files);
  const native = folderWith({ 'gelu.h': 'return x;', 'simd.h': '// lanes' });
  const read = () => new CodeReader(root, native).versionOf([path.join(root, entry)]);
  const before = read();
  for (const [name, text] of Object.entries(changes))
    writeInto(name.endsWith('.h') ? native : root, { [name]: text });
  return { before, changed: differing(before, read()) };
}

describe('the code version of a program', () => {
  it('covers the entry and what it imports, directly or not, and names what changed', () => {
    const { before, changed } = versions('recipes/probe.js', { 'models/small.js': 'exports.y = 4;' });
    expect(Object.keys(before)).toEqual(['models/big', 'models/small', 'recipes/probe']);
    expect(Object.values(before).every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
    expect(changed).toEqual(['models/small']);
  });

  it('covers what is imported on demand, and what a change begins to import', () => {
    expect(versions('models/lazy.js', { 'models/other.js': 'exports.z = 4;' }).changed).toEqual([
      'models/other',
    ]);
    const { changed } = versions('models/other.js', {
      'models/other.js': 'exports.z = require("./small").y;',
    });
    expect(changed).toEqual(['models/other', 'models/small']);
  });

  it('does not see comments, formatting, other modules, and modules without influence', () => {
    const { changed } = versions('recipes/probe.js', {
      'models/small.js': '/** doc */\n\nexports.y   =\n 2; // why',
      'models/big.js': "const small = require('./small')\nexports.x = (small.y + 1)",
      'models/other.js': 'exports.z = 4;',
      'errors.js': 'exports.e = 2;',
      'report/all.js': 'exports.r = 2;',
      'engine/kernelLibrary.js': 'exports.load = 2;',
    });
    expect(changed).toEqual([]);
  });

  it("covers the sources of the lab's own kernels where those are loaded, comments aside", () => {
    const loading = { 'models/small.js': 'require("../engine/kernelLibrary"); exports.y = 2;' };
    const { before, changed } = versions('engine/kernelLibrary.js', {
      'gelu.h': 'return -x;',
      'simd.h': '/* lane */',
    });
    expect(Object.keys(before)).toContain('engine/native/simd.h');
    expect(changed).toEqual(['engine/native/gelu.h']);
    expect(versions('recipes/probe.js', loading).changed).toEqual([
      'engine/kernelLibrary',
      'engine/native/gelu.h',
      'engine/native/simd.h',
      'models/small',
    ]);
  });

  it('reads each file once: edits are seen by a new reader', () => {
    const root = folderWith(files);
    const entry = [path.join(root, 'models/small.js')];
    const reader = new CodeReader(root);
    const before = reader.versionOf(entry);
    writeInto(root, { 'models/small.js': 'exports.y = 5;' });
    expect(reader.versionOf(entry)).toEqual(before);
    expect(new CodeReader(root).versionOf(entry)).not.toEqual(before);
  });

  it('names an entry that does not exist, and an import that leads nowhere', () => {
    const root = folderWith({ 'a.js': 'require("./none")' });
    const reader = new CodeReader(root);
    expect(() => reader.versionOf([path.join(root, 'b.js')])).toThrow(
      /There is no module .*b\.js.*npm run build/,
    );
    expect(() => reader.versionOf(['cell 99'])).toThrow('There is no module cell 99');
    expect(() => reader.versionOf([path.join(root, 'a.js')])).toThrow("a imports './none'");
  });

  it('tells of imports by computed names', () => {
    const root = folderWith({ 'a.js': 'require("./b")', 'b.js': '\nrequire(name)' });
    expect(new CodeReader(root).uncoveredImports([path.join(root, 'a.js')])).toEqual([
      { module: 'b', line: 2, text: 'require(name)' },
    ]);
  });
});

describe("the lab's own code", () => {
  const rooms = ['models', 'objectives', 'adaptation', 'training', 'data', 'engine'];

  it('imports by computed names nothing but the library of kernels, whose sources are covered', () => {
    const src = path.join(repository, 'src');
    const entries = rooms.flatMap((room) =>
      fs
        .readdirSync(path.join(src, room))
        .filter((name) => name.endsWith('.ts'))
        .map((name) => path.join(src, room, name)),
    );
    const uncovered = new CodeReader(src).uncoveredImports(entries);
    expect(uncovered.map(({ module }) => module)).toEqual([kernelLibrary]);
  });

  /** Names of the modules that one reaches by imports, as TypeScript's own scan of each file finds them. */
  function closureOf(root: string, entry: string): Set<string> {
    const closure = new Set<string>();
    const pending = [entry];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (closure.has(name) || withoutInfluence.test(name)) continue;
      closure.add(name);
      const file = path.join(root, `${name}.js`);
      const { importedFiles } = ts.preProcessFile(fs.readFileSync(file, 'utf8'), true, true);
      for (const { fileName } of importedFiles) {
        if (!fileName.startsWith('.')) continue;
        const target = path.resolve(path.dirname(file), fileName.replace(/\.js$/, ''));
        const found = fs.existsSync(`${target}.js`) ? target : path.join(target, 'index');
        pending.push(path.relative(root, found));
      }
    }
    return closure;
  }

  it('one token changed in a module changes the versions of exactly the entries that reach it by imports', () => {
    const root = folderWith({});
    fs.cpSync(path.join(repository, 'dist'), root, { recursive: true });
    const all = fs
      .readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .map((name) => name.replace(/\.js$/, ''))
      .sort();
    const entries = all.filter((name) =>
      /^(?:training\/p|objectives\/|adaptation\/s|models\/[ct])/.test(name),
    );
    const read = () => {
      const reader = new CodeReader(root);
      return entries.map((entry) => reader.versionOf([path.join(root, `${entry}.js`)]));
    };
    const reached = entries.map((entry) => closureOf(root, entry));
    const before = read();
    const covered = new Set(reached.flatMap((closure) => [...closure]));
    // Every third that some entry reaches, and some that none does.
    const reachable = all.filter((name) => covered.has(name)).filter((_, index) => index % 3 === 0);
    const others = all.filter((name) => !covered.has(name)).filter((_, index) => index % 12 === 0);
    const mutated = [...reachable, ...others];
    expect(reachable.length).toBeGreaterThan(20);
    expect(mutated.length).toBeGreaterThan(30);
    for (const name of mutated) {
      const file = path.join(root, `${name}.js`);
      const text = fs.readFileSync(file, 'utf8');
      fs.writeFileSync(file, oneTokenChanged(text));
      const after = read();
      fs.writeFileSync(file, text);
      entries.forEach((entry, index) => {
        const expected = reached[index]!.has(name) ? [name] : [];
        expect(differing(before[index]!, after[index]!), `${name} changed, ${entry}`).toEqual(expected);
      });
    }
  });

  /** The last token that carries a meaning, a name, number or operator, becomes another one. */
  function oneTokenChanged(text: string): string {
    const source = ts.createSourceFile('a.js', text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
    let last: ts.Node | undefined;
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) || ts.isNumericLiteral(node)) last = node;
      ts.forEachChild(node, visit);
    };
    visit(source);
    const [start, end] = [last!.getStart(source), last!.end];
    return `${text.slice(0, start)}${ts.isNumericLiteral(last!) ? '987' : 'changed'}${text.slice(end)}`;
  }
});
