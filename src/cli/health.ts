/** The parts the lab stands on, each tried for real; `lab doctor` prints what is found and how to mend it. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { kernelName } from '../kernel/kernelspec';
import { labFolder, projectRoot } from '../paths';

export interface HealthCheck {
  /** The part, in a word or two. */
  readonly part: string;
  /** broken: something cannot work; advice: all works, but less well than it could. */
  readonly state: 'well' | 'advice' | 'broken';
  /** What was found. */
  readonly found: string;
  /** What to do, in one sentence; null where nothing is. */
  readonly remedy: string | null;
}

const well = (part: string, found: string): HealthCheck => ({ part, state: 'well', found, remedy: null });

/** The first line of an output that says something. */
const firstLine = (text: string) =>
  text
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim() ?? '';

const setUpAgain = 'Run npm run setup; it redoes what is missing and keeps the rest.';

/** Whether every set-up step is done and up to date. */
export function checkSetup(root: string = projectRoot): HealthCheck {
  const check = spawnSync(process.execPath, [path.join(root, 'scripts/setup.mjs'), '--check'], {
    encoding: 'utf8',
  });
  if (check.status === 0) return well('set-up', 'complete');
  return {
    part: 'set-up',
    state: 'broken',
    found: firstLine(check.stdout || check.stderr),
    remedy: setUpAgain,
  };
}

/** Loads the engine and adds two numbers, in a process of its own: a processor it cannot run on ends that one. */
export function checkEngine(root: string = projectRoot): HealthCheck {
  const script = path.join(root, 'scripts/setup/checkEngine.mjs');
  const run = spawnSync(process.execPath, [script], { encoding: 'utf8', timeout: 120_000 });
  if (run.status !== 0) {
    const reason = run.signal
      ? `ended with ${run.signal}`
      : (/^\w*Error: .+$/m.exec(run.stderr)?.[0] ?? firstLine(run.stderr));
    const remedy = 'Remove .lab/stamps/addon.json and run npm run setup, which compiles the engine anew.';
    return { part: 'engine', state: 'broken', found: reason, remedy };
  }
  const engine = JSON.parse(run.stdout) as { tensorflow: string; gpu: boolean };
  const found = `TensorFlow ${engine.tensorflow} on ${engine.gpu ? 'GPU' : 'CPU'} loads and adds`;
  if (!engine.gpu && fs.existsSync('/proc/driver/nvidia/version')) {
    const remedy = 'An NVIDIA GPU is here but not used: run LAB_TENSORFLOW=gpu npm run setup.';
    return { part: 'engine', state: 'advice', found, remedy };
  }
  return well('engine', found);
}

/** Whether danfo computes with the very engine the lab computes with; a second copy would hold tensors of its own. */
export async function checkSharedEngine(): Promise<HealthCheck> {
  try {
    const { tf } = await import('../engine/native.js');
    const danfo = createRequire(path.join(projectRoot, 'package.json'))('danfojs-node') as {
      tensorflow: typeof tf;
    };
    if (danfo.tensorflow.backend() === tf.backend()) return well('danfo', 'shares the engine');
    const remedy = 'Run npm ci --ignore-scripts and npm run setup, so that package-lock.json decides again.';
    return { part: 'danfo', state: 'broken', found: 'loads a second copy of the engine', remedy };
  } catch (error) {
    return { part: 'danfo', state: 'broken', found: firstLine(String(error)), remedy: setUpAgain };
  }
}

const environment = path.join(projectRoot, '.lab/python');

/** Whether JupyterLab and the notebook runners load. */
export function checkPython(folder: string = environment): HealthCheck {
  const interpreter = path.join(folder, 'bin/python');
  const script =
    'import sys, jupyterlab, nbclient, papermill; print("Python %d.%d.%d" % sys.version_info[:3], "JupyterLab", jupyterlab.__version__)';
  const run = spawnSync(interpreter, ['-c', script], { encoding: 'utf8', timeout: 60_000 });
  if (run.status === 0) return well('Python', run.stdout.trim());
  const found = run.error ? 'no Python environment' : (run.stderr.trim().split('\n').pop() ?? '');
  const remedy =
    'Install Python 3.10 or newer, remove .lab/python and run npm run setup; without it only notebooks are missing.';
  return { part: 'Python', state: 'broken', found, remedy };
}

/** Whether Jupyter finds the kernel and what the kernel starts is there. */
export function checkKernel(folder: string = environment): HealthCheck {
  const file = path.join(folder, 'share/jupyter/kernels', kernelName, 'kernel.json');
  try {
    const { argv, display_name } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
      argv: string[];
      display_name: string;
    };
    const missing = argv.slice(0, 2).find((one) => !fs.existsSync(one));
    if (!missing) return well('kernel', display_name);
    return { part: 'kernel', state: 'broken', found: `starts ${missing}, which is gone`, remedy: setUpAgain };
  } catch {
    return { part: 'kernel', state: 'broken', found: 'not installed', remedy: setUpAgain };
  }
}

/** Bytes that runs, caches and checkpoints should have ahead of them. */
const comfortableBytes = 2e9;

/** Free space where runs and caches go. */
export function checkDisk(folder: string = labFolder(), needed: number = comfortableBytes): HealthCheck {
  let existing = folder;
  while (!fs.existsSync(existing)) existing = path.dirname(existing);
  const { bavail, bsize } = fs.statfsSync(existing);
  const free = bavail * bsize;
  const found = `${(free / 1e9).toFixed(1)} GB free`;
  if (free >= needed) return well('disk', found);
  const remedy = `Free ${(needed / 1e9).toFixed(0)} GB, or set LAB_HOME to a folder on a larger disk.`;
  return { part: 'disk', state: free >= needed / 10 ? 'advice' : 'broken', found, remedy };
}

/** All checks, in the order in which the parts rest on each other. */
export async function checkHealth(): Promise<HealthCheck[]> {
  const engine = checkEngine();
  const danfo: HealthCheck[] = engine.state === 'broken' ? [] : [await checkSharedEngine()];
  return [checkSetup(), engine, ...danfo, checkPython(), checkKernel(), checkDisk()];
}
