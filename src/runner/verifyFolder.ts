/** Where a verification computes. One that was killed leaves its folder; the next one takes it away. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { labFolder } from '../paths';
import { takeProcessLock } from '../processLock';

/** Only while its maker works there: a folder without it was kept to be looked at. */
const lockName = '.verifying';

export interface VerifyFolder {
  readonly folder: string;
  /** When all that was asked for is compared: the folder stays if it is to be looked at. */
  done(keep: boolean): void;
}

/**
 * A new folder under .lab/verify, or the given one, which is never deleted.
 * @param name what its name begins with
 */
export function verifyFolder(name: string, given?: string): VerifyFolder {
  if (given !== undefined) return { folder: given, done: () => undefined };
  const parent = labFolder('verify');
  fs.mkdirSync(parent, { recursive: true });
  sweep(parent);
  const folder = fs.mkdtempSync(path.join(parent, `${name}-`));
  const taken = takeProcessLock(path.join(folder, lockName));
  return {
    folder,
    done: (keep) => {
      if ('lock' in taken) taken.lock.release();
      if (!keep) fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

function sweep(parent: string): void {
  for (const { name } of fs.readdirSync(parent, { withFileTypes: true }).filter((one) => one.isDirectory())) {
    const folder = path.join(parent, name);
    const place = path.join(folder, lockName);
    if (!fs.existsSync(place)) continue;
    const taken = takeProcessLock(place);
    if ('holder' in taken) continue;
    taken.lock.release();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
