import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CellOutcome, runCells } from './cells';

/** Notebooks by what they show: cells with the value each must give (undefined: none). */
const notebooks: Record<string, [string, string | undefined][]> = {
  'a let that a function of its cell and later cells change': [
    ['let counter = 0;\nfunction bump() { counter += 1; return counter; }', undefined],
    ['bump(); bump();', '2'],
    ['counter', '2'],
    ['counter = 10;', '10'],
    ['bump()', '11'],
    ['counter', '11'],
    ['counter++; --counter; counter **= 2; bump()', '122'],
  ],
  'closures of every kind': [
    [
      'let n = 1;\nconst arrow = () => n;\nconst object = { get value() { return n; }, set value(v) { n = v; } };\nclass Reader { read() { return n; } static twice = () => 2 * n; }\nasync function later() { return n; }\nfunction* generate() { yield n; }',
      undefined,
    ],
    ['n = 5;', '5'],
    [
      '[arrow(), object.value, new Reader().read(), Reader.twice(), await later(), [...generate()]]',
      '[ 5, 5, 5, 10, 5, [ 5 ] ]',
    ],
    ['object.value = 7; [n, arrow()]', '[ 7, 7 ]'],
  ],
  'a function that is written anew': [
    ['function helper() { return 1; }\nfunction user() { return helper(); }', undefined],
    ['function helper() { return 2; }', undefined],
    ['user()', '2'],
    [
      'function factorial(n: number): number { return n < 2 ? 1 : n * factorial(n - 1); }\nfactorial(5)',
      '120',
    ],
    ['factorial(6)', '720'],
  ],
  'a class and an enumeration that are written anew': [
    [
      'class Point { constructor(readonly x: number) {}\n  static origin() { return new Point(0); } }\nconst make = () => new (Point as any)(1, 2);\nenum Kind { A, B }',
      undefined,
    ],
    ['const old = Point;', undefined],
    ['class Point { constructor(readonly x: number, readonly y: number) {} }\nenum Kind { C }', undefined],
    ['[make().y, Kind.C, Object.keys(Kind)]', "[ 2, 0, [ '0', 'C' ] ]"],
    // A class calls itself by its own name, whatever the name means outside by now.
    ['(old as any).origin() instanceof old', 'true'],
  ],
  'patterns, in declarations and assignments': [
    [
      'let [p, q = 5, ...rest] = [1] as number[];\nlet { a, b: { c = 3 }, ...others } = { a: 1, b: {} as { c?: number }, d: 4 };\nfunction swap() { [p, q] = [q, p]; }',
      undefined,
    ],
    ['swap(); [p, q, rest, a, c, others]', '[ 5, 1, [], 1, 3, { d: 4 } ]'],
    ['({ p, q } = { p: 8, q: 9 }); swap(); [p, q]', '[ 9, 8 ]'],
    ['({ p = 1, other: q } = { other: 2 } as { p?: number; other: number }); [p, q]', '[ 1, 2 ]'],
    ['for (p of [3, 4]) {}\nfor ([p, q] of [[6, 7]]) {}\n[p, q]', '[ 6, 7 ]'],
    ['interface Row { counter: number }\nconst row: Row = { counter: 1 };', undefined],
    ['const { counter: renamed } = row; renamed', '1'],
    [
      'const made = { p, swap, nested: { q } };\n[made.p, made.nested.q, typeof made.swap]',
      "[ 6, 7, 'function' ]",
    ],
  ],
  'imports, which a later cell may replace': [
    [
      "import fs, { existsSync } from 'node:fs';\nimport * as path from 'node:path';\nfunction look() { return existsSync('/nowhere'); }\n[look(), typeof fs.statSync, path.basename('/a/b')]",
      "[ false, 'function', 'b' ]",
    ],
    ["[look(), typeof fs.statSync, path.basename('/a/b')]", "[ false, 'function', 'b' ]"],
    ["const existsSync = (file: string) => 'replaced ' + file;\nlook()", "'replaced /nowhere'"],
    ["import { existsSync } from 'node:fs';\nlook()", 'false'],
    ["import { count, add } from './counting';\nadd(); add(); count", '2'],
    ['add(); count', '3'],
  ],
  'var, also inside blocks': [
    [
      'for (var i = 0; i < 3; i++) {}\nif (i) { var inner = i * 2; }\nvar late;\n[i, inner, late]',
      '[ 3, 6, undefined ]',
    ],
    ['i += 1; inner = i; [i, inner]', '[ 4, 4 ]'],
    ['const read = () => i;', undefined],
    ['for (var i of [8, 9]) {}\nread()', '9'],
  ],
  'cells that await': [
    [
      'async function* two() { yield 1; yield 2; }\nlet sum = 0;\nfor await (const one of two()) sum += one;\nsum',
      '3',
    ],
    ['sum += await Promise.resolve(4); sum', '7'],
    ["const os = await import('node:os');\ntypeof os.cpus", "'function'"],
    ['async function read() { return sum; }\nread()', '7'],
  ],
  'names of functions, and what this is in them': [
    [
      'const arrow = () => 1, whole = function () {}, Box = class {};\nlet late: () => string; late = () => late.name;\n[arrow.name, whole.name, Box.name, late()]',
      "[ 'arrow', 'whole', 'Box', 'late' ]",
    ],
    ['function self(this: any) { return this === undefined || this === globalThis; }\nself()', 'true'],
    [
      'const tag = (parts: TemplateStringsArray) => parts[0];\n[self(), tag`text`, self?.()]',
      "[ true, 'text', true ]",
    ],
    ['[self(), tag`text`]', "[ true, 'text' ]"],
  ],
  'names that something else has too': [
    ["const name = 'mine'; const process = 1; let Map = 2; const arguments_ = 3;", undefined],
    ['[name, process, Map, arguments_]', "[ 'mine', 1, 2, 3 ]"],
    ['globalThis.process.pid > 0 && new globalThis.Map().size === 0', 'true'],
    [
      'name: for (const one of [1]) { break name; }\nconst property = { name: 1, process: 2 }; [property.name, name]',
      "[ 1, 'mine' ]",
    ],
    ['function shadow(name: number) { const Map = name; return Map + name; }\n[shadow(2), Map]', '[ 4, 2 ]'],
    ['try { throw 1; } catch (name) { name; }\nname', "'mine'"],
  ],
  'types, namespaces, decorators and pasted exports': [
    [
      'namespace Space { export let inside = 1; export const add = () => ++inside; }\ntype Named = { name: string };',
      undefined,
    ],
    ['Space.add()', '2'],
    ['const named: Named = { name: Space.inside.toString() }; named.name', "'2'"],
    [
      'export const exported = 1;\nexport function reads() { return exported; }\nexport type { Named };\nexport { named };',
      undefined,
    ],
    ['reads()', '1'],
    [
      'const seen: string[] = [];\nfunction note(target: Function) { seen.push(target.name); }\n@note class Noted { made = Noted.name; }\n[seen, new Noted().made]',
      "[ [ 'Noted' ], 'Noted' ]",
    ],
    ['const pair = <T,>(x: T): [T, T] => [x, x];\npair(1)', '[ 1, 1 ]'],
  ],
};

