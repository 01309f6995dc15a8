/** The Python that PyTorch's figures come from. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { LabError } from '../errors';
import { installationFolder } from '../paths';

const ownFolder = () => installationFolder('bench');
const ownPython = () => installationFolder('bench', 'bin', 'python');

/**
 * The Python to use: the given one, else the one that {@link installPytorch} made, else none.
 * @throws LabError if it does not exist or cannot import torch
 */
export function findPytorch(given: string | undefined): string | undefined {
  const python = given ?? (fs.existsSync(ownPython()) ? ownPython() : undefined);
  if (python === undefined) return undefined;
  const probe = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' });
  if (probe.error) {
    throw new LabError(
      `'${python}' cannot be started: give --torch the path of a Python that has torch, or run 'lab bench --install-torch'.`,
    );
  }
  if (probe.status !== 0) {
    const reason = probe.stderr.trim().split('\n').at(-1);
    throw new LabError(
      `'${python}' cannot import torch (${reason}): install torch there, or run 'lab bench --install-torch'.`,
    );
  }
  return python;
}

/**
 * Installs PyTorch into .lab/bench from the package index that pip is set to use; gigabytes on Linux.
 * @throws LabError if Python or pip fails
 */
export function installPytorch(): string {
  if (!fs.existsSync(ownPython())) {
    const base = fs.existsSync(installationFolder('python', 'bin', 'python'))
      ? installationFolder('python', 'bin', 'python')
      : 'python3';
    process.stderr.write(`Installing PyTorch into ${ownFolder()} ...\n`);
    run(base, ['-m', 'venv', ownFolder()]);
  }
  // Does nothing where torch is there; mends an installation that was cut off.
  run(ownPython(), ['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet', 'torch', 'numpy']);
  return ownPython();
}

function run(command: string, args: readonly string[]): void {
  // pip's words go to stderr: stdout is for the results.
  const { status } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    throw new LabError(
      `'${[command, ...args].join(' ')}' failed, so PyTorch was not installed: see above, or give --torch the path of a Python that has torch.`,
    );
  }
}
