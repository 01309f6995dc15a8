import { type ChildProcess, spawn } from 'node:child_process';
import * as path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** The toy study as a module, given to commands in place of an id. */
export const toyModule = path.join(root, 'tests/runner/toyModule.js');

/** Starts `lab` as a user would, with a store of its own. Needs the compiled program: `npm test` compiles it first. */
export function startLab(
  home: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  folder = root,
): ChildProcess {
  return spawn(process.execPath, [path.join(root, 'dist/cli/main.js'), ...args], {
    cwd: folder,
    env: { ...process.env, LAB_HOME: home, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Waits for a command's end; `onError` sees stderr as it comes. */
export function ended(child: ChildProcess, onError: (text: string) => void = () => {}): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout!.on('data', (text: Buffer) => {
    stdout += text.toString();
  });
  child.stderr!.on('data', (text: Buffer) => {
    stderr += text.toString();
    onError(text.toString());
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, stdout, stderr })));
}

/** Runs `lab` to its end. */
export function lab(
  home: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  return ended(startLab(home, args, environment));
}
