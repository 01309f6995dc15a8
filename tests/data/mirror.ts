import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll } from 'vitest';
import { projectRoot } from '../../src/paths';

/** Folder of mirrored datasets; undefined where there is none, which is said aloud. */
export function findMirror(): string | undefined {
  const mirror = process.env.LAB_DATA_MIRROR ?? path.resolve(projectRoot, '../shared/datasets');
  if (fs.existsSync(path.join(mirror, 'index.json'))) return mirror;
  console.warn(
    `No mirror of datasets at ${mirror}: set LAB_DATA_MIRROR. The tests that need it are skipped.`,
  );
  return undefined;
}

/** A folder of its own for a test file, removed at its end; LAB_HOME points into it, so that no test sees another's data. */
export function ownFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-data-'));
  process.env.LAB_HOME = path.join(folder, 'home');
  delete process.env.LAB_DATA_MIRROR;
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}
