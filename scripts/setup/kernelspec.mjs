// @ts-check
/** The step that tells Jupyter about the TypeScript kernel, inside the Python environment of this project. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { hashFiles, keyOf, writeWhole } from './stamps.mjs';

/** What the kernel says of itself, in src/kernel; compiled before this step runs. */
const source = 'dist/kernel/kernelspec.js';

/**
 * @param {string} root
 * @param {string} folder
 * @returns {import('./runner.mjs').Step}
 */
export function kernelspecStep(root, folder) {
  const environment = path.join(folder, 'python');
  const file = (/** @type {string} */ name) =>
    path.join(environment, 'share/jupyter/kernels', name, 'kernel.json');
  return {
    id: 'kernelspec',
    title: 'Jupyter kernel',
    // The specification names this Node and this folder by absolute path.
    key: () => keyOf('kernelspec', hashFiles(root, [source]), process.execPath, root, environment),
    present: (stamp) =>
      stamp.facts.skipped ? !fs.existsSync(environment) : fs.existsSync(file(String(stamp.facts.kernel))),
    async run() {
      if (!fs.existsSync(environment)) return { skipped: 'no Python environment' };
      const { kernelName, kernelspec } = createRequire(import.meta.url)(path.join(root, source));
      writeWhole(file(kernelName), `${JSON.stringify(kernelspec(root), null, 2)}\n`);
      return { kernel: kernelName };
    },
  };
}
