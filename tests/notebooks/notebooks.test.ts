import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runNotebook } from '../../src/kernel/runNotebook';

interface Cell {
  cell_type: string;
  source: string | string[];
  execution_count?: number | null;
  outputs?: {
    output_type: string;
    name?: string;
    data?: Record<string, unknown>;
    text?: string | string[];
  }[];
}

const folder = path.resolve('notebooks');
const notebooks = fs.readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'pretraining-lab-notebooks-'));
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

const codeCells = (file: string) =>
  (JSON.parse(fs.readFileSync(file, 'utf8')) as { cells: Cell[] }).cells.filter(
    (cell) => cell.cell_type === 'code',
  );
const outputs = (cells: Cell[]) => cells.flatMap((cell) => cell.outputs ?? []);

describe.each(notebooks)('%s', (name) => {
  it('is committed executed, without errors or noise', () => {
    const cells = codeCells(path.join(folder, name));
    expect(cells.length).toBeGreaterThan(0);
    for (const cell of cells) expect(cell.execution_count, [cell.source].flat().join('')).toBeGreaterThan(0);
    expect(
      outputs(cells).filter((output) => output.output_type === 'error' || output.name === 'stderr'),
    ).toEqual([]);
  });

  it('runs top to bottom in a fresh kernel at the quick tier and ends in a verdict with figures', {
    timeout: 400_000,
  }, async () => {
    const output = path.join(scratch, name);
    await runNotebook(path.join(folder, name), { output, parameters: { tier: 'quick' } });
    const produced = outputs(codeCells(output));
    expect(produced.filter((o) => o.output_type === 'error' || o.name === 'stderr')).toEqual([]);
    const texts = produced.map((o) => [o.data?.['text/plain'] ?? o.text ?? ''].flat().join('')).join('\n');
    expect(texts).toMatch(/VERDICT: (Supports|Contradicts|Inconclusive)/i);
    const figures = produced.filter((o) => o.data?.['application/vnd.plotly.v1+json']);
    expect(figures.length).toBeGreaterThanOrEqual(3);
    // A still picture stands beside the interactive one, for viewers that run no scripts.
    expect(figures.some((o) => o.data?.['image/svg+xml'])).toBe(true);
  });
});
