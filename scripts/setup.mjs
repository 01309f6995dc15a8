#!/usr/bin/env node
// @ts-check
/**
 * Set-up: everything the lab needs, inside the project folder (node_modules and .lab), without root. Node built-ins
 * only: it runs before anything is installed. A second call checks stamps and ends within a fraction of a second; an
 * interrupted call goes on where it was.
 *
 * node scripts/setup.mjs [--quiet | --json | --check]   --check only tells which steps are due: exit status 0 if none
 * LAB_TENSORFLOW=cpu|gpu|auto|<folder>   which native library (remembered); auto: CUDA where an NVIDIA GPU is seen
 * LAB_PYTHON, CXX                        which Python and C++ compiler
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { addonStep, findCompiler, toolchainStep } from './setup/addon.mjs';
import { compileStep } from './setup/compile.mjs';
import { Display } from './setup/display.mjs';
import { SetupFailure, SetupStopped } from './setup/failure.mjs';
import { installedListStep } from './setup/installedList.mjs';
import { kernelsStep } from './setup/kernels.mjs';
import { kernelspecStep } from './setup/kernelspec.mjs';
import { checkNode, packagesStep } from './setup/packages.mjs';
import { findPython, pythonStep } from './setup/python.mjs';
import { isDone, runSteps } from './setup/runner.mjs';
import { Stamps } from './setup/stamps.mjs';
import { chooseLibrary, tensorflowStep } from './setup/tensorflow.mjs';

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Stamps, Python and the native library belong to the checkout, whatever LAB_HOME says of runs and caches. */
const folder = path.join(projectRoot, '.lab');

const once = (/** @type {() => any} */ compute) => {
  /** @type {{ value: any } | undefined} */
  let known;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
};

/** The steps in order; each may rely on the ones before it. */
export function steps(root = projectRoot) {
  const python = once(() => findPython());
  const compiler = once(() => findCompiler());
  const choose = once(() =>
    chooseLibrary(process.env.LAB_TENSORFLOW, new Stamps(`${folder}/stamps`).read('tensorflow')?.facts),
  );
  choose(); // a wrong LAB_TENSORFLOW is told before anything is installed
  const setting = { root, folder, choose, python, compiler };
  return [
    packagesStep(root),
    toolchainStep(setting),
    pythonStep(root, folder, python),
    tensorflowStep(folder, choose),
    addonStep(setting),
    kernelsStep(setting),
    compileStep(root),
    kernelspecStep(root, folder),
    installedListStep(root),
  ];
}

/**
 * Does what is due; returns at once if nothing is.
 * @param {'text' | 'json' | 'quiet'} format
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function setUp(format = 'text') {
  checkNode();
  const all = steps();
  const stamps = new Stamps(`${folder}/stamps`);
  if (format !== 'json' && all.every((step) => isDone(step, stamps))) return false;
  await runSteps(all, { folder, console: new Display({ format }) });
  return true;
}

/** Titles of the steps that are missing or out of date. */
export function due() {
  const stamps = new Stamps(`${folder}/stamps`);
  return steps()
    .filter((step) => !isDone(step, stamps))
    .map((step) => step.title);
}

/**
 * Prints a failure as the user should see it and returns the exit status.
 * @param {unknown} error
 */
export function explain(error) {
  if (!(error instanceof SetupFailure)) throw error;
  for (const line of error.details) process.stderr.write(`  | ${line}\n`);
  process.stderr.write(`${error.message}\n`);
  return error instanceof SetupStopped ? 130 : 1;
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const started = performance.now();
  const [option, ...others] = process.argv.slice(2);
  try {
    if (others.length > 0 || !['--json', '--quiet', '--check', undefined].includes(option)) {
      throw new SetupFailure('Set-up knows one option: --quiet, --json or --check.');
    }
    if (option === '--check') {
      const missing = due();
      if (missing.length > 0) console.log(`due: ${missing.join(', ')}`);
      process.exitCode = missing.length === 0 ? 0 : 1;
    } else {
      const format = option === '--json' ? 'json' : option === '--quiet' ? 'quiet' : 'text';
      await setUp(format);
      const seconds = (performance.now() - started) / 1000;
      if (format === 'text') console.log(`Set-up complete (${seconds.toFixed(seconds < 1 ? 2 : 1)} s).`);
    }
  } catch (error) {
    process.exitCode = explain(error);
  }
}
