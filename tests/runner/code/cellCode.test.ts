import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { rememberCell, rememberCellModule } from '../../../src/runner/code/cellSources';
import { CodeReader } from '../../../src/runner/code/codeVersion';
import { differing, folderWith } from './tree';

let folder: string;
let count = 0;

beforeEach(() => {
  folder = folderWith({ 'own.ts': 'export const own = 1;\nexport type Own = 1;' });
  forget();
});

/** A kernel that starts anew. */
function forget(): void {
  delete (globalThis as Record<symbol, unknown>)[Symbol.for('pretraining-lab.cells')];
  count = 0;
}

/** Runs cells in order; the version of the last, or of the one that is named. */
function versionOf(cells: readonly string[], entry = cells.length): Readonly<Record<string, string>> {
  for (const source of cells) {
    count += 1;
    rememberCell({ name: `cell ${count}`, source, folder });
  }
  return new CodeReader().versionOf([`cell ${entry}`]);
}

function afresh(cells: readonly string[], entry?: number): Readonly<Record<string, string>> {
  forget();
  return versionOf(cells, entry);
}

const importing = "import * as lab from 'pretraining-lab';\nconst tier: string = 'quick';";
const study =
  "const mine = lab.defineStudy({ title: 'Mine', rate, draw: () => lab.seededRandom(seed) });\nawait 1;";

