// biome-ignore-all lint/suspicious/noTemplateCurlyInString: program texts under test
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { normalised, withoutTypes } from '../../../src/runner/code/programText';
import { folderWith } from './tree';

const root = path.resolve(__dirname, '../../..');

/** Some sources of every kind of room, and what they are compiled to. */
const names = [
  'data/cards',
  'data/readers',
  'data/tokenizer',
  'engine/program',
  'engine/trace',
  'errors',
  'index',
  'models/lbfgs',
  'models/transformerBlock',
  'objectives/contrastive',
  'paths',
  'runner/code/canonicalText',
];
const sources = names.flatMap((name) => [`src/${name}.ts`, `dist/${name}.js`]);
const read = (name: string) => fs.readFileSync(path.join(root, name), 'utf8');

/** The tree of a program, parentheses and statements that do nothing aside. */
function shape(text: string, name: string): string {
  const kind = name.endsWith('.ts') ? ts.ScriptKind.TS : ts.ScriptKind.JS;
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, false, kind);
  const lists = [ts.SyntaxKind.SourceFile, ts.SyntaxKind.Block, ts.SyntaxKind.CaseClause];
  const of = (node: ts.Node, parent: ts.Node): string => {
    if (ts.isParenthesizedExpression(node)) return of(node.expression, parent);
    if (ts.isEmptyStatement(node) && lists.includes(parent.kind)) return '';
    const { text: own, rawText, operator } = node as { text?: string; rawText?: string; operator?: number };
    const written = ts.isSourceFile(node)
      ? ''
      : JSON.stringify([rawText ?? own, operator, ts.isOptionalChain(node)]);
    const kindName = ts.isStringLiteral(node) || ts.isIdentifier(node) ? 'name' : ts.SyntaxKind[node.kind];
    let inside = '';
    ts.forEachChild(node, (child) => {
      inside += of(child, node);
    });
    return `(${kindName}${written}${inside})`;
  };
  return of(source, source);
}

