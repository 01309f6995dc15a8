/** The Python environment that set-up made, with the real notebook tools, for tests. */
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { installationFolder } from '../../src/paths';

export const python = installationFolder('python', 'bin', 'python');
export const hasJupyter =
  fs.existsSync(python) &&
  fs.existsSync(
    installationFolder('python', 'share', 'jupyter', 'kernels', 'pretraining-lab', 'kernel.json'),
  );

if (!hasJupyter) console.warn('SKIPPED: no Python environment with the kernel; run `npm run setup` first.');

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; a failing exit code is a result too. */
export function run(file: string, args: readonly string[], cwd: string): Promise<Finished> {
  return new Promise((resolve) => {
    execFile(file, args, { cwd, maxBuffer: 1e8 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
  });
}

/** What drive.py answers. */
export async function drive<T>(cwd: string, command: string, ...args: string[]): Promise<T> {
  const { stdout, stderr } = await run(python, [path.join(__dirname, 'drive.py'), command, ...args], cwd);
  const answer = stdout.trim().split('\n').at(-1) ?? '';
  if (!answer) throw new Error(`drive.py ${command} failed:\n${stderr}`);
  return JSON.parse(answer) as T;
}

export interface CellSource {
  readonly source: string;
  readonly type?: 'code' | 'markdown';
  readonly tags?: readonly string[];
}

/** Writes a notebook for our kernel. */
export function writeNotebook(file: string, cells: readonly (string | CellSource)[]): string {
  const content = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: {
        name: 'pretraining-lab',
        display_name: 'TypeScript (pretraining-lab)',
        language: 'typescript',
      },
    },
    cells: cells.map((cell, index) => {
      const { source, type = 'code', tags = [] } = typeof cell === 'string' ? { source: cell } : cell;
      const common = { id: `cell-${index}`, cell_type: type, source, metadata: { tags } };
      return type === 'code' ? { ...common, execution_count: null, outputs: [] } : common;
    }),
  };
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(content));
  return file;
}
