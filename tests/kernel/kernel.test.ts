import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labFolder } from '../../src/paths';
import { drive, type Finished, hasJupyter, python, run, writeNotebook } from './jupyter';

/** What makes a cell fail, and the words that every tool must show. */
const failures = {
  throwing: {
    source: "throw new RangeError('thrown in the cell');",
    error: /RangeError: thrown in the cell/,
  },
  illTyped: {
    source: "const count: number = 'three';",
    error: /TypeScriptError[\s\S]*not assignable to type 'number'/,
  },
  rejection: { source: "Promise.reject(new Error('nobody waited'));", error: /Error: nobody waited/ },
  timer: {
    source: "setTimeout(() => { throw new TypeError('thrown in a timer'); }, 200);",
    error: /TypeError: thrown in a timer/,
  },
  exit: { source: 'process.exit(0);', error: /ProcessExit: process\.exit\(\) was called/ },
};
const names = Object.keys(failures) as (keyof typeof failures)[];

describe.skipIf(!hasJupyter)('failing cells fail loudly', () => {
  let folder: string;
  let nbclient: (string | null)[];
  let papermill: (string | null)[];
  let nbmake: Finished;

  beforeAll(async () => {
    fs.mkdirSync(labFolder(), { recursive: true });
    folder = fs.mkdtempSync(labFolder('kernel-test-'));
    const files = names.map((name) =>
      writeNotebook(path.join(folder, `${name}.ipynb`), [failures[name].source]),
    );
    const good = writeNotebook(path.join(folder, 'good.ipynb'), ["console.log('fine');"]);
    // One after the other: a kernel compiles as it starts, and machines may have two cores.
    nbclient = await drive(folder, 'nbclient', ...files, good);
    papermill = await drive(folder, 'papermill', ...files, good);
    nbmake = await run(
      python,
      ['-m', 'pytest', '--nbmake', '-p', 'no:cacheprovider', ...files, good],
      folder,
    );
  });

  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  it.each(names)('%s, in nbclient', (name) => {
    expect(nbclient[names.indexOf(name)]).toMatch(failures[name].error);
  });

  it.each(names)('%s, in papermill', (name) => {
    expect(papermill[names.indexOf(name)]).toMatch(failures[name].error);
  });

  it.each(names)('%s, in nbmake', (name) => {
    expect(nbmake.stdout).toMatch(failures[name].error);
    expect(nbmake.stdout).toMatch(new RegExp(`FAILED .*${name}\\.ipynb`));
  });

  it('a good notebook passes in each', () => {
    expect(nbclient.at(-1)).toBeNull();
    expect(papermill.at(-1)).toBeNull();
    expect(nbmake.stdout).toMatch(/5 failed, 1 passed/);
  });
});

interface Output {
  output_type: string;
  name?: string;
  text?: string;
  data?: Record<string, unknown>;
  ename?: string;
  evalue?: string;
  traceback?: string[];
}
interface Cell {
  execution_count: number;
  outputs: Output[];
}

describe.skipIf(!hasJupyter)('a notebook in a nested folder, all cells run', () => {
  let cells: Cell[];
  const sources = [
    "import * as lab from 'pretraining-lab';\nlab.show('**bold**');\nconsole.log(lab.LabError.name);",
    "interface Options { depth: number }\n\nfunction dig(options: Options): never {\n  // deep\n  throw new RangeError('at ' + options.depth, { cause: new Error('the rock') });\n}",
    'const before = 1;\ndig({ depth: 3 });',
    "console.log('next', before);",
    ...names.flatMap((name) => [failures[name].source, "console.log('next');"]),
    "throw new lab.LabError('The dataset x is not known: choose y.');",
    "import { DataFrame } from 'danfojs-node';\nnew DataFrame([{ text: '<i>', score: 0.123456789 }])",
    "throw 'only words';",
    // An error that comes when its cell is over fails the cell that runs then.
    "setTimeout(() => { throw new Error('left behind'); }, 2200);",
    'await new Promise((resolve) => setTimeout(resolve, 4000));',
    "console.log('last');",
  ];
  const at = (source: string) => cells[sources.indexOf(source)]!;
  const errorOf = (cell: Cell) => cell.outputs.find((output) => output.output_type === 'error');

  beforeAll(async () => {
    const folder = fs.mkdtempSync(labFolder('kernel-test-'));
    const nested = path.join(folder, 'deeper', 'still');
    const file = writeNotebook(path.join(nested, 'all.ipynb'), sources);
    cells = await drive<Cell[]>(folder, 'all', file, nested);
    fs.rmSync(folder, { recursive: true });
  });

  it('imports the lab by name and shows values', () => {
    const [shown, printed] = cells[0]!.outputs;
    expect(shown?.data).toEqual({ 'text/markdown': '**bold**', 'text/plain': '**bold**' });
    expect(printed).toMatchObject({ output_type: 'stream', name: 'stdout', text: 'LabError\n' });
  });

  it('names the cell and the line of each frame, and nothing of Node or the kernel', () => {
    const error = errorOf(cells[2]!)!;
    const trace = error.traceback!.join('\n');
    expect(error).toMatchObject({ ename: 'RangeError', evalue: 'at 3' });
    expect(trace).toMatch(/at dig \(cell 2, line 5\)/);
    expect(trace).toMatch(/> 5 \| {3}throw new RangeError/);
    expect(trace).toMatch(/at \(cell 3, line 2\)/);
    expect(trace).toMatch(/caused by Error: the rock/);
    expect(trace).not.toMatch(/node:|node_modules|dist\/kernel/);
  });

  it('keeps what a failing cell declared before it failed', () => {
    expect(cells[3]!.outputs[0]?.text).toBe('next 1\n');
  });

  it.each(names)('%s fails its own cell, and the next one runs', (name) => {
    const index = sources.indexOf(failures[name].source);
    const error = errorOf(cells[index]!)!;
    expect(`${error.ename}: ${error.evalue}`).toMatch(failures[name].error);
    expect(cells[index + 1]!.outputs).toEqual([
      expect.objectContaining({ output_type: 'stream', text: 'next\n' }),
    ]);
  });

  it("shows a user's error as its sentence alone", () => {
    const error = errorOf(cells.find((cell) => errorOf(cell)?.ename === 'LabError')!)!;
    expect(error.traceback).toEqual(['The dataset x is not known: choose y.']);
  });

  it('draws a danfo frame that ends a cell as an escaped table', () => {
    const { data } = cells[sources.findIndex((source) => source.includes('danfojs'))]!.outputs[0]!;
    expect(data?.['text/html']).toContain('&lt;i&gt;');
    expect(data?.['text/html']).toContain('0.12346');
    expect(data?.['text/plain']).toContain('<i>');
  });

  it('takes whatever is thrown', () => {
    expect(errorOf(at("throw 'only words';"))).toMatchObject({ ename: 'Thrown', evalue: 'only words' });
  });

  it('gives an error that comes after its cell to the cell then running, naming its origin', () => {
    const error = errorOf(cells[sources.length - 2]!)!;
    expect(error.evalue).toBe('left behind');
    expect(error.traceback!.join('\n')).toContain(`(cell ${sources.length - 2}, line 1)`);
    expect(cells.at(-1)!.outputs[0]?.text).toBe('last\n');
  });

  it('writes nothing to stderr, and counts every cell', () => {
    const written = cells.flatMap((cell) => cell.outputs.filter((output) => output.name === 'stderr'));
    expect(written).toEqual([]);
    expect(cells.map((cell) => cell.execution_count)).toEqual(sources.map((_, index) => index + 1));
  });
});