describe('normalised program text', () => {
  it.each(sources)('of %s means the same and stays as it is when normalised again', (name) => {
    const text = read(name);
    const once = normalised(text, name);
    expect(once).not.toBe(text);
    expect(shape(once, name)).toBe(shape(text, name));
    expect(normalised(once, name)).toBe(once);
  });

  it('has no comments and no source map', () => {
    const text = 'const a = 1; // one\n/* two */ export { a }; /** three */\n//# sourceMappingURL=a.js.map\n';
    expect(normalised(text, 'a.js')).toBe('const a = 1;\nexport { a };\n');
  });

  it('is the same for sources that a formatter wrote in another way', () => {
    const folder = folderWith({
      'biome.json': JSON.stringify({
        formatter: { indentStyle: 'tab', lineWidth: 50 },
        javascript: {
          formatter: {
            quoteStyle: 'double',
            semicolons: 'asNeeded',
            trailingCommas: 'none',
            arrowParentheses: 'asNeeded',
            bracketSpacing: false,
            operatorLinebreak: 'before',
            quoteProperties: 'preserve',
          },
        },
      }),
      ...Object.fromEntries(sources.map((name) => [name, read(name)])),
    });
    const biome = path.join(root, 'node_modules/.bin/biome');
    const run = spawnSync(biome, ['format', '--write', '.'], { cwd: folder, encoding: 'utf8' });
    expect(run.status, run.stderr).toBe(0);
    for (const name of sources) {
      const reformatted = fs.readFileSync(path.join(folder, name), 'utf8');
      expect(reformatted, name).not.toBe(read(name));
      expect(normalised(reformatted, name), name).toBe(normalised(read(name), name));
    }
  });

  it("is the same for sources that TypeScript's printer wrote, and with other ends of lines", () => {
    const printer = ts.createPrinter({
      removeComments: true,
      newLine: ts.NewLineKind.CarriageReturnLineFeed,
    });
    for (const name of sources) {
      const kind = name.endsWith('.ts') ? ts.ScriptKind.TS : ts.ScriptKind.JS;
      const printed = printer.printFile(
        ts.createSourceFile(name, read(name), ts.ScriptTarget.ESNext, false, kind),
      );
      expect(normalised(printed, name), name).toBe(normalised(read(name), name));
      expect(normalised(read(name).replaceAll('\n', '\r\n'), name), name).toBe(normalised(read(name), name));
    }
  });

  it.each([
    ['f(a, b,)', 'f(a,b)'],
    ['x = a => b', 'x = (a) => { return b }'.replace('{ return b }', 'b')],
    ['a = b\nc = d', 'a = b; c = d;'],
    ["s = 'it\\'s'", 's = "it\'s"'],
    ["o = { 'a': 1, b: 2, }", 'o = {a: 1, "b": 2}'],
    ['x = 0XFF + 1_000 + .50', 'x = 0xff + 1000 + 0.5'],
    ['x = (a * b) + c', 'x = a * b + c'],
    ['x = a && b || (c && d)', 'x = (a && b) || (c && d)'],
    ['return_ = (\n  a\n  .b()\n)', 'return_ = a.b()'],
    ['class A { a = 1\n b() {}\n ; c }', 'class A { a = 1; b() {} c; }'],
    ['if (a) { b() } ;', 'if (a) { b(); }'],
    ['new A', 'new A()'],
    ['(function () {})()', '( function(){} )( )'],
    ['type_ = (a)?.b', 'type_ = a?.b'],
    ['`a${ b }c`', '`a${b}c`'],
  ])('is the same for %s and %s', (a, b) => {
    expect(normalised(a, 'a.js')).toBe(normalised(b, 'a.js'));
  });

  it.each([
    ['x = a * b + c', 'x = a * (b + c)'],
    ['x = (a?.b).c', 'x = a?.b.c'],
    ['new (a())()', 'new a()()'],
    ['new (a().b)()', 'new a().b()'],
    ['x = (a, b)', 'x = a, b'],
    ['(a ** b) ** c', 'a ** (b ** c)'],
    ['x = [a,,]', 'x = [a,]'],
    ['x = [,]', 'x = []'],
    ["'use strict'", "('use strict')"],
    ['return_ = () => ({})', 'return_ = () => {}'],
    ['for (let i = ("a" in b); ;) {}', 'for (let i in b) {}'],
    ['a\n++b', 'a++\nb'],
    ['x = - -a', 'x = --a'],
    ['x = "a b"', 'x = "a  b"'],
    ['x = `a\n b`', 'x = `a b`'],
    ['x = /a b/', 'x = /a  b/'],
    ['x = `// a`', 'x = `// b`'],
    ["x = '/* a */'", "x = '/* b */'"],
    ['x = a /b/ c', 'x = a / b / d'],
    ['if (a); b()', 'if (a) b()'],
    ['for (;;);', 'for (;;) x()'],
    ['async () => await (a || b)', 'async () => (await a) || b'],
    ['x = 255', 'x = 256'],
    ['x = 255n', 'x = 255'],
    ['x = "\\u0061"', 'x = "b"'],
    ['x = {["a"]: 1}', 'x = {a: 1}'],
    ['class A { static { x() } }', 'class A { static x() {} }'],
    ['label: for (;;) break label', 'label: for (;;) break'],
  ])('differs for %s and %s', (a, b) => {
    expect(normalised(a, 'a.js')).not.toBe(normalised(b, 'a.js'));
    for (const text of [a, b]) {
      expect(shape(normalised(text, 'a.js'), 'a.js')).toBe(shape(text, 'a.js'));
      expect(normalised(normalised(text, 'a.js'), 'a.js')).toBe(normalised(text, 'a.js'));
    }
  });

  it('leaves a text alone that is no program, and JSX', () => {
    for (const text of ['const = 3; // no', 'const x = <b>a  b</b>; // no'])
      expect(normalised(text, 'a.js')).toBe(text);
  });

  it('tells TypeScript apart by more than its types, which can be taken away', () => {
    const [plain, typed] = [
      'const f = (a) => a;',
      'const f = <T,>(a: T): T => a as T;\ntype A =\n  | 1\n  | 2;',
    ];
    expect(withoutTypes(plain, 'a.js')).toBe(plain);
    expect(normalised(withoutTypes(typed, 'a.ts'), 'a.ts')).toBe(normalised(plain, 'a.js'));
    const oneLine = 'const f = <T>(a: T): T => a as T; type A = 1 | 2;';
    expect(normalised(typed, 'a.ts')).toBe(normalised(oneLine, 'a.ts'));
    expect(normalised(typed, 'a.ts')).not.toBe(normalised(oneLine.replace('2', '3'), 'a.ts'));
  });

  it('drops imports that only types need, unless later cells may use them', () => {
    const text = "import { type A, b } from './a';\nimport * as c from './c';\nexport const d: A = b;";
    expect(withoutTypes(text, 'a.ts')).not.toContain('./c');
    expect(withoutTypes(text, 'a.ts', true)).toContain('./c');
  });
});

describe('the words of a study, which its code version leaves out', () => {
  const study = (changes: Record<string, string> = {}) => {
    const words = {
      title: "'Depth'",
      sentence: "'Deeper is better.'",
      limits: "['small']",
      minutes: '1',
      armTitle: "'From scratch'",
      called: '"Frozen"',
      composed: "'a' + `b${rate}`",
      rate: '0.1',
      inFunction: "'text'",
      computed: 'name',
      elsewhere: "'x'",
      ...changes,
    };
    return `const other = { title: ${words.elsewhere} };
      exports.study = (0, lab_1.defineStudy)({
        id: 'depth', title: ${words.title}, claim: { sentence: ${words.sentence} }, limits: ${words.limits},
        tiers: { quick: { minutes: ${words.minutes}, rate: ${words.rate} } },
        arms: {
          scratch: finetuned({ title: ${words.armTitle} }), frozen: { "title": ${words.called} },
          tuned: [{ title: ${words.composed} }], named: { title: ${words.computed} },
        },
        data: () => ({ title: ${words.inFunction} }),
      });`;
  };
  const text = (changes?: Record<string, string>) => normalised(study(changes), 'a.js');

  it.each(['title', 'sentence', 'limits', 'minutes', 'armTitle', 'called', 'composed'])('%s', (word) => {
    expect(text({ [word]: "'Other'" })).toBe(text());
  });

  it.each(['rate', 'inFunction', 'computed', 'elsewhere'])('but not %s', (word) => {
    expect(text({ [word]: "'Other'" })).not.toBe(text());
  });

  it('only in what defineStudy is given', () => {
    const other = (name: string, title: string) => normalised(`${name}({ title: '${title}' })`, 'a.js');
    expect(other('lab.defineStudy', 'a')).toBe(other('lab.defineStudy', 'b'));
    expect(other('lab.defineOther', 'a')).not.toBe(other('lab.defineOther', 'b'));
  });
});
