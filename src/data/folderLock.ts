import * as path from 'node:path';
import { notice } from '../notices';
import { describeHolder, takeProcessLock } from '../processLock';
import { breathe } from '../stop';

/** How long a wait may be before it is told of, and how often the lock is tried, in milliseconds. */
const patience = 1000;
const interval = 50;

/**
 * Does work in a folder while no other process does: a second process waits, and says for whom and since when. A lock whose
 * process has died is taken over.
 * @throws StoppedError when a stop is requested while it waits
 */
export async function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  let taken = takeProcessLock(path.join(folder, '.lock'));
  while (!('lock' in taken)) {
    if (performance.now() - begun > patience)
      notice(`Waiting for ${describeHolder(taken.holder)}, which is at work in ${folder}.`);
    await breathe();
    await new Promise((resolve) => setTimeout(resolve, interval));
    taken = takeProcessLock(path.join(folder, '.lock'));
  }
  try {
    return await work();
  } finally {
    taken.lock.release();
  }
}
