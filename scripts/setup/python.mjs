// @ts-check
/** The step that makes the Python environment (JupyterLab, notebook runners) from the pinned requirements.txt. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { onPath } from './children.mjs';
import { SetupFailure } from './failure.mjs';
import { hashFiles, keyOf } from './stamps.mjs';

const candidates = ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];

/**
 * The first Python of version 3.10 or newer: LAB_PYTHON alone if set, else those on PATH.
 * @returns {{ command: string, version: string } | undefined}
 */
export function findPython(env = process.env) {
  for (const name of env.LAB_PYTHON ? [env.LAB_PYTHON] : candidates) {
    const command = onPath([name], env);
    if (!command) continue;
    const probe = spawnSync(command, ['-c', 'import sys; print("%d.%d.%d" % sys.version_info[:3])'], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    const [major = 0, minor = 0] = (probe.stdout ?? '').split('.').map(Number);
    if (probe.status === 0 && (major > 3 || (major === 3 && minor >= 10))) {
      return { command, version: probe.stdout.trim() };
    }
  }
  return undefined;
}

/** The Pythons that PATH names, of any version: cheap to ask, and tells whether asking again is worth it. */
export const pythonsOnPath = () =>
  (process.env.LAB_PYTHON ? [process.env.LAB_PYTHON] : candidates)
    .map((name) => onPath([name]) ?? '')
    .join(':');

/** The environment's own interpreter. */
export const environmentPython = (/** @type {string} */ folder) => path.join(folder, 'python/bin/python');

/**
 * @param {string} root
 * @param {string} folder
 * @param {() => { command: string, version: string } | undefined} python
 * @returns {import('./runner.mjs').Step}
 */
export function pythonStep(root, folder, python) {
  const environment = path.join(folder, 'python');
  const interpreter = environmentPython(folder);
  return {
    id: 'python',
    title: 'Python environment (JupyterLab, notebook runners)',
    // The folder counts: the environment's commands name their interpreter by absolute path.
    key: () => keyOf('python', hashFiles(root, ['requirements.txt']), environment),
    present: (stamp) =>
      stamp.facts.skipped ? stamp.facts.seen === pythonsOnPath() : fs.existsSync(interpreter),
    async run({ children }) {
      const found = python();
      if (!found) {
        return {
          skipped: 'no Python 3.10 or newer: training and reports work, notebooks need it',
          seen: pythonsOnPath(),
        };
      }
      fs.rmSync(environment, { recursive: true, force: true });
      await createEnvironment(found.command, environment, children);
      await children.run(
        interpreter,
        [
          '-m',
          'pip',
          'install',
          '--no-input',
          '--disable-pip-version-check',
          '--prefer-binary',
          '-r',
          'requirements.txt',
        ],
        {
          cwd: root,
          failure:
            'The Python packages of requirements.txt could not be installed: if the network was the reason, the same command goes on from here.',
        },
      );
      await children.run(
        interpreter,
        ['-c', 'import jupyterlab, nbclient, nbconvert, papermill, plotly, tokenizers'],
        {
          failure:
            'The Python environment was installed but does not load: remove .lab/python and try again.',
        },
      );
      return { python: found.version };
    },
  };
}

/**
 * Makes a virtual environment with pip. Debian's and Ubuntu's Python lacks ensurepip unless python3-venv is installed:
 * then the system's pip fills an environment made without, or the module virtualenv makes one.
 * @param {string} python
 * @param {string} environment
 * @param {import('./children.mjs').Children} children
 */
export async function createEnvironment(python, environment, children) {
  const interpreter = path.join(environment, 'bin/python');
  const ways = [
    [[python, '-m', 'venv', environment]],
    [
      [python, '-m', 'venv', '--without-pip', environment],
      [python, '-m', 'pip', '--python', interpreter, 'install', '--no-input', 'pip'],
    ],
    [[python, '-m', 'virtualenv', '--quiet', environment]],
  ];
  const failure =
    `${python} cannot make a virtual environment: install its venv module ` +
    '(Debian, Ubuntu: apt install python3-venv; Fedora: dnf install python3; macOS: brew install python).';
  /** @type {unknown} */
  let first;
  for (const commands of ways) {
    try {
      for (const [command, ...args] of commands)
        await children.run(/** @type {string} */ (command), args, { failure });
      return;
    } catch (error) {
      if (!(error instanceof SetupFailure) || children.stopped) throw error;
      first ??= error;
      fs.rmSync(environment, { recursive: true, force: true });
    }
  }
  throw first;
}
