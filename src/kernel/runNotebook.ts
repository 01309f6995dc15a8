/** Executes a notebook from start to end with papermill, in the lab's Python environment. */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as readline from 'node:readline';
import { LabError, StoppedError } from '../errors';
import { installationFolder, projectRoot } from '../paths';
import { type Progress, startProgress } from '../progress';
import type { ProgressReport } from '../report/progressNotebook';
import { breathe } from '../stop';
import { kernelName } from './kernelspec';

export interface NotebookCell {
  /** Counts code cells, from 1. */
  readonly number: number;
  readonly of: number;
  /** The last heading above the cell. */
  readonly title: string;
}

export interface RunNotebookOptions {
  /** Where the executed notebook is written, after every cell. */
  output: string;
  /** Replace the values of the cell tagged 'parameters'. JSON values; strings keep their literal type. */
  parameters?: Readonly<Record<string, unknown>>;
  /** Called when a cell starts. */
  onCell?: (cell: NotebookCell) => void;
  /** Called with what cells print. */
  onOutput?: (text: string, stream: 'stdout' | 'stderr') => void;
  /** The Python that has papermill and the kernel; by default the one that set-up made. */
  python?: string;
}

interface Failure {
  readonly number: number | null;
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: string;
}

type Report =
  | ({ readonly event: 'cell' } & NotebookCell)
  | { readonly event: 'stream'; readonly name: 'stdout' | 'stderr'; readonly text: string }
  | { readonly event: 'progress'; readonly bars: readonly ProgressReport[] }
  | ({ readonly event: 'failure' } & Failure)
  | { readonly event: 'done' };

/** How often to look whether a stop was requested, and how long a cell may take to obey it, in milliseconds. */
const stopInterval = 100;
const stopPatience = 30_000;
/** Lines of Python's own stderr that are kept to explain a crash. */
const keptLines = 20;

/**
 * Runs every cell of `input` in a fresh kernel whose folder is the notebook's. Shows a bar of cells and, below it,
 * the bars of the running cell.
 * @throws LabError naming cell and error if a cell fails; the notebook up to there, with the error, is at `output`
 * @throws StoppedError after {@link requestStop}; the running cell was interrupted
 */
export async function runNotebook(input: string, options: RunNotebookOptions): Promise<void> {
  const { output, parameters = {}, onCell, onOutput } = options;
  const python = options.python ?? installationFolder('python', 'bin', 'python');
  if (!fs.existsSync(input)) throw new LabError(`There is no notebook ${input}.`);
  if (!fs.existsSync(python))
    throw new LabError(`There is no Python at ${python}: run \`npm run setup\` first.`);
  fs.mkdirSync(path.dirname(path.resolve(output)), { recursive: true });

  const script = path.join(projectRoot, 'src', 'kernel', 'run_notebook.py');
  const child = spawn(python, [script, input, output, kernelName, JSON.stringify(parameters)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Ctrl-C reaches this process alone, which then asks the running cell to stop.
    detached: true,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  child.stdin.on('error', () => {}); // it may have ended before us
  const errors: string[] = [];
  readline.createInterface({ input: child.stderr }).on('line', (line) => {
    errors.push(line);
    if (errors.length > keptLines) errors.shift();
  });

  const cells = new CellBars(path.basename(input, '.ipynb'));
  let failure: Failure | undefined;
  let done = false;
  let title = '';
  const reports = readline.createInterface({ input: child.stdout });
  reports.on('line', (line) => {
    const report = JSON.parse(line) as Report;
    if (report.event === 'cell') {
      title = report.title;
      cells.cell(report);
      onCell?.(report);
    } else if (report.event === 'stream') onOutput?.(report.text, report.name);
    else if (report.event === 'progress') cells.bars(report.bars);
    else if (report.event === 'failure') failure = report;
    else done = true;
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });

  const stopped = await untilStopped(ended);
  if (stopped) {
    child.stdin.write('interrupt\n');
    const kill = setTimeout(() => child.kill('SIGKILL'), stopPatience);
    await ended;
    clearTimeout(kill);
  }
  child.stdin.end();
  cells.finish(done);
  if (stopped || (failure as Failure | undefined)?.ename === 'StoppedError') throw new StoppedError();
  if (failure) throw new LabError(describe(input, output, title, failure));
  if (!done) throw new LabError(`Running ${input} failed:\n${errors.join('\n')}`);
}

/** Whether a stop was requested before `ended`. */
async function untilStopped(ended: Promise<void>): Promise<boolean> {
  let over = false;
  const end = ended.finally(() => {
    over = true;
  });
  while (!over) {
    try {
      await breathe();
    } catch (error) {
      if (error instanceof StoppedError) return true;
      throw error;
    }
    await Promise.race([end, new Promise((resolve) => setTimeout(resolve, stopInterval))]);
  }
  return false;
}

function describe(input: string, output: string, title: string, failure: Failure): string {
  const { number, ename, evalue, traceback } = failure;
  const name = path.basename(input);
  if (number === null) return `${name} could not be run: ${ename}: ${evalue}`;
  const where = `cell ${number}${title ? ` (${title})` : ''}`;
  // The traceback begins with the error's name and words.
  const what = traceback || `${ename}: ${evalue}`;
  return `${name} failed in ${where}: ${what}\nThe notebook as far as it ran: ${output}`;
}

/** The bar of cells, and under it the bars that the running cell shows. */
class CellBars {
  private outer: Progress | undefined;
  private total = 0;
  private inner = new Map<string, Progress>();

  constructor(private readonly label: string) {}

  cell({ number, of, title }: NotebookCell): void {
    this.total = of;
    this.outer ??= startProgress({ label: this.label, total: of, unit: 'cells' });
    this.endInner();
    this.outer.update(number - 1, title);
  }

  bars(reports: readonly ProgressReport[]): void {
    const seen = new Set<string>();
    for (const { label, total, unit, done, note, finished } of reports) {
      const key = `${label}\n${total}\n${unit}`;
      const bar = this.inner.get(key) ?? startProgress({ label, total, unit });
      bar.update(done, note);
      if (finished) bar.finish();
      else {
        this.inner.set(key, bar);
        seen.add(key);
      }
    }
    for (const [key, bar] of this.inner) {
      if (seen.has(key)) continue;
      bar.finish();
      this.inner.delete(key);
    }
  }

  finish(complete: boolean): void {
    this.endInner();
    if (complete) this.outer?.update(this.total, '');
    this.outer?.finish();
  }

  private endInner(): void {
    for (const bar of this.inner.values()) bar.finish();
    this.inner.clear();
  }
}
