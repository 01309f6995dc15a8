// @ts-check
/** The step that installs the npm packages, exactly as package-lock.json says and without anyone's install script. */
import fs from 'node:fs';
import path from 'node:path';
import { onPath } from './children.mjs';
import { SetupFailure } from './failure.mjs';
import { hashFiles, keyOf } from './stamps.mjs';

/** Versions with require() of ES modules, which a tokenizer package needs: 20.19, 22.12 and everything later. */
export function nodeIsRecentEnough(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 23;
}

/** @throws {SetupFailure} on an older Node */
export function checkNode(version = process.versions.node) {
  if (nodeIsRecentEnough(version)) return;
  throw new SetupFailure(
    `Node ${version} is too old: install Node 20.19 or newer, 22.12 or newer, or 24 (for example from your package manager or with nvm).`,
  );
}

/**
 * Whether node_modules holds every package of the lock file in its version. npm writes node_modules/.package-lock.json
 * last, so an interrupted installation has none.
 * @param {string} root
 */
export function installedAsLocked(root) {
  try {
    const packagesOf = (/** @type {string} */ file) => JSON.parse(fs.readFileSync(file, 'utf8')).packages;
    const wanted = packagesOf(path.join(root, 'package-lock.json'));
    const installed = packagesOf(path.join(root, 'node_modules/.package-lock.json'));
    return Object.entries(wanted).every(([name, entry]) => {
      if (!name.startsWith('node_modules/') && !name.includes('/node_modules/')) return true; // our own folders
      const found = installed[name];
      if (!found) return Boolean(entry.optional || entry.devOptional || entry.peer);
      const there = entry.link || fs.existsSync(path.join(root, name, 'package.json'));
      return there && found.version === entry.version && found.integrity === entry.integrity;
    });
  } catch {
    return false;
  }
}

/**
 * The command line that starts npm: the one that started us, else the one beside this Node, else the one on PATH.
 * @returns {string[]}
 */
export function npmCommand() {
  const started = process.env.npm_execpath;
  if (started && path.basename(started) === 'npm-cli.js' && fs.existsSync(started)) {
    return [process.execPath, started];
  }
  const found = onPath([path.join(path.dirname(process.execPath), 'npm'), 'npm']);
  if (!found)
    throw new SetupFailure('npm was not found: install npm, which official Node packages bring along.');
  return [found];
}

/**
 * @param {string} root
 * @returns {import('./runner.mjs').Step}
 */
export function packagesStep(root) {
  const lock = path.join(root, 'package-lock.json');
  return {
    id: 'packages',
    title: 'npm packages (no install scripts)',
    key: () => (fs.existsSync(lock) ? hashFiles(root, ['package-lock.json']) : keyOf('no lock file')),
    present: () => !fs.existsSync(lock) || installedAsLocked(root),
    adopt: () => installedAsLocked(root),
    async run({ children }) {
      const npm = npmCommand();
      const verb = fs.existsSync(lock) ? 'ci' : 'install';
      // Development packages too, whatever NODE_ENV says: the compiler is one.
      const options = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
      await children.run(npm[0], [...npm.slice(1), verb, ...options], {
        cwd: root,
        failure: `npm ${verb} failed: if the network was the reason, the same command goes on from here.`,
      });
      if (!installedAsLocked(root)) {
        throw new SetupFailure(
          `npm ${verb} ended well but node_modules differs from package-lock.json: remove node_modules and try again.`,
        );
      }
    },
  };
}
