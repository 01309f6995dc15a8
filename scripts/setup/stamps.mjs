// @ts-check
/**
 * Stamps: one small JSON file a finished step, holding the hash of everything that determines the step's result.
 * A stamp exists only for a step that finished and was verified: it is removed before the step starts, written under
 * another name afterwards and renamed, so a killed step leaves none and is redone.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/**
 * Hashes values into one key. Two different lists of values give different keys.
 * @param {unknown[]} values anything JSON can hold
 */
export function keyOf(...values) {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}

/**
 * Hashes names and contents of files; folders are walked. Throws if one is missing.
 * @param {string} root paths are named relative to it, so that moving the project changes nothing
 * @param {string[]} paths files or folders below root
 */
export function hashFiles(root, paths) {
  const hash = createHash('sha256');
  const visit = (/** @type {string} */ file) => {
    if (fs.statSync(file).isDirectory()) {
      for (const name of fs.readdirSync(file).sort()) visit(path.join(file, name));
      return;
    }
    const content = fs.readFileSync(file);
    hash.update(`${path.relative(root, file)}\0${content.length}\0`).update(content);
  };
  for (const one of paths) visit(path.join(root, one));
  return hash.digest('hex');
}

/**
 * Writes a file so that readers see the old content or the new one, never half of it.
 * @param {string} file
 * @param {string} content
 */
export function writeWhole(file, content) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.partial`;
  fs.writeFileSync(temporary, content);
  fs.renameSync(temporary, file);
}

/**
 * @typedef {{ key: string, seconds: number, finished: string, facts: Record<string, unknown> }} Stamp
 */
export class Stamps {
  /** @param {string} folder where the stamps lie */
  constructor(folder) {
    this.folder = folder;
  }

  /** @param {string} step */
  file(step) {
    return path.join(this.folder, `${step}.json`);
  }

  /**
   * The step's stamp, or undefined if it has none that can be read.
   * @param {string} step
   * @returns {Stamp | undefined}
   */
  read(step) {
    try {
      const stamp = JSON.parse(fs.readFileSync(this.file(step), 'utf8'));
      return typeof stamp?.key === 'string' ? stamp : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * @param {string} step
   * @param {string} key
   * @param {number} seconds
   * @param {Record<string, unknown>} facts
   */
  write(step, key, seconds, facts) {
    const stamp = { key, seconds: Math.round(seconds * 10) / 10, finished: new Date().toISOString(), facts };
    writeWhole(this.file(step), `${JSON.stringify(stamp, null, 2)}\n`);
  }

  /** @param {string} step */
  remove(step) {
    fs.rmSync(this.file(step), { force: true });
  }
}
