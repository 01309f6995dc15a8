// @ts-check
/** The last step: lists what the others installed, so that what is changed later is found and named. */
import fs from 'node:fs';
import { createRequire } from 'node:module';

/** @type {typeof import('./installed.cjs')} */
const { installationFaults, listFile, listKey, writeList } = createRequire(import.meta.url)(
  './installed.cjs',
);

/**
 * @param {string} root
 * @returns {import('./runner.mjs').Step}
 */
export function installedListStep(root) {
  return {
    id: 'installed',
    title: 'List of what is installed (SHA-256)',
    key: () => listKey(root),
    present: () => fs.existsSync(listFile(root)),
    async run() {
      writeList(root);
    },
  };
}

/**
 * Libraries that are cut off or gone: loading one would end the process without a word.
 * @param {string} root
 */
export const brokenLibraries = (root) => installationFaults(root, 'size');
