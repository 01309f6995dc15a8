/** Runs cells as the kernel does, without Jupyter: in a process of its own, because tslab compiles for one folder. */
import { execFile } from 'node:child_process';
import * as path from 'node:path';

const compiled = path.resolve(__dirname, '../../dist/kernel');

/** What a cell gave, as Node prints it, or the error that a reader sees. */
export interface CellOutcome {
  readonly value?: string;
  readonly error?: { ename: string; evalue: string; traceback: string[] };
}

const script = `
const { inspect } = require('node:util');
const { createCompiler } = require('./compiler.js');
const { Cells } = require('./cells.js');
const { describeError } = require('./traceback.js');
const [folder, notebooks] = JSON.parse(process.argv[1]);
process.chdir(folder);
const compiler = createCompiler();
(async () => {
  const answers = [];
  for (const cells of notebooks) {
    const notebook = new Cells(compiler, folder);
    const outcomes = [];
    for (const [index, source] of cells.entries()) {
      try {
        const value = await notebook.run('cell ' + (index + 1), source);
        outcomes.push(value === undefined ? {} : { value: inspect(value) });
      } catch (error) {
        outcomes.push({ error: describeError(error, notebook) });
      }
    }
    answers.push(outcomes);
  }
  process.stdout.write(JSON.stringify(answers));
  process.exit();
})();
`;

/** Runs each notebook (a list of cells) in a scope of its own; a failing cell does not end it. */
export function runCells(
  folder: string,
  notebooks: readonly (readonly string[])[],
): Promise<CellOutcome[][]> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['-e', script, JSON.stringify([folder, notebooks])],
      { cwd: compiled, maxBuffer: 1e8 },
      (error, stdout) => (error ? reject(error) : resolve(JSON.parse(stdout) as CellOutcome[][])),
    );
  });
}
