import * as fs from 'node:fs';
import * as path from 'node:path';
import { breathe } from '../stop';

/** Does work in a folder while no other process does: a second process waits. A lock whose process has died is taken over. */
export async function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = path.join(folder, '.lock');
  while (!taken(lock)) {
    await breathe();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  try {
    return await work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function taken(lock: string): boolean {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const owner = readOwner(lock);
  if (owner !== undefined && !isAlive(owner)) fs.rmSync(lock, { force: true });
  return false;
}

/** The process that holds the lock; undefined while it is being written or has just been given up. */
function readOwner(lock: string): number | undefined {
  try {
    const owner = Number(fs.readFileSync(lock, 'utf8'));
    return Number.isInteger(owner) && owner > 0 ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