let folder: string;
let outcomes: Map<string, CellOutcome[]>;
let failing: CellOutcome[];
const names = Object.keys(notebooks);
const failingCells = [
  "const first = 1;\nconst data = JSON.parse('{');\nconst last = 2;",
  'first',
  'data',
  'const last = 3; last',
  'let value: any = 5;\nvalue()',
  'value.deep.deeper',
  'function fail() {\n  throw new RangeError("here");\n}',
  '\nfail()',
  'const count: number = "text";',
  'count',
  'first = 2;',
];

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-cells-'));
  fs.writeFileSync(
    path.join(folder, 'counting.ts'),
    'export let count = 0;\nexport function add() { count += 1; }\n',
  );
  const cells = names.map((name) => notebooks[name]!.map(([source]) => source));
  const answers = await runCells(folder, [...cells, failingCells]);
  outcomes = new Map(names.map((name, index) => [name, answers[index]!]));
  failing = answers.at(-1)!;
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('cells share their variables', () => {
  it.each(names)('%s', (name) => {
    const seen = outcomes.get(name)!.map(({ value, error }) => (error ? error.traceback.join('\n') : value));
    expect(seen).toEqual(notebooks[name]!.map(([, value]) => value));
  });
});

describe('cells that fail', () => {
  it('keep what they declared before, and say which names have no value', () => {
    expect(failing[0]!.error!.ename).toBe('SyntaxError');
    expect(failing[1]!.value).toBe('1');
    expect(failing[2]!.error).toMatchObject({
      ename: 'ReferenceError',
      evalue: 'data has no value yet: the cell that declares it did not come to that line.',
    });
    expect(failing[3]!.value).toBe('3');
  });

  it('name variables as they are written', () => {
    expect(failing[4]!.error!.evalue).toBe('value is not a function');
    expect(failing[5]!.error!.evalue).toMatch(/^Cannot read properties of undefined/);
  });

  it('know the lines, also of functions of earlier cells', () => {
    const trace = failing[7]!.error!.traceback.join('\n');
    expect(trace).toMatch(/at fail \(cell 7, line 2\)/);
    expect(trace).toMatch(/at \(cell 8, line 2\)\n[\s\S]*> 2 \| fail\(\)/);
    expect(failing[4]!.error!.traceback.join('\n')).toContain('(cell 5, line 2)');
  });

  it('declare nothing if they do not compile, and constants stay constant', () => {
    expect(failing[8]!.error!.evalue).toMatch(/line 1, column 7: Type 'string' is not assignable/);
    expect(failing[9]!.error!.evalue).toMatch(/Cannot find name 'count'/);
    expect(failing[10]!.error!.evalue).toMatch(/Cannot assign to 'first' because it is a constant/);
  });
});
