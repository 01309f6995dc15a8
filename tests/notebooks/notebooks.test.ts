import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runNotebook } from '../../src/kernel/runNotebook';
import { notebookFaults, sealNotebook } from '../../src/report/notebookCheck';
import { studies } from '../../src/studies';

interface Output {
  output_type: string;
  name?: string;
  data?: Record<string, unknown>;
  text?: string | string[];
}

interface Cell {
  id: string;
  cell_type: string;
  source: string | string[];
  metadata: { tags?: string[] };
  execution_count?: number | null;
  outputs?: Output[];
}

interface Notebook {
  cells: Cell[];
  metadata: { kernelspec: { name: string } };
  nbformat: number;
  nbformat_minor: number;
}

const folder = path.resolve('notebooks');
const notebooks = fs.readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'pretraining-lab-notebooks-'));
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

const read = (file: string) => JSON.parse(fs.readFileSync(file, 'utf8')) as Notebook;
const textOf = ({ source }: Cell) => [source].flat().join('');
const codeCells = ({ cells }: Notebook) => cells.filter((cell) => cell.cell_type === 'code');
const outputs = (cells: Cell[]) => cells.flatMap((cell) => cell.outputs ?? []);
const noise = (all: Output[]) =>
  all.filter((output) => output.output_type === 'error' || output.name === 'stderr');

const subjectOf = (name: string) => name.replace(/^\d\d-(.*)\.ipynb$/, '$1');

it('every study has a notebook, named after it', () => {
  expect(notebooks.map(subjectOf).sort()).toEqual(studies.map(({ id }) => id).sort());
});

describe.each(notebooks)('%s', (name) => {
  const notebook = read(path.join(folder, name));

  it('is well formed: format 4.5, the kernel of the lab, cell ids that differ', () => {
    expect([notebook.nbformat, notebook.nbformat_minor]).toEqual([4, 5]);
    expect(notebook.metadata.kernelspec.name).toBe('pretraining-lab');
    const ids = notebook.cells.map(({ id }) => id);
    for (const id of ids) expect(id).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('takes its tier from a first code cell tagged parameters', () => {
    const [first] = codeCells(notebook);
    expect(first?.metadata.tags).toEqual(['parameters']);
    expect(textOf(first!)).toContain("= 'laptop';");
  });

  it('is committed unexecuted, or executed from start to end without errors or noise', () => {
    const cells = codeCells(notebook);
    const counts = cells.map(({ execution_count: count }) => count ?? null);
    if (counts.every((count) => count === null)) expect(outputs(cells)).toEqual([]);
    else expect(counts).toEqual(cells.map((_, index) => index + 1));
    expect(noise(outputs(cells))).toEqual([]);
  });

  it('says nothing of results in typed words: they come from code', () => {
    const prose = notebook.cells.filter(({ cell_type: type }) => type === 'markdown').map(textOf);
    // Of numbers with a decimal point the sources have one digit behind it, results have three.
    for (const text of prose) expect(text.replaceAll(/```[^`]*```|`[^`]*`/g, '')).not.toMatch(/\d\.\d{2,}/);
    const code = codeCells(notebook).map(textOf).join('\n');
    for (const view of ['claim', 'verdict', 'expectation', 'against', 'limits', 'ledger', 'levelCurve'])
      expect(code).toContain(`study.${view}`);
    expect(code).toContain('lab.replicationOf(');
  });

  it('runs top to bottom in a fresh kernel at the quick tier, a study to a verdict with figures', {
    timeout: 400_000,
  }, async () => {
    const output = path.join(scratch, name);
    await runNotebook(path.join(folder, name), { output, parameters: { tier: 'quick' } });
    const produced = outputs(codeCells(read(output)));
    expect(noise(produced)).toEqual([]);
    const texts = produced.map((o) => [o.data?.['text/plain'] ?? o.text ?? ''].flat().join('')).join('\n');
    const figures = produced.filter((o) => o.data?.['application/vnd.plotly.v1+json']);
    // A still picture stands beside the interactive one, for viewers that run no scripts.
    expect(figures.some((o) => o.data?.['image/svg+xml'])).toBe(true);
    expect(texts).toMatch(/VERDICT: (Supports|Contradicts|Inconclusive)/i);
    expect(figures.length).toBeGreaterThanOrEqual(3);
    // Every view of results can be compared with a record, where there is one.
    sealNotebook(output);
    expect(notebookFaults(output, path.join(scratch, 'no records'))).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/without saying which|edited|no hash/)]),
    );
  });
});