describe('the code version of a study in a cell', () => {
  it('is its cell and those that declare the names it mentions, transitively', () => {
    const cells = [
      importing,
      'const base = 2, other = 3;',
      'const rate = base / 2;',
      'const seed = 1;',
      'const unused = 5;',
      study,
    ];
    const version = afresh(cells);
    const ownCells = Object.keys(version).filter((name) => name.startsWith('cell/'));
    expect(ownCells).toEqual(['cell/base,other', 'cell/mine', 'cell/rate', 'cell/seed']);
    expect(Object.keys(version)).toContain('data/seededRandom');
    const changed = (index: number, from: string, to: string) =>
      differing(
        version,
        afresh(cells.map((cell, place) => (place === index ? cell.replace(from, to) : cell))),
      );
    expect(changed(1, '2', '4')).toEqual(['cell/base,other']);
    expect(changed(2, '/ 2', '/ 3')).toEqual(['cell/rate']);
    expect(changed(4, '5', '6')).toEqual([]);
    expect(changed(0, 'quick', 'full')).toEqual([]);
    expect(changed(5, 'seed)', 'seed + 1)')).toEqual(['cell/mine']);
    expect(changed(5, 'Mine', 'Yours')).toEqual([]);
    expect(changed(5, 'await 1;', '// the end\n  await (1)')).toEqual([]);
  });

  it('does not depend on how cells are numbered, or on cells that were run twice', () => {
    const cells = ['const rate = 1;', 'const mine = () => rate;'];
    const version = afresh(cells);
    expect(afresh(['const first = 0;', ...cells], 3)).toEqual(version);
    expect(afresh([cells[0]!, ...cells], 3)).toEqual(version);
    expect(afresh([...cells, cells[0]!], 2)).toEqual(version);
  });

  it('sees the last declaration, and the one whose value the cell took', () => {
    const [first, second, mine] = ['const rate = 1;', 'const rate = 2;', 'const mine = () => rate;'];
    expect(afresh([first, second, mine])).toEqual(afresh([second, mine]));
    expect(afresh([first, mine, second], 2)).not.toEqual(afresh([first, mine], 2));
    expect(afresh([first, mine, second], 2)).not.toEqual(afresh([second, mine], 2));
  });

  it.each([
    'rate = 3;',
    'rate++;',
    'rate.inner.value = 3;',
    '({ a: rate } = other);',
    '[rate] = other;',
    'delete rate.inner;',
    'rate.push(3);',
    'rate.add(3);',
    'Object.assign(rate, { a: 1 });',
    'for (rate of other) {}',
    'const f = () => { rate ||= 3; }; f();',
  ])('sees that a later cell changes a name: %s', (change) => {
    const cells = ['let rate: any = 1;', 'const mine = () => rate;'];
    const version = afresh(cells);
    expect(differing(version, afresh([...cells, change], 2))).toHaveLength(1);
    expect(afresh([...cells, change, change], 2)).not.toEqual(afresh([...cells, change], 2));
  });

  it.each([
    'console.log(rate);',
    'const sum = rate.add(3);',
    'const rates = [rate];',
    'const f = (rate: number) => rate + 1;',
  ])('does not see a cell that only reads a name: %s', (reading) => {
    const cells = ['let rate: any = 1;', 'const mine = () => rate;'];
    expect(afresh([...cells, reading], 2)).toEqual(afresh(cells));
  });

  it('follows the scopes of names', () => {
    const cells = [
      'const x = 1, y = 2;',
      'function z() {} class C {} enum E { a }',
      'const [d, { e: f = 1, ...g }] = h; for (const inner of []) { var outer = 1; let block = 2; }',
      'const mine = (x: number) => { const y = x; return { x, y: y.z, z: 1, block: 3, inner: 4 }; }; type T = C;',
    ];
    expect(Object.keys(afresh(cells))).toEqual(['cell/mine']);
    const using = (expression: string) =>
      Object.keys(afresh([...cells.slice(0, 3), `const mine = () => ${expression};`]));
    expect(using('({ x })')).toEqual(['cell/mine', 'cell/x,y']);
    expect(using('new C()')).toEqual(['cell/C,E,z', 'cell/mine']);
    expect(using('E.a')).toEqual(['cell/C,E,z', 'cell/mine']);
    for (const name of ['d', 'f', 'g', 'outer'])
      expect(using(name)).toEqual(['cell/d,f,g,outer', 'cell/mine']);
    for (const name of ['e', 'block', 'inner', 'h', 'Math', 'undefined'])
      expect(using(name)).toEqual(['cell/mine']);
  });

  it('covers what is imported in another cell only as far as it is used', () => {
    const named = afresh([
      "import { seededRandom as draw, tf } from 'pretraining-lab';",
      'const mine = () => draw(1);',
    ]);
    expect(Object.keys(named)).toEqual(['cell/mine', 'data/seededRandom']);
    const whole = afresh([importing, 'const mine = () => lab.seededRandom(1);']);
    expect(Object.keys(whole)).toEqual(['cell/mine', 'data/seededRandom']);
    expect(Object.keys(afresh([importing, 'const mine = () => f(lab);'])).length).toBeGreaterThan(100);
    // A later import of the same name is what functions see from then on.
    const shadowed = afresh(
      [importing, 'const mine = () => lab.seededRandom(1);', "import * as lab from './own';"],
      2,
    );
    expect(Object.keys(shadowed)).toEqual(['cell/mine', 'data/seededRandom', 'own/own']);
  });

  it('covers files beside the notebook, and cells that are modules', () => {
    const cells = ["import { own } from './own';", 'const mine = () => own;'];
    expect(Object.keys(afresh(cells))).toEqual(['cell/mine', 'own/own']);
    forget();
    rememberCellModule(
      path.join(folder, 'made'),
      "/** @module made */ export const made: number = 1; import './own';",
    );
    const version = versionOf(["import { made } from './made';\nconst mine = () => made;"]);
    expect(Object.keys(version)).toEqual(['cell/mine', 'own/made', 'own/own']);
    rememberCellModule(
      path.join(folder, 'made'),
      "/** @module made */ export const made: number = 2; import './own';",
    );
    expect(differing(version, new CodeReader().versionOf(['cell 1']))).toEqual(['own/made']);
  });

  it('refuses imports by computed names', () => {
    expect(() => afresh(['const name = 1;\nconst mine = () => import(name);'])).toThrow(
      'cell 1, line 2, imports a module by a computed name',
    );
  });
});
