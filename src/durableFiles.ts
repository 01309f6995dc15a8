/** Files that are either whole or absent, whatever happens in between. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from './errors';

/** Forces a file's or folder's content to the disk. */
export function synchronise(fileOrFolder: string): void {
  const descriptor = fs.openSync(fileOrFolder, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** A name beside `target` that no other writer uses; anything so named is leftover once its process is gone. */
export function temporaryName(target: string): string {
  return `${target}.partial-${process.pid}-${process.hrtime.bigint().toString(36)}`;
}

/** Writes a file so that a reader, or the next start after a crash, sees the old content or the new, never a part. */
export function writeDurably(file: string, content: string | Uint8Array): void {
  const temporary = temporaryName(file);
  try {
    const descriptor = fs.openSync(temporary, 'wx');
    try {
      fs.writeFileSync(descriptor, content);
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
  synchronise(path.dirname(file));
}

/** All files under a folder, relative, sorted, with '/' between parts. */
export function filesUnder(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

/** Gives a finished folder its final name: contents reach the disk first. Replaces leftovers of that name. */
export function publishFolder(temporary: string, target: string): void {
  for (const file of filesUnder(temporary)) synchronise(path.join(temporary, file));
  synchronise(temporary);
  fs.rmSync(target, { recursive: true, force: true });
  fs.renameSync(temporary, target);
  synchronise(path.dirname(target));
}

/** The system's refusals that a user can act on, in a sentence; anything else as it is. */
export function writeRefusal(file: string, error: unknown): unknown {
  const { code = '', syscall } = (error ?? {}) as NodeJS.ErrnoException;
  const folder = path.dirname(file);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new LabError(
      `The disk is full: free some space for ${folder} and run the same command again; nothing finished is lost.`,
    );
  }
  // Node's recursive mkdir says ENOENT where the disk is read-only.
  const unmade = code === 'ENOENT' && syscall === 'mkdir';
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM' || unmade) {
    return new LabError(
      `The folder ${folder} cannot be written: make it writable, or name another with LAB_HOME.`,
    );
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return new LabError(
      `The folder ${folder} cannot be used because a file stands in its place: move that file away.`,
    );
  }
  return error;
}
