/** The parts the lab stands on, each tried for real; `lab doctor` prints what is found and how to mend it. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { EnvironmentFingerprint } from '../engine/fingerprint';
import { installationFaults } from '../installation';
import { kernelName } from '../kernel/kernelspec';
import { installationFolder, labFolder, projectRoot } from '../paths';

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
    const reason = endOf(run);
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

/** What the engine says of itself in a process of its own; the checks are of the engine and of danfo. */
export interface EngineExamination {
  readonly fingerprint: EnvironmentFingerprint | null;
  readonly checks: readonly HealthCheck[];
}

/** Whether the compiled program loads the engine, and danfo computes with that very one, not with a copy. */
export function examineEngine(root: string = projectRoot): EngineExamination {
  const engine = checkEngine(root);
  if (engine.state === 'broken') return { fingerprint: null, checks: [engine] };
  const program = path.join(root, 'dist/cli/engineProgram.js');
  const run = spawnSync(process.execPath, [program], { encoding: 'utf8', timeout: 120_000 });
  const [first = '', second = ''] = run.stdout.split('\n');
  const fingerprint = first === '' ? null : (JSON.parse(first) as EnvironmentFingerprint);
  const reason = endOf(run);
  if (!fingerprint) {
    const kernels: HealthCheck = {
      part: 'own kernels',
      state: 'broken',
      found: reason,
      remedy: 'Remove .lab/stamps/kernels.json and run npm run setup, which compiles them again.',
    };
    return { fingerprint, checks: [engine, kernels] };
  }
  if (second === '') {
    const remedy = 'Run npm ci --ignore-scripts and npm run setup, which install the packages again.';
    return { fingerprint, checks: [engine, { part: 'danfo', state: 'broken', found: reason, remedy }] };
  }
  if ((JSON.parse(second) as { shared: boolean }).shared)
    return { fingerprint, checks: [engine, well('danfo', 'shares the engine')] };
  const remedy = 'Run npm ci --ignore-scripts and npm run setup, so that package-lock.json decides again.';
  const danfo = { part: 'danfo', found: 'loads a second copy of the engine', remedy } as const;
  return { fingerprint, checks: [engine, { ...danfo, state: 'broken' }] };
}

/** How a process that failed ended, in a few words. */
function endOf({ signal, stderr }: { signal: NodeJS.Signals | null; stderr: string }): string {
  if (signal) return `ended with ${signal}`;
  return /^\w*Error: .+$/m.exec(stderr)?.[0] ?? firstLine(stderr);
}

/** Whether everything installed is as set-up left it. */
export function checkInstallation(root: string = projectRoot): HealthCheck[] {
  const faults = installationFaults(root);
  if (faults.length === 0) return [well('installed files', 'as set-up listed them')];
  return faults.map((fault) => {
    const at = fault.lastIndexOf(': ');
    const remedy = `${fault.charAt(at + 2).toUpperCase()}${fault.slice(at + 3)}`;
    return { part: 'installed files', state: 'broken', found: fault.slice(0, at), remedy };
  });
}

const environment = installationFolder('python');

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

/** All checks, in the order in which the parts rest on each other. Nothing examined is loaded into this process. */
export function checkHealth(): { fingerprint: EnvironmentFingerprint | null; health: HealthCheck[] } {
  const { fingerprint, checks } = examineEngine();
  const health = [checkSetup(), ...checkInstallation(), ...checks, checkPython(), checkKernel(), checkDisk()];
  return { fingerprint, health };
}
